/**
 * A connection that sleeps, as bytes: JSON, which hosts read and write fastest, of plain values that have no JSON, too.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import type { Cx } from "../cx.ts";
import { N2oError } from "../error.ts";
import type { Asleep } from "../transport.ts";

/** The form of what is written; whoever reads another knows nothing of it. */
const FORM = 1;

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** The bytes of a connection that sleeps. */
export function toBytes(asleep: Asleep): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify([FORM, pack(asleep)]));
}

/** The connection of bytes that `toBytes` made; undefined for those of another version of this program. */
export function fromBytes(bytes: Uint8Array): Asleep | undefined {
  const [form, asleep]: unknown[] = JSON.parse(decoder.decode(bytes));
  // As: nobody but this program writes there, and the form says that it was this version.
  return form === FORM ? unpack(asleep) as Asleep : undefined;
}

/** The only key of an object that stands for what has no JSON, or for an object that has such a key itself. */
const OTHER = "";

/** A value of which JSON loses nothing: in place of numbers that it has not and of bigints stand their names. */
function pack(value: unknown): unknown {
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

function unpack(value: unknown): unknown {
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

/**
 * Refuses what a page is about to keep where its host has no room for that.
 *
 * @throws {N2oError} `full`; the message says how much it is.
 */
export function checkRoom(state: Cx["state"], room: number): void {
  const bytes = encoder.encode(JSON.stringify(pack(state))).length;
  if (bytes > room) {
    throw new N2oError(
      "full",
      `state: ${bytes} bytes, over the ${room} that this host keeps for a connection; put what is large into a table of kvs`,
    );
  }
}
