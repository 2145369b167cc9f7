/**
 * The unsigned 64-bit integer that `sum`, `min` and `max` work on.
 *
 * @module
 */
import { genuine } from "../value/builtin.ts";
import type { KvU64Value } from "../kv.ts";

const MAX = 2n ** 64n - 1n;

/** The {@linkcode KvU64} of hosts that have none. */
export class U64 {
  /** 0 to 2^64 - 1. */
  readonly value: bigint;

  constructor(value: bigint) {
    if (typeof value !== "bigint") {
      throw new TypeError(`Value must be a bigint: received ${typeof value}`);
    }
    if (value < 0n) throw new RangeError(`Value must be a positive bigint: received ${value}`);
    if (value > MAX) throw new RangeError("Value must fit in a 64-bit unsigned integer");
    this.value = value;
    Object.freeze(this);
  }

  valueOf(): bigint {
    return this.value;
  }

  toString(): string {
    return this.value.toString();
  }
}

interface Host {
  Deno?: { KvU64?: KvU64Constructor };
}

/** What makes a {@linkcode KvU64}. */
export interface KvU64Constructor {
  /**
   * The unsigned integer of a bigint.
   *
   * @throws {TypeError} for what is no bigint.
   * @throws {RangeError} below 0 or above 2^64 - 1.
   */
  new (value: bigint): KvU64Value;
  /** What `instanceof` narrows a value to. */
  readonly prototype: KvU64Value;
}

/** An unsigned 64-bit integer as a stored value. */
export type KvU64 = KvU64Value;

/**
 * The class of unsigned 64-bit integers: the host's own where it is Deno with KV, so that native
 * Deno KV takes them, else one that behaves alike.
 *
 * @example
 * ```ts
 * import { KvU64, openKv } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * await kv.set(["visits"], new KvU64(41n));
 * await kv.atomic().sum(["visits"], 1n).commit();
 * const visits = await kv.get<KvU64>(["visits"]);
 * if (visits.value?.value !== 42n) throw new Error("lost count");
 * ```
 */
export const KvU64: KvU64Constructor = (globalThis as Host).Deno?.KvU64 ?? U64;

/** Whether a value is a {@linkcode KvU64}, the host's or ours. */
export function isU64(value: unknown): value is KvU64 {
  if (typeof value !== "object" || value === null) return false;
  return genuine(() => value instanceof KvU64 || value instanceof U64) ?? false; // nothing else, if its prototype is refused
}
