/**
 * Keys as JSON: text, booleans and plain numbers as they are, every other part as an object that says its type.
 *
 * @module
 */
import { fromBase64, toBase64 } from "../../base/mod.ts";
import type { IdPart, KvKeyPart } from "../../kvs/mod.ts";
import { ConsoleError } from "../error.ts";

/** A key as JSON. */
export function keyToJson(key: readonly KvKeyPart[]): unknown[] {
  return key.map((part) => {
    if (part instanceof Uint8Array) return { bytes: toBase64(part) };
    if (typeof part === "bigint") return { bigint: String(part) };
    if (typeof part !== "number") return part;
    if (Object.is(part, -0)) return { number: "-0" };
    return Number.isFinite(part) ? part : { number: String(part) };
  });
}

/**
 * The key of {@linkcode keyToJson}.
 *
 * @throws {ConsoleError} `bad_key` for anything else
 */
export function keyFromJson(json: unknown): IdPart[] {
  if (Array.isArray(json)) return json.map(partFromJson);
  throw bad(json);
}

const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ["-0", -0],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

function partFromJson(part: unknown): IdPart {
  if (typeof part === "string" || typeof part === "number" || typeof part === "boolean") {
    return part;
  }
  if (typeof part !== "object" || part === null) throw bad(part);
  if ("bytes" in part && typeof part.bytes === "string") return bytesOf(part.bytes);
  if ("bigint" in part && typeof part.bigint === "string" && /^-?\d{1,640}$/.test(part.bigint)) {
    return BigInt(part.bigint);
  }
  const special = "number" in part ? SPECIAL.get(part.number) : undefined;
  if (special === undefined) throw bad(part);
  return special;
}

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw bad(text, cause);
  }
}

function bad(json: unknown, cause?: unknown): ConsoleError {
  const text = JSON.stringify(json)?.slice(0, 60) ?? "nothing";
  return new ConsoleError(
    "bad_key",
    `${text} is no key or part of one: give an array such as ["user", 7, {"bigint": "8"}, {"bytes": "AA=="}]`,
    { cause },
  );
}
