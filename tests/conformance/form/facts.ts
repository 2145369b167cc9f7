/**
 * What a form says, whatever its markup: its caption, its fields with their controls, its buttons.
 *
 * @module
 */
import { type Node, parse } from "../../_support/html.ts";

/** An element of what was read. */
export type Tag = Exclude<Node, string>;

/** One choice of a control. */
export interface OptionFacts {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
  readonly disabled: boolean;
}

/** A control, or what stands in place of one. */
export interface ControlFacts {
  /** The kind: the type of an input, `select`, `choice`, `ticks`, `lookup`, `list`, `groups`, `pairs`, or `text`. */
  readonly kind: string;
  /** Its id; empty where what it is has none. */
  readonly id: string;
  /** Its value, or the text. */
  readonly value: string;
  readonly disabled: boolean;
  readonly multiple: boolean;
  readonly options: readonly OptionFacts[];
  /** What it lists. */
  readonly items: readonly string[];
}

/** A field. */
export interface FieldFacts {
  /** The id of the field; undefined where the markup does not tell. */
  readonly id?: string;
  /** The id of its panel. */
  readonly panel: string;
  readonly title: string;
  readonly shown: boolean;
  readonly controls: readonly ControlFacts[];
  readonly tooltips: readonly string[];
  readonly classes: readonly string[];
}

/** A button. */
export interface ButtonFacts {
  readonly id: string;
  readonly title: string;
  /** Where it leads; empty where it is no link. */
  readonly href: string;
}

/** What a page hears of an element: the postback, as neutral JSON, and the ids of the controls whose values go along. */
export interface Heard {
  readonly target: string;
  readonly postback: unknown;
  readonly sources: readonly string[];
}

/** A form. */
export interface Facts {
  readonly caption: readonly string[];
  readonly fields: readonly FieldFacts[];
  readonly buttons: readonly ButtonFacts[];
}

/** A control with what is not said left out. */
export function control(given: Partial<ControlFacts> & Pick<ControlFacts, "kind">): ControlFacts {
  return { id: "", value: "", disabled: false, multiple: false, options: [], items: [], ...given };
}

/** The elements among nodes. */
export function tags(nodes: readonly Node[]): readonly Tag[] {
  return nodes.filter((node) => typeof node !== "string");
}

/** Every element in nodes, from outside to inside. */
export function* within(nodes: readonly Node[]): Generator<Tag> {
  for (const tag of tags(nodes)) {
    yield tag;
    yield* within(tag.body);
  }
}

/** The text of nodes, blanks in a row as one. */
export function textIn(nodes: readonly Node[]): string {
  return joined(nodes).replaceAll(/\s+/g, " ").trim();
}

function joined(nodes: readonly Node[]): string {
  return nodes.map((node) => typeof node === "string" ? node : joined(node.body)).join("");
}

/** Whether an element has a class. */
export function hasClass({ attributes }: Tag, name: string): boolean {
  return (attributes.class ?? "").split(/\s+/).includes(name);
}

/** The choices of a select. */
export function optionsOf(select: Tag): readonly OptionFacts[] {
  return [...within(select.body)].filter(({ name }) => name === "option").map((option) => ({
    value: option.attributes.value ?? textIn(option.body),
    text: textIn(option.body),
    chosen: "selected" in option.attributes,
    disabled: "disabled" in option.attributes,
  }));
}

/** Radios or ticks with their labels. */
export function ticked(nodes: readonly Node[], type: string): readonly OptionFacts[] {
  return [...within(nodes)].filter(({ name }) => name === "label").flatMap((label) =>
    [...within(label.body)].filter(({ attributes }) => attributes.type === type).map((
      { attributes },
    ) => ({
      value: attributes.value ?? attributes.id ?? "",
      text: textIn(label.body),
      chosen: "checked" in attributes,
      disabled: "disabled" in attributes,
    }))
  );
}

