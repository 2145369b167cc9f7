/**
 * What a commit of Deno KV has room for, and what a change takes of it.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import { KvsError } from "../error.ts";
import type { KvCheck, KvKey, KvMutation, KvSetOptions } from "../kv.ts";
import { misuse } from "../options.ts";
import { isU64 } from "../store/kvu64.ts";
import { LIMITS } from "../store/limits.ts";
import { keySize, sizeBound } from "../value/size.ts";
import { writeValue } from "../value/v8/write.ts";

/** How to set a value in a batch. */
export interface BatchSetOptions extends KvSetOptions {
  /** An upper bound of the value's serialised bytes, where that is known; counted unless given. */
  readonly bytes?: number;
}

/** What a commit holds, or has room for. */
export interface Weight {
  /** Checks of keys' versionstamps. */
  readonly checks: number;
  /** Changes: each key that is set, deleted or summed. */
  readonly mutations: number;
  /** Bytes of everything: values, and every key as often as the store counts it. */
  readonly bytes: number;
  /** Bytes of the keys that are given a value. */
  readonly keyBytes: number;
}

/**
 * What one commit has room for, on every back end: 100 checks, 1,000 mutations, 819,200 bytes, of
 * which 81,920 of keys.
 */
export const COMMIT: Weight = {
  checks: LIMITS.checks,
  mutations: LIMITS.mutations,
  bytes: LIMITS.commitBytes,
  keyBytes: LIMITS.commitKeyBytes,
};

/** The weight of a commit that checks and changes nothing. */
export const EMPTY: Weight = { checks: 0, mutations: 0, bytes: 0, keyBytes: 0 };

/** Two weights together. */
export function plus(a: Weight, b: Weight): Weight {
  return {
    checks: a.checks + b.checks,
    mutations: a.mutations + b.mutations,
    bytes: a.bytes + b.bytes,
    keyBytes: a.keyBytes + b.keyBytes,
  };
}

/** What of a weight is over the limits, for a message; undefined where it is within them. */
export function over(weight: Weight, limits: Weight = COMMIT): string | undefined {
  // Turned round: what is no number is over each limit, too.
  if (!(weight.checks <= limits.checks)) return `${weight.checks} checks, over ${limits.checks}`;
  if (!(weight.mutations <= limits.mutations)) {
    return `${weight.mutations} mutations, over ${limits.mutations}`;
  }
  if (!(weight.bytes <= limits.bytes)) return `${weight.bytes} bytes, over ${limits.bytes}`;
  return weight.keyBytes <= limits.keyBytes
    ? undefined
    : `${weight.keyBytes} bytes of keys, over ${limits.keyBytes}`;
}

/**
 * An upper bound of the bytes that a value counts, cheap to compute. One over 65,536 bytes, which no
 * store takes, gives a number above that, but not its size.
 */
export function valueBound(value: unknown): number {
  if (typeof value === "number") return 12;
  if (isU64(value)) return 8;
  return value instanceof Uint8Array ? value.length : sizeBound(value, LIMITS.valueBytes);
}

/** What a commit takes that is being put together. */
export class Tally {
  /** An upper bound of what was counted so far. */
  readonly weight = { checks: 0, mutations: 0, bytes: 0, keyBytes: 0 };
  #longestKey = 0;
  #largestValue = 0;

  /** Counts a condition on a key of so many bytes. */
  check(key: number): void {
    this.weight.checks++;
    this.weight.bytes += key;
    this.#longestKey = Math.max(this.#longestKey, key);
  }

  /** Counts the removal of a key of so many bytes. */
  delete(key: number): void {
    this.weight.mutations++;
    this.weight.bytes += key;
    this.#longestKey = Math.max(this.#longestKey, key);
  }

  /** Counts a key that is given a value: it counts once as such, and once more with its value. */
  set(key: number, value: number): void {
    this.delete(key);
    this.weight.bytes += key + Math.min(value, LIMITS.valueBytes);
    this.weight.keyBytes += key;
    this.#largestValue = Math.max(this.#largestValue, value);
  }

  /** Counts what takes so much. */
  gain({ checks, mutations, bytes, keyBytes }: Weight, longestKey: number = 0): void {
    this.weight.checks += checks;
    this.weight.mutations += mutations;
    this.weight.bytes += bytes;
    this.weight.keyBytes += keyBytes;
    this.#longestKey = Math.max(this.#longestKey, longestKey);
  }

  /** Counts all that another has counted. */
  add(other: Tally): void {
    this.gain(other.weight, other.#longestKey);
    this.#largestValue = Math.max(this.#largestValue, other.#largestValue);
  }

  /** Whether a commit holds it. */
  fits(): boolean {
    return over(this.weight) === undefined && this.#longestKey <= LIMITS.writeKeyBytes &&
      this.#largestValue <= LIMITS.valueBytes;
  }
}

/**
 * The bytes of a key that a caller gives.
 *
 * @throws {KvsError} `bad_argument` for what is no key
 */
export function sizeGiven(key: KvKey, where: string): number {
  try {
    if (Array.isArray(key)) return keySize(key);
  } catch (cause) {
    throw new KvsError("bad_argument", `${where}: a key: ${messageOf(cause)}`, { cause });
  }
  throw misuse(where, "a key, an array of parts", key);
}

/**
 * An upper bound of the bytes of a value that a caller gives, which it may know.
 *
 * @throws {KvsError} `bad_argument`, `unstorable`
 */
export function boundGiven(value: unknown, known: unknown, where: string): number {
  if (typeof known === "number" && known >= 0) return known;
  if (known !== undefined) {
    throw misuse(where, "how many bytes a value takes as a number from 0", known);
  }
  try {
    return valueBound(value);
  } catch (cause) {
    throw new KvsError("unstorable", `${where}: ${messageOf(cause)}`, { cause });
  }
}

/** What of these changes no commit holds, counted byte by byte; undefined where they fit. */
export function tooMuch(
  { checks, mutations }: {
    readonly checks: readonly KvCheck[];
    readonly mutations: readonly KvMutation[];
  },
): string | undefined {
  const weight = { checks: checks.length, mutations: mutations.length, bytes: 0, keyBytes: 0 };
  let longest = 0, largest = 0;
  for (const { key } of [...checks, ...mutations]) {
    const size = keySize(key);
    longest = Math.max(longest, size);
    weight.bytes += size;
  }
  for (const mutation of mutations) {
    if (mutation.type === "delete") continue;
    const key = keySize(mutation.key), size = valueSize(mutation.value);
    largest = Math.max(largest, size);
    weight.bytes += key + size;
    weight.keyBytes += key;
  }
  if (longest > LIMITS.writeKeyBytes) {
    return `a key of ${longest} bytes, over ${LIMITS.writeKeyBytes}`;
  }
  if (largest > LIMITS.valueBytes) return `a value of ${largest} bytes, over ${LIMITS.valueBytes}`;
  return over(weight);
}

/** The bytes that a value counts; 0 for one that cannot be serialised, which the store refuses. */
function valueSize(value: unknown): number {
  if (isU64(value)) return 8;
  if (value instanceof Uint8Array) return value.length;
  try {
    return writeValue(value).length;
  } catch {
    return 0;
  }
}
