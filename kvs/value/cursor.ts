/**
 * Cursors as text: a key, in base64url, with a sum that tells one that was cut or mistyped.
 *
 * @module
 */
import { fromBase64, toBase64 } from "../../base/mod.ts";
import { KvsError } from "../error.ts";
import type { KvKey, KvKeyPart } from "../kv.ts";
import { decodeKey, encodeKey } from "./key.ts";

const SUM = 4, URL_SAFE = { alphabet: "base64url", padding: false } as const;

/** The text of a cursor; it holds no secret and is no proof of anything. */
export function writeCursor(key: KvKey): string {
  const bytes = encodeKey(key), whole = new Uint8Array(SUM + bytes.length);
  whole.set(bytes, SUM);
  new DataView(whole.buffer).setUint32(0, sumOf(whole));
  return toBase64(whole, URL_SAFE);
}

/**
 * The key of {@linkcode writeCursor}.
 *
 * @param where what the cursor is given to, for the message
 * @throws {KvsError} `bad_cursor` for everything else
 */
export function readCursor(text: string, where: string): readonly KvKeyPart[] {
  try {
    const whole = fromBase64(text, URL_SAFE);
    if (new DataView(whole.buffer).getUint32(0) === sumOf(whole)) {
      return decodeKey(whole.subarray(SUM));
    }
  } catch (cause) {
    throw badCursor(text, where, cause);
  }
  throw badCursor(text, where);
}

/** The error for what is no cursor, or one of something else. */
export function badCursor(cursor: unknown, where: string, cause?: unknown): KvsError {
  const shown = typeof cursor === "string" ? `"${cursor.slice(0, 100)}"` : `a ${typeof cursor}`;
  return new KvsError(
    "bad_cursor",
    `${where}: ${shown} is no cursor of it; give one that came with an entry or a page of it`,
    { cause },
  );
}

/** FNV-1a of 32 bits, of what stands behind the sum. */
function sumOf(whole: Uint8Array): number {
  let sum = 0x811c_9dc5;
  for (let i = SUM; i < whole.length; i++) sum = Math.imul(sum ^ (whole[i] ?? 0), 0x0100_0193);
  return sum >>> 0;
}
