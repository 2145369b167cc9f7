/**
 * What a back end has to do, in bytes: everything else of a `Kv` (keys, values, limits, selectors,
 * cursors, the commit being put together, watching, the loop of the queue) is the same for all and
 * stands in `store.ts`.
 */
import type { KvConsistencyLevel } from "../kv.ts";

/** A stored value: serialised, plain bytes, or an unsigned 64-bit integer. */
export type RawValue =
  | { readonly kind: "v8" | "bytes"; readonly value: Uint8Array }
  | { readonly kind: "u64"; readonly value: bigint };

/** A stored entry. The store only reads what it is given, and gives away nothing of it. */
export interface RawEntry {
  readonly key: Uint8Array;
  readonly value: RawValue;
  readonly versionstamp: string;
}

/** Up to `limit` entries of the keys from `start` (included) to `end` (excluded). */
export interface RawRange {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  readonly limit: number;
  readonly reverse: boolean;
}

/** A condition of a commit: the key has this versionstamp, or none. */
export interface RawCheck {
  readonly key: Uint8Array;
  readonly versionstamp: string | null;
}

/**
 * A change of a commit. `stamped`: as `set`, with the commit's versionstamp as one more, last part
 * of the key.
 */
export type RawMutation =
  | {
    readonly type: "set" | "stamped";
    readonly key: Uint8Array;
    readonly value: RawValue;
    /** Milliseconds from the commit. */
    readonly expireIn?: number | undefined;
  }
  | { readonly type: "sum" | "min" | "max"; readonly key: Uint8Array; readonly value: RawValue }
  | { readonly type: "delete"; readonly key: Uint8Array };

/** A message for the queue; the times are milliseconds. */
export interface RawMessage {
  readonly payload: Uint8Array;
  readonly delay: number;
  readonly undelivered: readonly Uint8Array[];
  readonly backoff: readonly number[];
}

/** What is published when a commit is made, where the store can do both in one step. */
export interface RawAnnouncement {
  readonly channel: string;
  readonly bytes: Uint8Array;
}

/** A whole commit, within all limits. */
export interface RawCommit {
  readonly checks: readonly RawCheck[];
  readonly mutations: readonly RawMutation[];
  readonly messages: readonly RawMessage[];
  /** None where the store cannot announce. */
  readonly announcements?: readonly RawAnnouncement[];
}

/** A message taken from the queue. */
export interface RawDelivery {
  readonly payload: Uint8Array;
  /** Ends it, or has it delivered again later. */
  finish(success: boolean): Promise<void>;
}

/** The part of a store that differs from host to host. */
export interface KvBackend {
  /** These keys as of one moment. */
  get(
    keys: readonly Uint8Array[],
    consistency: KvConsistencyLevel,
  ): Promise<(RawEntry | undefined)[]>;
  /** A range in key order, or from its end. */
  list(range: RawRange, consistency: KvConsistencyLevel): Promise<RawEntry[]>;
  /**
   * Applies a commit whole and answers its versionstamp; applies nothing where a check fails
   * (undefined) or it throws.
   */
  commit(commit: RawCommit): Promise<string | undefined>;
  /**
   * Calls `notify` after every commit, and expiry, that touched one of these keys; answers how to
   * stop.
   */
  subscribe(keys: readonly Uint8Array[], notify: () => void): () => void;
  /** Waits for the next message that is due; undefined once the back end is closed. */
  dequeue(): Promise<RawDelivery | undefined>;
  /** Ends it; called once. */
  close(): void;
}
