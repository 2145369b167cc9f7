/**
 * Keys that are changed, to ask of others whether they are among them.
 *
 * @module
 */
import type { KvKey, KvKeyPart } from "../kv.ts";

/** A set of keys, for few questions on many keys: to add one costs next to nothing. */
export class ChangedKeys {
  readonly #byFirst = new Map<KvKeyPart | undefined, KvKey[]>();

  /** Adds a key. */
  add(key: KvKey): void {
    const [first] = key, same = this.#byFirst.get(first);
    if (same === undefined) this.#byFirst.set(first, [key]);
    else same.push(key);
  }

  /** Whether a key may be among them: yes where it is, and seldom else. */
  has(key: KvKey): boolean {
    return this.#byFirst.get(key[0])?.some((each) => maybeSame(each, key)) ?? false;
  }
}

/** Texts that are no Unicode, and bytes, are taken for the same. A wrong answer costs time only: the store has the last word. */
function maybeSame(a: KvKey, b: KvKey): boolean {
  if (a.length !== b.length) return false;
  for (let at = 1; at < a.length; at++) {
    const one = a[at], other = b[at];
    if (one === other) continue;
    if (typeof one === "string" && typeof other === "string") {
      if (one.isWellFormed() && other.isWellFormed()) return false;
    } else if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return false;
  }
  return true;
}
