/**
 * Recorded arguments, which are neutral JSON, as this project's documents, records and options.
 *
 * @module
 */
import { isObject } from "../../../base/mod.ts";
import * as nitro from "../../../nitro/mod.ts";
import type { AnyDocument } from "../../../form/document/document.ts";
import type { AnyField } from "../../../form/declaration/field.ts";
import {
  type Modules,
  record,
  type RecordOptions,
  type RecordValues,
} from "../../../form/record.ts";
import type { Line } from "../kind.ts";

/** A record as it was recorded: its name, and the fields that differ from the default. */
export interface Recorded extends Line {
  readonly record: string;
}

/** Whether a value is a record, of this name where one is given. */
export function isRecorded(value: unknown, name?: string): value is Recorded {
  return isObject(value) && typeof value.record === "string" &&
    (name === undefined || value.record === name);
}

/** The parts of a tuple; undefined for what is none. */
export function tupleOf(value: unknown): readonly unknown[] | undefined {
  return isObject(value) && Array.isArray(value.tuple) ? value.tuple : undefined;
}

/** Names of the fields of the tables that were there. */
export const TABLES: Readonly<Record<string, readonly string[]>> = {
  item: ["id", "name", "qty", "active", "due", "tags", "ref", "refs", "groups", "note"],
  phone: ["code", "number"],
  otp: ["error", "code"],
};

/** Functions that were recorded by name. */
const FUNS: Readonly<Record<string, (value: never) => unknown>> = {
  object_qty_and_bang: ({ qty }: RecordValues) => `${qty}!`,
  double: (value: number) => value * 2,
  times_100_text: (value: number) => `${value * 100}`,
  identity: (value: unknown) => value,
};

/** Modules that were recorded by name. */
export const MODULES: Modules = {
  gold_view: { viewValue: (value) => isChoice(value) ? value.text : String(value) },
  gold_view2: {
    viewValue: (value, bind) => `${isChoice(value) ? value.text : String(value)}@${bind ?? ""}`,
  },
  gold_plain: {},
};

function isChoice(value: unknown): value is { readonly text: string } {
  return isObject(value) && typeof value.text === "string";
}

/** A value as it is held here: a day as its text, a reference as a choice, a tuple as a list. */
export function valueOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valueOf);
  const tuple = tupleOf(value);
  if (tuple === undefined) return value ?? undefined;
  const day = dayOf(tuple);
  if (day !== undefined) return day;
  if (tuple.length === 3 && tuple[0] === "ref") return { id: String(tuple[1]), text: tuple[2] };
  return tuple.map(valueOf);
}