/** What the original rendered. */
export function recordedFacts(html: string): Facts {
  const nodes = parse(html), root = tags(nodes);
  const form = root.length === 1 && root[0] !== undefined && hasClass(root[0], "form")
    ? root[0].body
    : nodes;
  const parts = tags(form);
  const buttons = parts.filter((tag) => hasClass(tag, "buttons"));
  const captions = parts.filter((tag) => hasClass(tag, "caption"));
  return {
    caption: captions.flatMap(({ body }) => tags(body).map((tag) => textIn(tag.body))).filter((
      each,
    ) => each !== ""),
    buttons: buttons.flatMap(({ body }) => tags(body).map(buttonFacts)),
    fields: parts.filter((tag) => !buttons.includes(tag) && !captions.includes(tag)).map(
      recordedField,
    ),
  };
}

/** What a button or a link says. */
export function buttonFacts(tag: Tag): ButtonFacts {
  const { href = "" } = tag.attributes;
  return {
    id: idOf(tag),
    title: textIn(tag.body),
    href: href.startsWith("javascript:") ? "" : href,
  };
}

function recordedField(panel: Tag): FieldFacts {
  const parts = tags(panel.body);
  const tool = parts.find((tag) => hasClass(tag, "tool"));
  const [label, holder] = parts.filter((tag) => tag !== tool);
  const isWhole = holder === undefined; // a comment, an empty field, an element of one's own
  return {
    panel: panel.attributes.id ?? "",
    title: isWhole ? "" : textIn(label?.body ?? []),
    shown: !/display:\s*none/.test(panel.attributes.style ?? ""),
    controls: isWhole
      ? [control({ kind: "text", value: textIn(panel.body) })]
      : recordedControls(holder),
    tooltips: tool === undefined
      ? []
      : [...within(tool.body)].filter(({ name }) => name === "span").map((tag) => textIn(tag.body)),
    classes: [panel, label, holder].map((tag) => tag?.attributes.class ?? ""),
  };
}

/** The controls of a field of the original. */
export function recordedControls(holder: Tag): readonly ControlFacts[] {
  const found = [...within(holder.body)];
  const by = (name: string) => found.find(({ attributes }) => name in attributes);
  const items = found.filter((tag) =>
    hasClass(tag, "list__item-title") || hasClass(tag, "modify_item-title")
  )
    .map((tag) => textIn(tag.body));
  const list = by("data-vector-input"),
    groups = by("data-group-input"),
    pairs = by("data-modify-input");
  if (list !== undefined) return [control({ kind: "list", id: idOf(list), items })];
  if (pairs !== undefined) return [control({ kind: "pairs", id: idOf(pairs), items })];
  if (groups !== undefined) {
    return [control({
      kind: "groups",
      id: idOf(groups),
      items: found.filter(({ attributes }) => attributes["data-group-list"] === "saved").map((
        tag,
      ) => textIn(tag.body)),
    })];
  }
  const radios = ticked(holder.body, "radio"), ticks = ticked(holder.body, "checkbox");
  if (radios.length > 0) return [control({ kind: "choice", options: radios })];
  if (ticks.length > 0) return [control({ kind: "ticks", options: ticks })];
  const controls = found.filter(({ name }) => ["input", "select", "textarea"].includes(name));
  if (controls.length === 0) {
    return [control({ kind: "text", id: idOf(tags(holder.body)[0]), value: textIn(holder.body) })];
  }
  return controls.map((tag) =>
    control({
      kind: tag.name === "input" ? kindOf(tag.attributes.type) : tag.name,
      id: idOf(tag),
      value: tag.attributes.value ?? "",
      disabled: "disabled" in tag.attributes,
      multiple: tag.attributes.multiple === "true" || tag.attributes.multiple === "",
      options: tag.name === "select" ? optionsOf(tag) : [],
    })
  );
}

function kindOf(type: string | undefined): string {
  return type === "comboLookup" ? "lookup" : type ?? "text";
}

/** Its id; empty where it has none. */
export function idOf(tag: Tag | undefined): string {
  return tag?.attributes.id ?? "";
}
