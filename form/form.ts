/**
 * The functions of the original: a record drawn by its document, whole or in parts.
 *
 * @module
 */
import * as nitro from "../nitro/mod.ts";
import type { AnyField } from "./declaration/field.ts";
import { frozen } from "./declaration/frozen.ts";
import { compiled } from "./forms.ts";
import type { AnyDocument, FieldOf } from "./document/document.ts";
import type { Known } from "./document/known.ts";
import type { Types } from "./document/values.ts";
import { FormError } from "./error.ts";
import { FIELDS } from "./field/types.ts";
import { heldIn } from "./held.ts";
import { locale } from "./locale/language.ts";
import { kind, modeOf, record, type RecordOptions, type RecordValues, type } from "./record.ts";
import type { Filled } from "./state/filled.ts";
import { sheet } from "./state/sheet.ts";
import { buttonsView } from "./view/buttons.ts";
import { captionView, stepsView } from "./view/caption.ts";
import { drawing, fieldView } from "./view/draw.ts";
import type { ViewOptions } from "./view/options.ts";
import { placeOf, textOf, wiredOf } from "./view/place.ts";
import { view } from "./view/view.ts";

/** A module that makes documents of a record, as a line of a registry names it. */
export interface DocumentModule {
  /** The record that it is for, where none is given. */
  readonly id: () => RecordValues;
  /** A document, or the body itself. */
  readonly new: (
    name: string,
    values: RecordValues,
    options: FormOptions,
  ) => AnyDocument | nitro.Body;
  /** Answers a choice by itself, in place of {@linkcode update}. */
  readonly update?: (update: ComboUpdate) => unknown;
}

/** A line of a registry: how records of a table are drawn. */
export interface FormReg {
  /** The name of the table: a record of it is drawn by the first line that has it. */
  readonly id: string;
  /** What it is called. */
  readonly name?: string;
  /** How a record is drawn in a row. */
  readonly horizontal: DocumentModule;
  /** How it is drawn whole. */
  readonly vertical: DocumentModule;
  /** How it is drawn in short. */
  readonly compact: DocumentModule;
  /** What an application keeps with it. */
  readonly instance?: unknown;
  /** The process that it belongs to. */
  readonly proc?: unknown;
  /** What an application keeps with it. */
  readonly idRules?: unknown;
  /** See {@linkcode FormReg.idRules}. */
  readonly attachReq?: unknown;
  /** See {@linkcode FormReg.idRules}. */
  readonly type?: unknown;
}

/** A line of a registry, frozen. */
export function formReg(line: FormReg): FormReg {
  return Object.freeze({ ...line });
}

/** What the functions of the original are told besides. */
export interface FormOptions extends RecordOptions {
  /** The name of the document that {@linkcode dispatch} makes. */
  readonly name?: string;
  /** How records of each table are drawn. */
  readonly registry?: readonly FormReg[];
  /** The types of fields, where they are others than those that are there. */
  readonly types?: Types;
  /** The language: a tag of BCP 47; English where none is given. */
  readonly lang?: string;
  /** Ends every id, where several records are on a page. */
  readonly key?: string;
  /** The roles of the person, for fields with `access`. */
  readonly roles?: readonly string[];
}

/** A choice that changes other fields: see {@linkcode update}. */
export interface ComboUpdate {
  /** The field that was chosen in. */
  readonly id: string;
  /** The fields that are drawn anew. */
  readonly fields?: readonly string[];
  /** What was chosen; the value of the control where none is given. */
  readonly value?: unknown;
  /** The mode of the form. */
  readonly action: "create" | "edit" | "view" | "search";
  /** By whose document. */
  readonly module: DocumentModule;
}

/**
 * Draws a record by its document: buttons, caption and fields. What is no document is drawn as it is.
 *
 * @throws {FormError} `document` for one that cannot work, `value` for a record of no table
 */
function make(
  document: AnyDocument | nitro.Body,
  values: RecordValues,
  options: FormOptions = {},
): nitro.Body {
  return isDocument(document) ? view(drawn(document, values, options), drawnBy(options)) : document;
}
export { make as new };

/** The panels of a document's fields, in their order. */
export function fields(
  document: AnyDocument,
  values: RecordValues,
  options: FormOptions = {},
): readonly nitro.Element[] {
  const filled = drawn(document, values, options);
  return filled.cells().map(({ path }) => fieldView(filled, path, drawnBy(options)));
}

/** A field, by itself: for one that several documents have. */
export function field<const F extends FieldOf<typeof FIELDS>>(
  declared: F & Known<typeof FIELDS, F>,
): F;
/** The panel of one field. */
export function field(
  declared: AnyField,
  values: RecordValues,
  options?: FormOptions,
): readonly nitro.Body[];
export function field(
  declared: AnyField,
  values?: RecordValues,
  options: FormOptions = {},
): AnyField | readonly nitro.Body[] {
  return values === undefined ? frozen(declared) : fieldType(declared, [], values, options);
}

