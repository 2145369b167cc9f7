/**
 * Recorded calls of the original, made of this project's functions.
 *
 * @module
 */
import type { AnyField } from "../../../form/declaration/field.ts";
import type { AnyDocument } from "../../../form/document/document.ts";
import * as form from "../../../form/form.ts";
import { type RecordValues, type } from "../../../form/record.ts";
import * as otp from "../../../form/ready/otp.ts";
import { type Body, panel } from "../../../nitro/mod.ts";
import { field, type Line } from "../kind.ts";
import {
  bodyOf,
  documentOf,
  fieldOf,
  isRecorded,
  moduleOf,
  MODULES,
  optionsOf,
  recordOf,
} from "./neutral.ts";

/** A call: what it draws, and what of. */
export interface Asked {
  /** What is drawn. */
  readonly body: Body;
  /** Whether that is a form with fields, the control of one, or anything else. */
  readonly kind: "form" | "control" | "other";
  /** The fields that were declared. */
  readonly fields: readonly AnyField[];
  /** Its options. */
  readonly options: form.FormOptions;
  /** The record. */
  readonly values: RecordValues;
}

/** A call of a line. */
export function asked(line: Line): Asked {
  const call = field(line, "call"), module = moduleOf(line);
  const args: readonly unknown[] = Array.isArray(line.args) ? line.args : [];
  const [first] = args;
  if (call === "form:dispatch/2") {
    const values = recordOf(first),
      options = { ...optionsOf(args[1]), registry: REGISTRY, modules: MODULES, lang: "uk" };
    const named = { ...options, name: options.name ?? "false" };
    return { body: form.dispatch(values, named), kind: "form", fields: [], options: named, values };
  }
  if (call === "form:fieldType/5") {
    const [, of, , object, given] = args,
      values = recordOf(object),
      options = { ...optionsOf(given), modules: MODULES, lang: "uk" };
    const asked = fieldOf(recorded(of), module, String(first));
    return {
      body: form.control(asked, values, options),
      kind: "control",
      fields: [asked],
      options,
      values,
    };
  }
  const [object, given] = call === "form:fieldType/4" ? args.slice(2) : args.slice(1);
  const values = recordOf(object), options = { ...optionsOf(given), modules: MODULES, lang: "uk" };
  if (call === "form:field/3" || call === "form:fieldType/4") {
    const asked = fieldOf(recorded(first), module);
    const made = call === "form:fieldType/4" ? [bodyOf(args[1])] : [];
    return {
      body: form.fieldType(asked, made, values, options),
      kind: "form",
      fields: [asked],
      options,
      values,
    };
  }
  if (!isRecorded(first, "document")) {
    return {
      body: form.new(bodyOf(first), values, options),
      kind: "other",
      fields: [],
      options,
      values,
    };
  }
  const document = documentOf(first, type(values), module);
  const draw = DRAW[call];
  if (draw === undefined) throw new TypeError(`nobody draws by ${call}`);
  return {
    body: draw(document, values, options),
    kind: "form",
    fields: document.fields,
    options,
    values,
  };
}

type Draw = (document: AnyDocument, values: RecordValues, options: form.FormOptions) => Body;

const DRAW: Readonly<Record<string, Draw>> = {
  "form:new/2": form.new,
  "form:new/3": form.new,
  "form:fields/3": form.fields,
  "form:caption/3": form.caption,
  "form:buttons/3": form.buttons,
  "form:steps/3": form.steps,
};

function recorded(value: unknown) {
  if (isRecorded(value)) return value;
  throw new TypeError("this is no record");
}

/** The document of the recordings' registry. */
const whole: form.DocumentModule = {
  id: () =>
    recordOf({
      record: "item",
      id: "",
      name: "",
      qty: [],
      active: [],
      due: [],
      tags: [],
      ref: [],
      refs: [],
      groups: [],
      note: [],
    }),
  new: (name) => ({
    name: `item_${name}`,
    sections: [{ name: "Item" }],
    fields: [
      { id: "name", name: "name", type: "string", title: "Name" },
      { id: "qty", name: "qty", type: "number", title: "Quantity" },
    ],
    buttons: [{ id: "save", name: "save", title: "Save", postback: "save", sources: ["name"] }],
  }),
};
const row: form.DocumentModule = {
  ...whole,
  new: (name) =>
    panel({ id: `tr_${name}`, class: "td", body: panel({ class: "column6", body: "row" }) }),
};
const compact: form.DocumentModule = {
  ...whole,
  new: () => ({
    name: "small",
    fields: [{ id: "name", name: "name", type: "string", title: "Name" }],
  }),
};

/** Modules of the recordings that make documents, by their names. */
export const DOCUMENTS: Readonly<Record<string, form.DocumentModule>> = {
  gold_form: whole,
  gold_upd: { ...whole, update: () => ["own", "comboUpdate"] },
};

const REGISTRY: readonly form.FormReg[] = [
  { id: "item", horizontal: row, vertical: whole, compact },
  { id: "phone", horizontal: otp, vertical: otp, compact: otp },
];
