/**
 * Copies of values that came from elsewhere: plain data that nobody can change, of a bounded size.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import type { Plain } from "../../n2o/mod.ts";
import { FormError } from "../error.ts";

/** The longest text of a value, in UTF-16 units. */
const LONGEST_TEXT = 262_144;
/** How deep a value nests, and of how many parts it is. */
const DEEPEST = 32, PARTS = 500_000;
/** The characters of all texts of a value. */
const TEXTS = 32 * 1024 * 1024;

/** What a copy may still take. */
interface Room {
  readonly path: string;
  parts: number;
  texts: number;
}

/**
 * A frozen copy of plain data; undefined of undefined, and entries that are undefined are left out.
 *
 * @param path where it stands, for the message
 * @throws {FormError} `value` for what is no plain data: an object of a class, a function, a number that is not finite, an entry called
 * `__proto__`; `limit` for what is too deep (a circle too), too large, or has too long a text
 */
export function copied(value: unknown, path: string): Plain | undefined {
  return copyOf(value, { path, parts: PARTS, texts: TEXTS }, DEEPEST);
}

function copyOf(value: unknown, room: Room, depth: number): Plain | undefined {
  switch (typeof value) {
    case "string":
      room.texts -= value.length;
      if (value.length > LONGEST_TEXT || room.texts < 0) {
        throw new FormError(
          "limit",
          `${named(room)} has a text of more than ${LONGEST_TEXT} characters`,
        );
      }
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw odd(room, String(value));
    case "bigint":
    case "boolean":
    case "undefined":
      return value;
    case "object":
      return value === null ? null : partsOf(value, room, depth);
    default:
      throw odd(room, `a ${typeof value}`);
  }
}

function partsOf(value: object, room: Room, depth: number): Plain {
  if (depth === 0) {
    throw new FormError("limit", `${named(room)} is more than ${DEEPEST} deep, or in itself`);
  }
  if (Array.isArray(value)) {
    taken(room, value.length);
    return Object.freeze(value.map((each) => copyOf(each, room, depth - 1) ?? null));
  }
  if (!isPlainObject(value)) throw odd(room, "an object of a class");
  const names = Object.keys(value), made: Record<string, Plain> = {};
  taken(room, names.length);
  for (const name of names) {
    if (name === "__proto__") throw odd(room, "an entry `__proto__`");
    const part = copyOf(value[name], room, depth - 1);
    if (part !== undefined) made[name] = part;
  }
  return Object.freeze(made);
}

function taken(room: Room, count: number): void {
  room.parts -= count + 1;
  if (room.parts < 0) {
    throw new FormError("limit", `${named(room)} has more than ${PARTS} parts`);
  }
}

function odd(room: Room, what: string): FormError {
  return new FormError("value", `${named(room)} has ${what}: a form holds plain data only`);
}

function named({ path }: Room): string {
  return path === "" ? "the value of the form" : `the value of "${path}"`;
}
