/**
 * Rich controls of the original, which are of another make here, by the practices of ARIA: compared by what they hold, and by whether they
 * can be used.
 *
 * @module
 */
import { Atom, type Term, Tuple } from "../../../n2o/term/term.ts";
import type { Body } from "../../../nitro/element.ts";
import { textarea } from "../../../nitro/elements/form/form.ts";
import { renderBody } from "../../../nitro/render.ts";
import * as rich from "../../../nitro/rich.ts";
import { type Node, parse } from "../../_support/html.ts";
import { inMessage } from "./message.ts";
import { Reader } from "./record.ts";
import { records } from "./records.ts";

/** The rule by which all of them differ. */
export const RICH =
  "rich controls are of another make, by the practices of ARIA: compared by what they hold and whether they can be used";

/** What a record says. */
interface Told {
  readonly id: string;
  readonly values: readonly rich.Choice[];
  readonly isDisabled: boolean;
  readonly isRequired: boolean;
  readonly placeholder: string | undefined;
}

const input = { body: "Label" };

/** Our control for what a record says, by its name. */
const CONTROLS: Readonly<Record<string, (told: Told) => Body>> = {
  calendar: ({ id, isDisabled, isRequired, placeholder }) =>
    rich.calendar({ id, disabled: isDisabled, required: isRequired, placeholder, body: "Label" }),
  comboLookup: ({ id, isDisabled, values: [value] }) =>
    rich.comboLookup({ id, disabled: isDisabled, value, ...input }),
  comboLookupText: ({ id, isDisabled, values: [value] }) =>
    rich.comboLookupText({
      id,
      disabled: isDisabled,
      value,
      textarea: textarea({ id: `${id}-area`, disabled: isDisabled }),
      ...input,
    }),
  comboLookupVec: ({ id, isDisabled, values }) =>
    rich.comboLookupVec({ id, disabled: isDisabled, values, input }),
  comboLookupEdit: ({ id, isDisabled, values }) =>
    rich.comboLookupEdit({ id, disabled: isDisabled, values, input, form: "Form", summary: "New" }),
  comboLookupModify: ({ id, isDisabled, values }) =>
    rich.comboLookupModify({
      id,
      disabled: isDisabled,
      values,
      input,
      modify: (value) => ({ id: `${id}-${value.id}`, value, disabled: isDisabled }),
    }),
  comboLookupModify_item: ({ id, values: [choice] }) =>
    choice && rich.comboLookupItem({ id, choice }),
  comboLookupGroup: group,
  comboLookupGroup_list: group,
  comboLookupGroup_item: ({ id, values: [choice] }) =>
    choice && rich.comboLookupItem({ id, choice }),
  multipleInput: ({ id, isDisabled, values }) =>
    rich.multipleInput({
      id,
      disabled: isDisabled,
      name: "Label",
      rows: values.map(({ text }) => text),
    }),
  sortable_list: ({ id, isDisabled, values }) =>
    rich.sortableList({
      id,
      disabled: isDisabled,
      items: values.map(({ id: key, text }) => ({ key, body: text })),
    }),
  sortable_item: ({ values: [choice] }) =>
    choice && rich.sortableItem({ key: choice.id, body: choice.text }),
};

function group({ id, isDisabled, values }: Told): Body {
  const groups = values.length === 0 ? [] : [{ key: "0", name: "Group", values }];
  return rich.comboLookupGroup({ id, disabled: isDisabled, groups, input, confirm: "ok" });
}

/** Whether a record is one of a rich control. */
export function isRich(name: string): boolean {
  return name in CONTROLS;
}

/** @throws {Error} where ours holds less than the record says, or can be used otherwise. */
export function compareRich(record: Tuple): void {
  const name = String(record.elements[0]), make = CONTROLS[name], told = read(name, record);
  if (make === undefined) throw new TypeError(`there is no control "${name}"`);
  const html = inMessage("terms", () => renderBody(make(told)).html),
    seen = everything(parse(html));
  // An item by itself is for a list that can be used.
  const isItem = name.endsWith("_item");
  for (const { text } of told.values) {
    if (!seen.texts.some((each) => each.includes(text))) {
      throw new Error(`"${text}" is lost in ${html}`);
    }
  }
  if (told.isDisabled && seen.usable > 0 && !isItem) {
    throw new Error(`it is disabled, not so ${html}`);
  }
  if (!told.isDisabled && seen.usable === 0 && !isItem && told.values.length > 0) {
    throw new Error(`nothing can be used in ${html}`);
  }
  if (told.isRequired && !html.includes(" required")) {
    throw new Error(`it is required, not so ${html}`);
  }
}

function read(name: string, record: Tuple): Told {
  const fields = records.get(name) ?? [], reader = new Reader();
  const value = (field: string): Term => record.elements[fields.indexOf(field) + 1] ?? [];
  const text = (field: string) => reader.text(value(field)) || undefined;
  const is = (field: string) =>
    fields.includes(field) && ["true", field].includes(text(field) ?? "");
  const all = fields.includes("values")
    ? value("values")
    : name === "calendar"
    ? []
    : [value("value")];
  return {
    id: text("id") ?? "made-up",
    values: choices(all, reader),
    isDisabled: is("disabled"),
    isRequired: is("required"),
    placeholder: fields.includes("placeholder") ? text("placeholder") : undefined,
  };
}

/** What is chosen: texts, or pairs of a text and what it stands for. */
function choices(values: Term, reader: Reader): rich.Choice[] {
  const list = values instanceof Tuple ? values.elements[1] : values;
  const all = Array.isArray(list) && !list.every((each) => typeof each === "number") ? list : [];
  return all.flatMap((each, at) => {
    const [shown = each] = each instanceof Tuple ? each : [each];
    const text = shown instanceof Atom && shown.name === "undefined"
      ? undefined
      : reader.text(shown);
    return text === undefined || text === "" ? [] : [{ id: `k${at}`, text }];
  });
}

/** Every text of a document, and how many of its controls can be used. */
function everything(nodes: readonly Node[]): { texts: string[]; usable: number } {
  const texts: string[] = [];
  let usable = 0;
  for (const node of nodes) {
    if (typeof node === "string") texts.push(node);
    else {
      texts.push(...Object.values(node.attributes));
      const isControl = ["input", "select", "textarea", "button"].includes(node.name) &&
        !("hidden" in node.attributes) && node.attributes["type"] !== "hidden";
      if (isControl && !("disabled" in node.attributes)) usable++;
      const inner = everything(node.body);
      texts.push(...inner.texts);
      usable += inner.usable;
    }
  }
  return { texts, usable };
}
