/**
 * Which part of a store is meant, and the ranges of keys that belong to the application itself.
 *
 * @module
 */
import type { KvKey, KvListSelector } from "../../kvs/mod.ts";
import { KINDS } from "../../kvs/tool.ts";
import { ConsoleError } from "../error.ts";

/** A part of a store: at most one of the three; the whole store where none is given. */
export interface Selection {
  /** The feed of this path, and the feeds under it. */
  readonly feed?: string;
  /** The table of this name. */
  readonly table?: string;
  /** The application's own keys that begin so. */
  readonly prefix?: KvKey;
}

/** True for a key of a table, a feed or what belongs to them. */
export function isKept(key: KvKey): boolean {
  return typeof key[0] === "string" && KINDS.includes(key[0]);
}

/** The ranges between the kinds: every key of the store that is no table's and no feed's. */
export function ownRanges(prefix: KvKey = []): KvListSelector[] {
  if (isKept(prefix)) {
    throw new ConsoleError(
      "bad_prefix",
      `keys under "${String(prefix[0])}" belong to tables and feeds: name a table or a feed`,
    );
  }
  if (prefix.length > 0) return [{ prefix }];
  return [...KINDS, undefined].map((end, i) => {
    const before = KINDS[i - 1], start = before === undefined ? undefined : [`${before}\0`];
    if (start === undefined) return end === undefined ? { prefix } : { prefix, end: [end] };
    return end === undefined ? { prefix, start } : { start, end: [end] };
  });
}
