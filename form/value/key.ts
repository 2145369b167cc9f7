/**
 * Keys of rows: names that are given out once.
 *
 * @module
 */
import { sha256Sync, toBase64 } from "../../base/mod.ts";

/** A new row's key, or that of a stored row by its place, from 1. */
export function numbered(number: number): string {
  return `r${number}`;
}

/** The last number that a draft is believed to have been given: behind it there is room for all rows that anybody adds. */
export const LAST_KEPT = 900_000_000;

/** The number of such a key; undefined where it is none that may have been given out. */
export function numberOf(key: string): number | undefined {
  return /^r[1-9]\d{0,8}$/.test(key) ? Number(key.slice(1)) : undefined;
}

/** The key of a stored row by what its index holds; undefined where that tells nothing. What is no short word is told by its hash. */
export function indexed(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") {
    return undefined;
  }
  const text = String(value);
  if (text === "") return undefined;
  if (/^[\w-]{1,40}$/.test(text)) return `i-${text}`;
  return `h-${toBase64(sha256Sync(text).slice(0, 15), { alphabet: "base64url" })}`;
}
