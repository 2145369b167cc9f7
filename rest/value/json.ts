/**
 * The mapping of values between records and JSON, both ways, in this one place.
 *
 * | a value | in JSON |
 * | --- | --- |
 * | null, booleans, text, finite numbers, arrays, plain objects | themselves; a lone surrogate of a text is U+FFFD |
 * | undefined, a function, a symbol | left out of an object; null in an array |
 * | bigint, `KvU64` | its decimal digits, as text |
 * | `NaN`, `Infinity`, `-Infinity` | these, as text |
 * | `-0` | 0, as ECMAScript writes it: JSON has one zero; "-0" as text where its kind is `number` |
 * | Date | text of ISO 8601; null for one that is no date |
 * | bytes: any view, an ArrayBuffer | text of base64 |
 * | Map with keys of text | an object; of other keys an array of pairs |
 * | Set | an array |
 * | Error | an object of its `name` and `message` |
 * | RegExp, URL | its text |
 * | another object | its own enumerable fields |
 *
 * The way back goes by the declared kinds ({@linkcode Kind}); where nothing is declared, JSON stays what it is, but for what comes back just as it
 * was told: that is what is stored already. A `-0` of JSON is read as it is. What a schema says to be a number is finite, so it is always told as one: who
 * stores others, or has to tell -0 from 0, declares the kind `number`, of which the document says that it may be text.
 *
 * @module
 */
import { fromBase64, isObject, toBase64 } from "../../base/mod.ts";
import { isU64 } from "../../kvs/mod.ts";
import { type Flaw, RestError } from "../error.ts";
import { pointerOf } from "../problem/pointer.ts";
import { flawed } from "../problem/flawed.ts";
import { type Kind, kindAt, kindOf } from "./kind.ts";
import { timeOf } from "./time.ts";

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};

/** Deeper than this nothing is told: a record in a circle would not end. */
const DEPTH = 100;

/**
 * A value as JSON.
 *
 * @param kind what it is: only that of `number` is told in another way than without one
 * @throws {RestError} `fault` for a value that is deeper than 100, such as one in a circle
 *
 * @example
 * ```ts
 * import { toJson } from "@n2o/n2o/rest";
 *
 * const told = toJson({ n: 2n ** 64n, at: new Date(0), raw: Uint8Array.of(255), gone: undefined });
 * const text = '{"n":"18446744073709551616","at":"1970-01-01T00:00:00.000Z","raw":"/w=="}';
 * if (JSON.stringify(told) !== text) throw told;
 * ```
 */
export function toJson(value: unknown, kind: Kind = "any"): Json {
  return isTold(value, 0) ? value : told(value, 0, kind) ?? null;
}

/** Whether a value is JSON as it stands: most are, and need no copy. */
function isTold(value: unknown, depth: number): value is Json {
  switch (typeof value) {
    case "string":
      return value.isWellFormed();
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      return value === null || depth < DEPTH && arePartsTold(value, depth + 1);
    default:
      return false;
  }
}

function arePartsTold(value: object, depth: number): boolean {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) if (!isTold(value[at], depth)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const name in value) {
    if (!isTold((value as Record<string, unknown>)[name], depth)) return false; // as: it is a field of it
  }
  return true;
}

function told(value: unknown, depth: number, kind: Kind): Json | undefined {
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? value : value.toWellFormed();
    case "boolean":
      return value;
    case "number":
      return numberTold(value, kind);
    case "bigint":
      return String(value);
    case "object":
      return value === null ? null : objectTold(value, depth, kind);
    default:
      return undefined;
  }
}

function numberTold(value: number, kind: Kind): number | string {
  if (Object.is(value, -0)) return kind === "number" ? "-0" : 0;
  return Number.isFinite(value) ? value : String(value);
}

function objectTold(value: object, depth: number, kind: Kind): Json {
  if (depth >= DEPTH) {
    throw new RestError(
      "fault",
      `a value is deeper than ${DEPTH}, or in a circle: it cannot be told`,
    );
  }
  const part = (each: unknown, at: number) => told(each, depth + 1, kindAt(kind, at)) ?? null;
  if (Object.getPrototypeOf(value) === Object.prototype) return plainTold(value, depth, kind);
  if (Array.isArray(value)) return Array.from(value, part);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) {
    return toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (value instanceof ArrayBuffer) return toBase64(new Uint8Array(value));
  if (value instanceof Set) return Array.from(value, part);
  if (value instanceof Map) return mapTold(value, depth, kind);
  if (isU64(value)) return String(value.value);
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value instanceof RegExp || value instanceof URL) return String(value);
  return fieldsTold(Object.entries(value), depth, kind);
}

/** Most are plain, and have no field of a dangerous name: no list of their fields is made. */
function plainTold(value: object, depth: number, kind: Kind): Json {
  const object: Record<string, Json> = {};
  for (const name in value) {
    if (name === "__proto__") return fieldsTold(Object.entries(value), depth, kind);
    const field = (value as Record<string, unknown>)[name]; // as: it is a field of it
    const json = told(field, depth + 1, kindOf(kind, name));
    if (json !== undefined) object[name] = json;
  }
  return object;
}