function dayOf(tuple: readonly unknown[]): string | undefined {
  const [year, month, day] = tuple;
  if (tuple.length !== 3 || ![year, month, day].every(Number.isInteger)) return undefined;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${
    String(day).padStart(2, "0")
  }`;
}

/** A record of a table, or a tuple that is one. */
export function recordOf(value: unknown): RecordValues {
  const tuple = tupleOf(value);
  if (tuple !== undefined) return record(String(tuple[0]), {});
  if (!isRecorded(value)) throw new TypeError("this is no record");
  const { record: table, ...values } = value;
  return record(
    table,
    Object.fromEntries(Object.entries(values).map(([name, each]) => [name, valueOf(each)])),
  );
}

/** Options: a list of pairs and names. */
export function optionsOf(value: unknown): RecordOptions & { readonly name?: string } {
  const pairs = (Array.isArray(value) ? value : []).map((each) => tupleOf(each) ?? [each, true]);
  return {
    tables: TABLES,
    ...Object.fromEntries(
      pairs.map(([name, each]) => [name, name === "name" ? nameOf(each) : each]),
    ),
  };
}

/** A name, as an id has it. */
function nameOf(value: unknown): string {
  const tuple = tupleOf(value);
  return tuple === undefined ? String(value) : `{${tuple.join(",")}}`;
}

/** A document. Its fields have ids: where none was given, the name. */
export function documentOf(value: Recorded, base: string, module: string | undefined): AnyDocument {
  const { name, sections, fields, buttons } = value;
  return {
    name: String(name ?? ""),
    base,
    sections: list(sections).map((each) => ({
      ...text(each, ["id", "parent", "nameClass", "descClass"]),
      name: bodyOf(each.name),
      ...each.desc !== undefined && { desc: bodyOf(each.desc) },
    })),
    fields: list(fields).map((each) => fieldOf(each, module)),
    buttons: list(buttons).map((each) => ({
      ...text(each, ["id", "name", "href", "target", "class", "onclick", "validation"]),
      title: bodyOf(each.title),
      ...each.postback !== undefined && { postback: plainOf(each.postback) },
      ...each.sources !== undefined &&
        { sources: list<unknown>(each.sources).map((one) => nameOf(one)) },
    })),
  };
}

const KEPT = [
  ...["title", "desc", "type", "visible", "disabled", "hidden", "required", "multiple", "length"],
  ...["bind", "curr", "format", "input", "labelClass", "fieldClass", "boxClass", "validation"],
  ...["onchange", "layout", "wide", "etc", "distinct", "subtitle", "pos", "sec"],
] as const;

/** A field: what it was declared with. */
export function fieldOf(value: Recorded, module: string | undefined, type?: string): AnyField {
  const own: Record<string, unknown> = {};
  for (const name of KEPT) if (value[name] !== undefined) own[name] = value[name];
  for (const name of ["title", "desc", "subtitle", "raw"]) {
    if (value[name] !== undefined) own[name] = bodyOf(value[name]);
  }
  for (const name of ["min", "max"]) {
    if (value[name] !== undefined) own[name] = valueOf(value[name]);
  }
  for (const name of ["postback", "update"]) {
    if (value[name] !== undefined) own[name] = plainOf(value[name]);
  }
  if (value.default !== undefined) own.default = funOf(value.default) ?? valueOf(value.default);
  if (value.postfun !== undefined) own.postfun = funOf(value.postfun);
  if (typeof value.tooltips === "boolean") own.tooltips = value.tooltips;
  else if (value.tooltips !== undefined) {
    own.tooltips = list<unknown>(value.tooltips).map(tooltipOf);
  }
  if (value.options !== undefined) own.options = list(value.options).map(optionOf);
  for (const name of ["Pos", "Feed", "Module", "Default"]) {
    const each = value[`modify_${name.toLowerCase()}`];
    if (each !== undefined) own[`modify${name}`] = each;
  }
  if (module !== undefined) own.module = module;
  if (type !== undefined) own.type = type;
  // As: what was declared is a field; a wrong one is refused where it is made ready.
  return { ...own, id: String(value.id ?? value.name) } as AnyField;
}

function optionOf(value: Recorded): unknown {
  return {
    ...text(value, ["id", "checked", "disabled", "noRadioButton"]),
    name: String(value.name ?? ""),
    title: bodyOf(value.title),
    ...value.postback !== undefined && { postback: plainOf(value.postback) },
  };
}

function tooltipOf(value: unknown): nitro.Body {
  const tuple = tupleOf(value);
  return tuple === undefined ? bodyOf(value) : nitro.panel({ id: `tooltip_${tuple[0]}` });
}

function funOf(value: unknown): ((value: never) => unknown) | undefined {
  return isObject(value) && typeof value.fun === "string" ? FUNS[value.fun] : undefined;
}

/** A body: texts, and records of elements by their names. */
export function bodyOf(value: unknown): nitro.Body {
  if (Array.isArray(value)) return value.map(bodyOf);
  if (isRecorded(value)) return elementOf(value);
  return value === undefined || value === null ? undefined : String(value);
}

/** An element: of those that the recorded documents hold. */
export function elementOf({ record: name, ...given }: Recorded): nitro.Element {
  const { body, postback, href: _, ...own } = given;
  const made = {
    panel: nitro.panel,
    h4: nitro.h4,
    h5: nitro.h5,
    span: nitro.span,
    link: nitro.link,
    input: nitro.input,
  }[name];
  if (made === undefined) throw new TypeError(`no element is called "${name}" here`);
  return made({
    ...own,
    body: bodyOf(body),
    ...postback !== undefined && { postback: plainOf(postback) },
  });
}

/** What a page hears: a tuple is a list. */
export function plainOf(value: unknown): never {
  const tuple = tupleOf(value);
  // As: neutral JSON is plain.
  return (tuple === undefined ? value : { tuple: tuple.map(plainOf) }) as never;
}

function list<T = Recorded>(value: unknown): readonly T[] {
  // As: a list of records, as the recording has them.
  return Array.isArray(value) ? value as T[] : [];
}

function text(value: Recorded, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) =>
      value[name] === undefined || value[name] === null ? [] : [[name, value[name]]]
    ),
  );
}

/** The module of the fields of a line: the neutral arguments do not have it, their Erlang text does. */
export function moduleOf(line: Line): string | undefined {
  return typeof line.erl === "string"
    ? /gold_(view2|view|plain|form|upd)/.exec(line.erl)?.[0]
    : undefined;
}
