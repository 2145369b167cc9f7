/**
 * Plain JavaScript values as terms and back, for what an application hands through a pickle: its strings stay strings; and those of them
 * that are names.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { Atom, atom } from "./atom.ts";
import { N2oError } from "../error.ts";
import { Float, type Term, text } from "./term.ts";

/** A value that goes through a pickle unchanged (a bigint of the safe range comes back as a number). */
export type Plain =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** How deep a plain value may nest. */
const DEPTH = 64;
const TRUE = atom("true"), FALSE = atom("false"), NULL = atom("null");

/**
 * The term of a plain value: a string is a binary, a boolean and `null` an atom, an array a list, an object a map with binary keys.
 *
 * @throws {N2oError} `value` for a value of another kind and for nesting deeper than 64.
 */
export function toTerm(value: Plain, depth: number = DEPTH): Term {
  if (depth < 0) throw new N2oError("value", `a plain value may nest ${DEPTH} deep at most`);
  if (typeof value === "boolean") return value ? TRUE : FALSE;
  if (value === null) return NULL;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "string") {
    return value;
  }
  if (isArray(value)) return value.map((each) => toTerm(each, depth - 1));
  if (isPlainObject(value)) {
    return new Map(Object.entries(value).map(([key, each]) => [key, toTerm(each, depth - 1)]));
  }
  throw new N2oError(
    "value",
    `${
      describe(value)
    } is no plain value: use strings, numbers, booleans, null, arrays and plain objects`,
  );
}

/**
 * The plain value of a term that `toTerm` made.
 *
 * @throws {N2oError} `value` for a term that no plain value has.
 */
export function fromTerm(term: Term): Plain {
  if (typeof term === "string" || typeof term === "number" || typeof term === "bigint") return term;
  if (term instanceof Float) return term.value;
  if (term instanceof Uint8Array) return textOf(term);
  if (term === TRUE) return true;
  if (term === FALSE) return false;
  if (term === NULL) return null;
  if (Array.isArray(term)) return term.map(fromTerm);
  if (term instanceof Map) {
    return Object.fromEntries(
      [...term].map(([key, value]) => [String(fromTerm(key)), fromTerm(value)]),
    );
  }
  throw new N2oError(
    "value",
    `no plain value stands for ${term instanceof Atom ? `the atom ${term.name}` : describe(term)}`,
  );
}

function textOf(bytes: Uint8Array): string {
  const found = text(bytes);
  if (found !== undefined) return found;
  throw new N2oError("value", "a binary that is no UTF-8 stands for no plain value");
}

function isArray(value: unknown): value is readonly Plain[] {
  return Array.isArray(value);
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null
    ? `a ${value.constructor?.name ?? "bare object"}`
    : `a ${typeof value}`;
}

/** A name: text, a number, a boolean, or a list of names. */
export type Key = string | number | boolean | readonly Key[];

/** How deep a name may nest. */
const NAMES = 64;

/**
 * The text by which two equal keys are found equal; no two different keys share one.
 *
 * @throws {N2oError} `value` for what is no name, as a number that is not finite.
 */
export function keyText(key: Key): string {
  if (typeof key !== "string" && !isName(key, NAMES)) {
    throw new N2oError(
      "value",
      `${
        describe(key)
      } is no name: use text, finite numbers, booleans and lists of them, ${NAMES} deep at most`,
    );
  }
  return JSON.stringify(key);
}

/** A copy of a key that nobody can change. */
export function frozenKey(key: Key): Key {
  return Array.isArray(key) ? Object.freeze(key.map(frozenKey)) : key;
}

function isName(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    default:
      return Array.isArray(value) && depth > 0 && value.every((each) => isName(each, depth - 1));
  }
}
