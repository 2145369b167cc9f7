/**
 * Keys that are changed, to ask of others whether they are among them.
 *
 * @module
 */
import type { KvKey, KvKeyPart } from "../kv.ts";

/** Stands for all bytes at the end of a key: two arrays of the same bytes are two values. */
const BYTES = Symbol("bytes");

/** A set of keys that tells cheaply whether one may be in it: most differ in their last part. */
export class ChangedKeys {
  readonly #byEnds = new Map<KvKeyPart | undefined, Map<KvKeyPart | symbol, KvKey[]>>();

  /** Adds a key. */
  add(key: KvKey): void {
    const first = key[0], last = endOf(key);
    let alike = this.#byEnds.get(first);
    if (alike === undefined) this.#byEnds.set(first, alike = new Map());
    const same = alike.get(last);
    if (same === undefined) alike.set(last, [key]);
    else same.push(key);
  }

  /**
   * Whether a key may be among them: yes where it is, and seldom else. A wrong answer costs time only, for the store has the last
   * word.
   */
  has(key: KvKey): boolean {
    return this.#byEnds.get(key[0])?.get(endOf(key))?.some((each) => maybeSame(each, key)) ?? false;
  }
}

function endOf(key: KvKey): KvKeyPart | symbol {
  const last = key.at(-1);
  return last === undefined || last instanceof Uint8Array ? BYTES : last;
}

/** Texts that are no Unicode, and bytes, are taken for the same. */
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
