/**
 * Reading records from what a body says: names, kinds, schema, and what the resource itself says to it.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";
import type { KvsRecord } from "../../kvs/mod.ts";
import { pointerOf } from "../problem/pointer.ts";
import type { Flaw, RestError } from "../error.ts";
import { flawed } from "../problem/flawed.ts";
import { fromJson, isFields, type Json, toJson } from "../value/json.ts";
import { restored, sameJson } from "../value/restored.ts";
import { type IdKinds, idText, isKeySize, isOfKinds } from "../value/id.ts";
import { unfinite } from "../value/finite.ts";
import type { Resource } from "./resource.ts";
import type { StandardIssue, StandardSchema } from "../../base/standard.ts";

/** Names that a record of unknown fields may not have: what reads them as an object's own is wrong about it. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

/** What is read against. */
export interface Before<T extends KvsRecord> {
  /** What is stored; undefined where a record is new. */
  readonly stored: T | undefined;
  /** The fields that may not be set to another value than is stored. */
  readonly locked: ReadonlySet<string>;
  /** The fields that who writes does not know: where they are not given they stay. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * The record that a value of JSON means.
 *
 * @throws {RestError} `invalid` with the pointer of each field that is unknown, locked, of another kind, or refused by the schema; `conflict` where
 * `validate` says no
 */
export async function recordOf<T extends KvsRecord>(
  resource: Resource<T>,
  json: unknown,
  before: Before<T>,
): Promise<T> {
  const { stored } = before;
  if (!isFields(json)) throw invalid([{ pointer: "", code: "type", detail: "give an object" }]);
  checkNames(resource, json, before);
  const own = kept(resource.fromJson?.(json, stored) ?? mapped(resource, json, stored), before);
  const whole = stored === undefined && isRecord(own) ? { ...resource.defaults, ...own } : own;
  const record = resource.schema === undefined
    ? withId(whole) as T // as: without a schema the caller's type is the caller's claim
    : await checked(resource.schema, whole);
  // What a schema says to be a number is told as one.
  const { output, kinds, toJson, indexed } = resource;
  const errors = [
    ...toJson === undefined ? unfinite(record, output, kinds) : [],
    ...unindexable(record, indexed),
    ...unlikeIds(record, resource.id, stored),
  ];
  if (errors.length > 0) throw invalid(errors);
  if (resource.validate === undefined) return record;
  const verdict = await resource.validate(record, stored?.id) ?? true;
  if (verdict === true) return record;
  const detail = typeof verdict === "string" ? verdict : "the resource does not take this record";
  throw invalid([{ pointer: "", code: "validate", detail }]);
}

const INDEXED =
  "give a text, a number, a boolean, bytes or a whole number of at most 255 bytes: an index has the field";

/** What stands in an index and cannot stand in a key. */
function unindexable(record: KvsRecord, indexed: readonly string[] = []): readonly Flaw[] {
  const values = new Map<string, unknown>(Object.entries(record));
  return indexed.filter((field) => {
    const value = values.get(field) ?? undefined;
    return value !== undefined && !isIndexable(value);
  }).map((field): Flaw => ({ pointer: pointerOf([field]), code: "type", detail: INDEXED }));
}

function isIndexable(value: unknown): boolean {
  if (typeof value === "bigint") return BigInt.asIntN(2_041, value) === value;
  return ["string", "number", "boolean"].includes(typeof value) || value instanceof Uint8Array;
}

/** What is wrong with a new id that is not of the declared kinds: in an address it reads as one that is. */
function unlikeIds(
  { id }: KvsRecord,
  kinds: IdKinds | undefined,
  stored: KvsRecord | undefined,
): readonly Flaw[] {
  if (kinds === undefined || isOfKinds(id, kinds)) return [];
  if (stored !== undefined && idText(stored.id) === idText(id)) return [];
  const detail = `give an id as it is declared: ${
    typeof kinds === "string" ? kinds : `a list of ${kinds.join(", ")}`
  }`;
  return [{ pointer: "/id", code: "type", detail }];
}

/** Field by field: a declared kind says what JSON means, and what came back as it was told is what is stored. */
function mapped<T extends KvsRecord>(
  { kinds = {} }: Resource<T>,
  json: { readonly [key: string]: Json },
  stored: T | undefined,
): unknown {
  const read = Object.keys(kinds).length === 0 ? json : fromJson(json, { fields: kinds });
  if (stored === undefined || !isRecord(read)) return read;
  const old = new Map<string, unknown>(Object.entries(stored));
  const fields = Object.entries(read).map(([name, value]) =>
    [
      name,
      Object.hasOwn(kinds, name) || !old.has(name) ? value : restored(value, old.get(name)),
    ] as const
  );
  return Object.fromEntries(fields);
}

/**
 * Checks the names of a merge patch: null for a field that there is not takes nothing away, and is a slip of the pen.
 *
 * @throws {RestError} `invalid` with the pointer of each that is unknown
 */
export function checkKnown<T extends KvsRecord>(
  { fields }: Pick<Resource<T>, "fields">,
  names: readonly string[],
): void {
  const known: readonly string[] | undefined = fields;
  if (known === undefined) return;
  const errors = names.filter((name) => !known.includes(name)).map((name): Flaw => ({
    pointer: pointerOf([name.slice(0, 100)]),
    ...UNKNOWN,
  }));
  if (errors.length > 0) throw invalid(errors);
}

const UNKNOWN = { code: "unknown", detail: "there is no such field" } as const;

function checkNames<T extends KvsRecord>(
  { fields, keysAllowed }: Resource<T>,
  json: { readonly [key: string]: Json },
  { locked, hidden, stored }: Before<T>,
): void {
  const names = Object.keys(json),
    known: readonly string[] | undefined = fields,
    errors: Flaw[] = [];
  const flaw = (name: string, code: string, detail: string) =>
    void errors.push({ pointer: pointerOf([name.slice(0, 100)]), code, detail });
  for (const name of names) {
    if (known === undefined ? RESERVED.has(name) : !known.includes(name)) {
      flaw(name, UNKNOWN.code, UNKNOWN.detail);
    } else if (locked.has(name) && (hidden.has(name) || !isSame(json[name], stored, name))) {
      // That a guess is the same as what is hidden is not told either.
      flaw(name, "forbidden", "this field is not yours to set");
    }
  }
  if (errors.length > 0) throw invalid(errors);
  if (keysAllowed !== undefined && !keysAllowed(names)) {
    throw invalid([{ pointer: "", code: "keys", detail: "these fields may not be given" }]);
  }
}

/** Whether a field is told as it is stored. */
function isSame(json: Json | undefined, stored: object | undefined, name: string): boolean {
  const found = Object.entries(stored ?? {}).find(([each]) => each === name);
  return found !== undefined && sameJson(json, toJson(found[1]));
}

/** What who writes may not set, or does not know, stays as it is stored. */
function kept<T extends KvsRecord>(value: unknown, { stored, locked, hidden }: Before<T>): unknown {
  if (stored === undefined || !isRecord(value) || locked.size + hidden.size === 0) return value;
  const stays = Object.entries(stored).filter(([name]) =>
    locked.has(name) || hidden.has(name) && !Object.hasOwn(value, name)
  );
  return { ...value, ...Object.fromEntries(stays) };
}

async function checked<T extends KvsRecord>(
  schema: NonNullable<Resource<T>["schema"]>,
  value: unknown,
): Promise<T> {
  const input: StandardSchema<unknown, T> = "~standard" in schema ? schema : schema.input;
  const result = await input["~standard"].validate(value);
  if (result.issues === undefined) {
    withId(result.value);
    return result.value;
  }
  throw invalid(result.issues.map(flawOf));
}

function flawOf({ message, path = [] }: StandardIssue): Flaw {
  const keys = path.map((each) => typeof each === "object" ? each.key : each);
  return { pointer: pointerOf(keys), code: "schema", detail: String(message) };
}

const ID =
  "give an id: text that is not empty, without NUL and of at most 1,000 bytes, a finite number but -0, or a list of 2 to 32 of these";

function withId(value: unknown): unknown {
  if (isRecord(value) && Object.hasOwn(value, "id") && isId(value.id)) return value;
  throw invalid([{ pointer: "/id", code: "id", detail: ID }]);
}

function isId(id: unknown): boolean {
  if (Array.isArray(id)) {
    return id.length >= 2 && id.length <= 32 &&
      id.every((part) => !Array.isArray(part) && isId(part));
  }
  if (typeof id === "string") {
    return id !== "" && isKeySize(id) && !id.includes("\0") && id.isWellFormed();
  }
  if (typeof id === "number") return Number.isFinite(id) && !Object.is(id, -0);
  return typeof id === "bigint" || typeof id === "boolean" || id instanceof Uint8Array;
}

/** The error of fields that cannot be stored. */
export function invalid(errors: readonly Flaw[]): RestError {
  return flawed("invalid", "the record cannot be stored", errors);
}
