/**
 * Conversions of the original by their names: `rest:to_binary/1`, `rest:binarize/1`, `rest:atomize/1`.
 *
 * @module
 */
import { concatBytes } from "../../base/mod.ts";
import { RestError } from "../error.ts";

/** Names with values, in their order. */
export type Entries = readonly (readonly [name: unknown, value: unknown])[];

/**
 * A value as text: text and numbers (of these at most nine decimals), bytes as UTF-8, and lists of them one after the other.
 *
 * @throws {RestError} `bad_request` for a value that has no text: an object, or nothing
 *
 * @example
 * ```ts
 * import { toBinary } from "@n2o/n2o/rest";
 *
 * if (toBinary(["order ", 7, [", ", 0.1]]) !== "order 7, 0.1") throw new Error("another text");
 * ```
 */
export function toBinary(value: unknown): string {
  return new TextDecoder().decode(bytesOf(value, 0));
}

function bytesOf(value: unknown, depth: number): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value) && depth < 100) {
    return concatBytes(...value.map((each) => bytesOf(each, depth + 1)));
  }
  const text = textOf(value);
  if (text !== undefined) return new TextEncoder().encode(text);
  throw new RestError(
    "bad_request",
    `a value of type ${value === null ? "null" : typeof value} has no text`,
  );
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return numberText(value);
  return ["string", "bigint", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  const fixed = Math.abs(value) < 1e21 ? value.toFixed(9) : String(value);
  return fixed.includes(".") && !fixed.includes("e") ? fixed.replace(/0+$/, "") : fixed;
}

/** The names of entries as text; the values stay as they are. */
export function binarize(entries: Entries): [string, unknown][] {
  return entries.map(([name, value]) => [toBinary(name), value]);
}

/** Entries as an object: names of fields are text, so there is no table of atoms that could grow. */
export function atomize(entries: Entries): Record<string, unknown> {
  return Object.fromEntries(binarize(entries));
}
