/**
 * Records of a form, as the original's functions take them: of which table, in which mode, and what is in their fields.
 *
 * @module
 */
import type { AnyField } from "./declaration/field.ts";
import { FormError } from "./error.ts";
import type { Mode } from "./mode.ts";

/** A record: its values by the names of its fields. */
export type RecordValues = Readonly<Record<string, unknown>>;

/** What the original's functions are told besides: the first of `create`, `view`, `search`, `edit`, `compact`, `row` that is true is the mode. */
export interface RecordOptions extends Readonly<Partial<Record<Mode, boolean>>> {
  /** The mode, in place of one of those six. */
  readonly mode?: Mode;
  /** The table of a record that was not made by {@linkcode record}. */
  readonly type?: string;
  /** Fields that are asked for; all where none are named. */
  readonly fields?: readonly string[];
  /** Names of the fields of a table, in their order; those that the record has where it is not known. */
  readonly tables?: Readonly<Record<string, readonly string[]>>;
}

/** Modules by whose functions values are shown, by their names. */
export type Modules = Readonly<Record<string, FormModule>>;

/** What a field names as its module. */
export interface FormModule {
  /** The shown text of a value. */
  readonly viewValue?: (value: unknown, bind?: string) => unknown;
  /** Answers a choice by itself, in place of `update`. */
  readonly update?: (update: never) => unknown;
}

const MODES: readonly Mode[] = ["create", "view", "search", "edit", "compact", "row"];
const TABLE = Symbol("table");

/**
 * A record of a table: a copy of the values that knows its table, as a record of Erlang does.
 *
 * @example
 * ```ts
 * import { record, type } from "@n2o/n2o/form";
 *
 * if (type(record("item", { id: "i1" })) !== "item") throw new Error("of no table");
 * ```
 */
export function record<V extends RecordValues>(table: string, values: V): V {
  return Object.freeze(Object.defineProperty({ ...values }, TABLE, { value: table }));
}

/**
 * The table of a record: its own, or the one of the options.
 *
 * @throws {FormError} `value` for a record of no table
 */
export function type(values: RecordValues, options: RecordOptions = {}): string {
  const table = Reflect.get(values, TABLE) ?? options.type;
  if (typeof table === "string") return table;
  throw new FormError(
    "value",
    "a record of no table: make it by record(table, values), or give its table as `type`",
  );
}

/** What a form is shown for, by its options; undefined for none of the modes. */
export function modeOf(options: RecordOptions): Mode | undefined {
  return options.mode ?? MODES.find((each) => options[each] === true);
}

/** The mode, as ids have it: `none` for none of the four in which a record is a whole form. */
export function kind(options: RecordOptions): Mode | "none" {
  const mode = modeOf(options);
  return mode === undefined || mode === "row" || mode === "compact" ? "none" : mode;
}

/** The place of a field in a record: 1 is the name of its table, 0 no place. */
export function pos(
  values: RecordValues,
  field: Pick<AnyField, "id">,
  options: RecordOptions = {},
): number {
  return [type(values, options), ...namesOf(values, options)].lastIndexOf(field.id) + 1;
}

/**
 * The value of a field. In a new record what is empty is the field's default, which may be a function of the record.
 *
 * @throws {FormError} `path` for a field that the record does not have
 */
export function extract(
  values: RecordValues,
  field: Pick<AnyField, "id"> & Defaulting,
  options: RecordOptions = {},
): unknown {
  if (field.id === type(values, options)) return field.id;
  if (!namesOf(values, options).includes(field.id)) throw lacking(values, field, options);
  const value = values[field.id];
  return modeOf(options) === "create" ? valOrDef(value, field, values) : value;
}

/** A field as far as its default goes. */
export interface Defaulting {
  /** A value, or a function of the record. */
  readonly default?: unknown;
}

/** The value, or the field's default where it is the empty list. */
export function valOrDef(value: unknown, field: Defaulting, values: RecordValues): unknown {
  if (!Array.isArray(value) || value.length > 0) return value;
  const { default: made = [] } = field;
  return typeof made === "function" ? made(values) : made;
}

/** What a field shows and what it holds: the text of its module beside the value, or the value alone. */
export function getViewBind(
  value: unknown,
  field: Pick<AnyField, "module">,
  modules: Modules = {},
): readonly [unknown, unknown] {
  const show = moduleOf(field, modules)?.viewValue;
  return show === undefined ? [value, []] : [show(value), value];
}

/** {@linkcode getViewBind} of {@linkcode extract}. */
export function extractViewBind(
  values: RecordValues,
  field: AnyField,
  options: RecordOptions & { readonly modules?: Modules } = {},
): readonly [unknown, unknown] {
  return getViewBind(extract(values, field, options), field, options.modules);
}

function moduleOf(
  { module: named }: Pick<AnyField, "module">,
  modules: Modules,
): FormModule | undefined {
  return named !== undefined && Object.hasOwn(modules, named) ? modules[named] : undefined;
}

/** Whether a module has a function. */
export function hasFunction(module: FormModule | undefined, name: keyof FormModule): boolean {
  return typeof module?.[name] === "function";
}

/**
 * A copy of a record with another value in a field.
 *
 * @throws {FormError} `path` for a field that the record does not have
 */
export function evoke<V extends RecordValues>(
  values: V,
  field: Pick<AnyField, "id">,
  value: unknown,
  options: RecordOptions = {},
): V {
  if (!namesOf(values, options).includes(field.id)) throw lacking(values, field, options);
  return record(type(values, options), { ...values, [field.id]: value });
}

/** The id of the control of a field, without those of rows: `qty_item_edit`. */
export function fieldId(
  field: { readonly id?: unknown },
  values: RecordValues,
  options: RecordOptions = {},
): string {
  return atom([field.id ?? "", type(values, options), kind(options)]);
}

/** The ids of the controls of a record's fields: the sources of an event that takes all of them along. */
export function sources(values: RecordValues, options: RecordOptions = {}): readonly string[] {
  const { fields = [] } = options;
  return namesOf(values, options).filter((id) => fields.length === 0 || fields.includes(id)).map((
    id,
  ) => fieldId({ id }, values, options));
}

/** Parts joined by `_` to an id; lists within are joined as they are. */
export function atom(parts: unknown): string {
  return Array.isArray(parts) ? parts.map(textOf).join("_") : textOf(parts);
}

function textOf(part: unknown): string {
  return Array.isArray(part) ? part.map(textOf).join("") : String(part);
}

/** What it was given: the `extract` of a validation that says none. */
export function id<T>(value: T): T {
  return value;
}

/** The validation that is given, or none in mode search. */
export function val<T>(options: RecordOptions, validation: T): T | undefined {
  return options.search === true || options.mode === "search" ? undefined : validation;
}

function namesOf(values: RecordValues, options: RecordOptions): readonly string[] {
  const table = type(values, options), known = options.tables;
  return known !== undefined && Object.hasOwn(known, table)
    ? known[table] ?? []
    : Object.keys(values);
}

function lacking(
  values: RecordValues,
  { id }: Pick<AnyField, "id">,
  options: RecordOptions,
): FormError {
  return new FormError("path", `a record of "${type(values, options)}" has no field "${id}"`);
}
