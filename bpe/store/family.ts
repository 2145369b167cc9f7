/**
 * Families of keys: rows of one kind lie under one prefix, and their keys have the same parts in the same order.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import type { KvKey, KvKeyPart } from "../../kvs/mod.ts";
import { BpeError } from "../error.ts";

/** The longest text that stands in a key as it is, in UTF-16 code units: three of them fit the 2,048 bytes of a key. */
const LONGEST = 200;

/** How one part of a key is written. */
export type PartKind = "text" | "hashed" | "number";

/** How each part is written. */
export type KindsOf<Parts extends readonly KvKeyPart[]> = {
  readonly [Part in keyof Parts]: PartKind;
};

/** The keys of one kind of rows. */
export interface Family<Parts extends readonly KvKeyPart[]> {
  /** The key of one row. */
  key(...parts: Parts): KvKey;
  /** What the keys of all rows with these first parts begin with. */
  prefix(...parts: Partial<Parts>): KvKey;
  /**
   * The parts of a key; a long text of a `hashed` part is its hash.
   *
   * @throws {BpeError} `corrupt` for a key of another family
   */
  parse(key: KvKey): Parts;
}

/**
 * A family of keys.
 *
 * @param name the first part of its keys
 * @param kinds how each of the other parts is written: `hashed` for texts of any length, by which a row is found that bears them
 */
export function family<Parts extends readonly KvKeyPart[]>(
  name: string,
  ...kinds: KindsOf<NoInfer<Parts>>
): Family<Parts> {
  const write = (parts: readonly (KvKeyPart | undefined)[]): KvKey => {
    const key: KvKeyPart[] = [name];
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at];
      if (part === undefined) break;
      key.push(kinds[at] === "hashed" && typeof part === "string" ? short(part) : part);
    }
    return key;
  };
  const isOwn = (key: KvKey, parts: readonly unknown[]): parts is Parts =>
    key[0] === name && parts.length === kinds.length &&
    parts.every((part, at) => typeof part === (kinds[at] === "number" ? "number" : "string"));
  return {
    key: (...parts) => write(parts),
    prefix: (...parts) => write(parts),
    parse(key) {
      const parts: readonly unknown[] = key.slice(1);
      if (isOwn(key, parts)) return parts;
      throw new BpeError("corrupt", `is no key of ${name}: restore the store`, {
        element: key.map(String).join(" ").slice(0, 200),
      });
    },
  };
}

/** A text as part of a key: one that is too long by its hash, for what is found by it bears the text itself. */
function short(text: string): string {
  return text.length <= LONGEST ? text : `#${fingerprint(text)}`;
}
