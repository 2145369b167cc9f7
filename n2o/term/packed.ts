/**
 * Plain values as JSON, those that have none, too.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";

/** The only key of an object that stands for what has no JSON, or for an object that has such a key itself. */
const OTHER = "";

/** A value of which JSON loses nothing, of a plain one: in place of numbers that it has not and of bigints stand their names. */
export function pack(value: unknown): unknown {
  if (typeof value === "bigint") return { [OTHER]: `${value}n` };
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [OTHER]: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (Array.isArray(value)) return value.map(pack);
  if (!isObject(value)) return value;
  const packed = fromEntries(value, pack);
  return Object.hasOwn(value, OTHER) ? { [OTHER]: packed } : packed;
}

/** The value that `pack` made that of. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (!isObject(value)) return value;
  if (!Object.hasOwn(value, OTHER)) return fromEntries(value, unpack);
  const other = value[OTHER];
  if (isObject(other)) return fromEntries(other, unpack);
  const name = String(other);
  return name.endsWith("n") ? BigInt(name.slice(0, -1)) : Number(name);
}

/** The entries, those whose name is `__proto__`, too. */
function fromEntries(
  value: Readonly<Record<string, unknown>>,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, map(each)]));
}

/** Bytes of a plain value as JSON. */
export function packedSize(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(pack(value))).length;
}