/** The panel of a field before those that were made. */
export function fieldType(
  field: AnyField,
  made: readonly nitro.Body[],
  values: RecordValues,
  options: FormOptions = {},
): readonly nitro.Body[] {
  return [...fields({ name: type(values, options), fields: [field] }, values, options), ...made];
}

/** The control of a field alone; its value, where no control is shown. */
export function control(
  field: AnyField,
  values: RecordValues,
  options: FormOptions = {},
): nitro.Body {
  const filled = drawn({ name: type(values, options), fields: [field] }, values, options);
  const on = drawing(filled, drawnBy(options)),
    cell = filled.cell(field.id),
    { type: of } = cell.node;
  return on.isText && of.holds !== false
    ? textOf(on, cell)
    : of.control(placeOf(on, cell), wiredOf(on, cell));
}

/** The headings of a document's sections; nothing without sections. */
export function caption(
  document: AnyDocument,
  values: RecordValues,
  options: FormOptions = {},
): nitro.Body {
  return captionView(drawn(document, values, options), drawnBy(options));
}

/** The buttons of a document; nothing without any. */
export function buttons(
  document: AnyDocument,
  values: RecordValues,
  options: FormOptions = {},
): nitro.Body {
  return buttonsView(drawn(document, values, options), drawnBy(options));
}

/** In which step of a wizard the document is; nothing without any. */
export function steps(
  document: AnyDocument,
  values: RecordValues,
  options: FormOptions = {},
): nitro.Body {
  return stepsView(drawn(document, values, options), drawnBy(options));
}

/** The text of a key in a language, English where none is given; the key itself where nobody has words for it. */
export function translate(key: string, lang = "en"): string {
  return locale(lang).say(key);
}

/**
 * Draws a record by the registry: by the module for a row, in short or whole, as the options have it.
 *
 * @throws {FormError} `document` for a table that no line is for
 */
export function dispatch(values: RecordValues, options: FormOptions): nitro.Body {
  const table = type(values, options), line = options.registry?.find(({ id }) => id === table);
  if (line === undefined) {
    throw new FormError("document", `no line of the registry is for "${table}"`);
  }
  const mode = modeOf(options);
  const isCompact = options.compact === true || mode === "compact",
    isRow = options.row === true || mode === "row";
  const module = isCompact ? line.compact : isRow ? line.horizontal : line.vertical;
  return make(module.new(options.name ?? "", values, options), values, options);
}

/** Answers a choice: by the module's own `update` where it has one, else by {@linkcode update}. */
export function proto(chosen: ComboUpdate): unknown {
  return chosen.module.update === undefined ? update(chosen) : chosen.module.update(chosen);
}

/** Sets a field of the module's record to what was chosen, and draws the named fields anew. Within an event of a page. */
export function update({ id, fields = [], value, action, module }: ComboUpdate): "ok" {
  const own = module.id(), table = type(own), options: FormOptions = { mode: action };
  const chosen = value ?? nitro.q(`${id}_${table}_${action}`);
  const values = record(table, { ...own, [id]: chosen }),
    document = module.new("update", values, options);
  if (!isDocument(document)) {
    throw new FormError("document", `update: what the module of "${table}" makes is no document`);
  }
  for (const name of fields) {
    const each = document.fields.find(({ id }) => id === name);
    if (each === undefined) {
      throw new FormError("path", `update: "${document.name}" has no field "${name}"`);
    }
    nitro.update(`wrap_${name}_${table}_${action}`, field(each, values, options));
  }
  return "ok";
}

/** Whether something is a document. */
function isDocument(value: AnyDocument | nitro.Body): value is AnyDocument {
  return typeof value === "object" && value !== null && "fields" in value && "name" in value;
}

/** The form that a record fills in. */
function drawn(document: AnyDocument, values: RecordValues, options: FormOptions): Filled {
  // What names its record is made ready once.
  const of = document.base === undefined ? { ...document, base: type(values, options) } : document;
  const made = compiled(of, options.types ?? FIELDS), { roles, lang = "en" } = options;
  const common = {
    mode: modeOf(options) ?? "edit",
    locale: locale(lang),
    ...roles !== undefined && { roles },
  };
  const filled = sheet(made, { ...common, record: values }), held = heldIn(filled, values);
  if (held === undefined) return filled;
  const { record, raw } = held;
  return sheet(made, {
    ...common,
    record,
    dump: { values: {}, raw, rows: {}, touched: [], edits: {} },
  });
}

function drawnBy(options: FormOptions): ViewOptions {
  return { kind: kind(options), key: options.key };
}
