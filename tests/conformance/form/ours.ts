/**
 * What a form of ours says, by its markup.
 *
 * @module
 */
import { type Node, parse } from "../../_support/html.ts";
import {
  buttonFacts,
  control,
  type ControlFacts,
  type Facts,
  type FieldFacts,
  hasClass,
  idOf,
  optionsOf,
  type Tag,
  tags,
  textIn,
  ticked,
  within,
} from "./facts.ts";

/** What is said by markup that the view made. */
export function ownFacts(html: string): Facts {
  const all = [...within(nodesOf(html))];
  const panels = all.filter(({ attributes }) => (attributes.id ?? "").startsWith("wrap_"));
  return {
    caption: all.flatMap((tag) =>
      tag.name === "fieldset" && hasClass(tag, "n2o-section")
        ? tags(tag.body).filter((each) => each.name === "legend" || /-desc$/.test(idOf(each)))
        : hasClass(tag, "caption")
        ? tags(tag.body)
        : []
    ).map(({ body }) => textIn(body)).filter((each) => each !== ""),
    // A row has them in its last cell.
    buttons: all.filter((tag) => hasClass(tag, "buttons") || tag.name === "td" && idOf(tag) === "")
      .flatMap(({ body }) => tags(body).map(buttonFacts)),
    fields: panels.map(fieldFacts),
  };
}

/** The nodes of markup: a parser that follows the standard takes rows within a table only. */
export function nodesOf(html: string): readonly Node[] {
  return parse(/^<tr\b/.test(html) ? `<table><tbody>${html}</tbody></table>` : html);
}

function fieldFacts(panel: Tag): FieldFacts {
  const parts = tags(panel.body);
  const label = parts.find((tag) => /-label$/.test(idOf(tag)));
  const holder =
    parts.find((tag) => tag !== label && (hasClass(tag, "field") || tag.name === "dd")) ??
      parts.find((tag) => tag !== label && !hasClass(tag, "tool") && !hasClass(tag, "n2o-hint"));
  const tool = parts.find((tag) => hasClass(tag, "tool"));
  return {
    id: /^wrap_([^_]+)_/.exec(idOf(panel))?.[1] ?? "",
    panel: idOf(panel),
    title: textIn(label?.body ?? []),
    shown: !("hidden" in panel.attributes),
    controls: holder === undefined
      ? [control({ kind: "text", value: textIn(panel.body) })]
      : ownControls(holder),
    tooltips: tool === undefined
      ? []
      : [...within(tool.body)].filter((tag) => hasClass(tag, "n2o-tip-text")).map((tag) =>
        textIn(tag.body)
      ),
    classes: [panel, label, holder].map((tag) => tag?.attributes.class ?? ""),
  };
}

/** The controls of a field. */
export function ownControls(holder: Tag): readonly ControlFacts[] {
  const found = [...within([holder])];
  const rich = found.find(({ attributes }) =>
    "data-n2o-rows" in attributes || "data-n2o-sort" in attributes
  );
  if (rich !== undefined) {
    const items = found.filter(({ attributes }) =>
      "data-n2o-item" in attributes || "data-n2o-row" in attributes
    );
    const disabled = !found.some(({ name }) => name === "button" || name === "input");
    return [control({ kind: "list", id: idOf(rich), disabled, items: items.map(wordsIn) })];
  }
  const combo = found.find((tag) => hasClass(tag, "n2o-combo"));
  if (combo !== undefined) return [{ ...lineOf(combo, "lookup"), id: idOf(combo) }];
  const calendar = found.find((tag) => hasClass(tag, "n2o-calendar"));
  if (calendar !== undefined) return [{ ...lineOf(calendar, "calendar"), id: idOf(calendar) }];
  const radios = ticked(holder.body, "radio"), ticks = ticked(holder.body, "checkbox");
  if (radios.length > 0) {
    return [control({ kind: "choice", id: idOf(tags(holder.body)[0]), options: radios })];
  }
  if (ticks.length > 0) {
    return [control({ kind: "ticks", id: idOf(tags(holder.body)[0]), options: ticks })];
  }
  const controls = found.filter(({ name }) => ["input", "select", "textarea"].includes(name));
  if (controls.length === 0) {
    const named = found.find((tag) => idOf(tag) !== "");
    return [control({ kind: "text", id: idOf(named), value: textIn(holder.body) })];
  }
  return controls.map((tag) =>
    control({
      kind: tag.name === "input" ? tag.attributes.type ?? "text" : tag.name,
      id: idOf(tag),
      value: tag.attributes.value ?? (tag.name === "textarea" ? textIn(tag.body) : ""),
      disabled: "disabled" in tag.attributes,
      multiple: "multiple" in tag.attributes,
      options: tag.name === "select" ? optionsOf(tag) : [],
    })
  );
}

/** What an item says, in its inputs too. */
function wordsIn(item: Tag): string {
  const inputs = [...within(item.body)].filter(({ name }) => name === "input");
  return [textIn(item.body), ...inputs.map(({ attributes }) => attributes.value ?? "")].join(" ");
}

/** The line of text of a control that has one. */
function lineOf(rich: Tag, kind: string): ControlFacts {
  const line = [...within(rich.body)].find(({ name, attributes }) =>
    name === "input" && attributes.type === "text"
  );
  return control({
    kind,
    value: line?.attributes.value ?? "",
    disabled: line !== undefined && "disabled" in line.attributes,
  });
}