function mapTold(value: ReadonlyMap<unknown, unknown>, depth: number, kind: Kind): Json {
  const pairs = [...value];
  if (pairs.every((pair): pair is [string, unknown] => typeof pair[0] === "string")) {
    return fieldsTold(pairs, depth, kind);
  }
  return pairs.map((pair) => pair.map((each) => told(each, depth + 2, "any") ?? null));
}

function fieldsTold(
  fields: readonly (readonly [string, unknown])[],
  depth: number,
  kind: Kind,
): Json {
  const object: Record<string, Json> = {};
  for (const [name, value] of fields) {
    const json = told(value, depth + 1, kindOf(kind, name));
    if (json === undefined) continue;
    if (name !== "__proto__") object[name] = json;
    // Assigned it would be lost, and become the prototype.
    else {Object.defineProperty(object, name, {
        value: json,
        enumerable: true,
        configurable: true,
        writable: true,
      });}
  }
  return object;
}

/**
 * A value of JSON as what its kind says it is.
 *
 * @param keys where it stands, for what is told of an error
 * @throws {RestError} `invalid` with the pointer of each place that is not of its kind
 *
 * @example
 * ```ts
 * import { fromJson } from "@n2o/n2o/rest";
 *
 * const record = fromJson({ n: "5", at: "2026-01-02T03:04:05.000Z" }, { fields: { n: "bigint", at: "date" } });
 * if (typeof record !== "object" || record === null || !("n" in record) || record.n !== 5n) throw record;
 * ```
 */
export function fromJson(
  json: Json,
  kind: Kind = "any",
  keys: readonly PropertyKey[] = [],
): unknown {
  const errors: Flaw[] = [], value = read(json, kind, keys, errors);
  if (errors.length === 0) return value;
  throw flawed("invalid", "values are not of the kinds of their fields", errors);
}

const NUMBERS = new Set(["NaN", "Infinity", "-Infinity", "-0"]);

function read(json: Json, kind: Kind, keys: readonly PropertyKey[], errors: Flaw[]): unknown {
  if (kind === "any" || json === null || isOfKind(json, kind)) return json;
  const flaw = (detail: string): undefined => {
    if (errors.length < 100) errors.push({ pointer: pointerOf(keys), code: "type", detail });
    return undefined;
  };
  if (typeof kind === "object") return readParts(json, kind, { keys, errors, flaw });
  switch (kind) {
    case "bigint":
      if (typeof json === "number" && Number.isSafeInteger(json)) return BigInt(json);
      if (typeof json === "string" && /^-?\d{1,1000}$/.test(json)) return BigInt(json);
      return flaw("give a whole number, as text where it is beyond 2^53");
    case "date": {
      const time = typeof json === "string" ? timeOf(json) : NaN;
      return Number.isNaN(time)
        ? flaw("give a time of ISO 8601 such as 2026-01-02T03:04:05Z")
        : new Date(time);
    }
    case "bytes":
      try {
        if (typeof json === "string") return fromBase64(json);
      } catch {
        // told below
      }
      return flaw("give base64 (RFC 4648, section 4)");
    case "number":
      if (typeof json === "number") return json;
      return typeof json === "string" && NUMBERS.has(json) ? Number(json) : flaw("give a number");
  }
}

/** Whether a value is what its kind says already: formats that lose nothing give it so. */
function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case "bigint":
      return typeof value === "bigint";
    case "date":
      return value instanceof Date && !Number.isNaN(value.getTime());
    case "bytes":
      return value instanceof Uint8Array;
    case "number":
      return typeof value === "number";
    default:
      return typeof kind === "object" &&
        ("map" in kind && value instanceof Map || "set" in kind && value instanceof Set);
  }
}

interface At {
  readonly keys: readonly PropertyKey[];
  readonly errors: Flaw[];
  readonly flaw: (detail: string) => undefined;
}

function readParts(json: Json, kind: Exclude<Kind, string>, { keys, errors, flaw }: At): unknown {
  if ("fields" in kind || "map" in kind) {
    if (!isFields(json)) return flaw("give an object");
    const entries = Object.entries(json).map(([name, each]) =>
      [name, read(each, kindOf(kind, name), [...keys, name], errors)] as const
    );
    return "map" in kind ? new Map(entries) : Object.fromEntries(entries);
  }
  if (!Array.isArray(json)) return flaw("give an array");
  if ("tuple" in kind && json.length !== kind.tuple.length) {
    return flaw(`give an array of ${kind.tuple.length}`);
  }
  const list = json.map((each: Json, at) => read(each, kindAt(kind, at), [...keys, at], errors));
  return "set" in kind ? new Set(list) : list;
}

/** Whether a value of JSON is an object. */
export function isFields(json: unknown): json is { readonly [key: string]: Json } {
  return isObject(json) && !Array.isArray(json);
}
