/**
 * The text of an API key: `n2o_`, 16 signs of its id, `_`, 50 signs of the secret, 7 of a checksum.
 *
 * The prefix and the checksum are for scanners of sources and logs: they tell a key that has leaked from what only looks like one, without
 * asking anybody. The checksum is the first 32 bits of the SHA-256 of what stands before it, in base 36. Nothing of the text is a sign at
 * which a double click or a shell would part it.
 *
 * @module
 */
import { randomId, sha256Sync } from "../../../base/mod.ts";

/** Signs of the id: 82 bits, so that two are never the same. */
const ID = 16;
/** Signs of the secret: 258 bits. */
const SECRET = 50;
/** Signs that 32 bits have in base 36. */
const CHECK = 7;

/** What the texts of keys begin with unless told. */
export const PREFIX = "n2o";

/** Whether a text may be what keys begin with. */
export function isPrefix(text: string): boolean {
  return /^[a-z][a-z0-9]{1,15}$/.test(text);
}

/** A new id. */
export function newKeyId(): string {
  return randomId(ID);
}

/** A new text for a key. */
export function newKeyText(prefix: string, id: string): string {
  const body = `${prefix}_${id}_${randomId(SECRET)}`;
  return body + checksum(body);
}

const SHAPE = new RegExp(`^_([0-9a-z]{${ID}})_[0-9a-z]{${SECRET + CHECK}}$`);

/** The id of a key, of a text that is one by its shape and its checksum. */
export function keyIdOf(prefix: string, text: string): string | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const [, id] = SHAPE.exec(text.slice(prefix.length)) ?? [];
  return id !== undefined && checksum(text.slice(0, -CHECK)) === text.slice(-CHECK)
    ? id
    : undefined;
}

function checksum(body: string): string {
  const first = new DataView(sha256Sync(body).buffer).getUint32(0);
  return first.toString(36).padStart(CHECK, "0");
}
