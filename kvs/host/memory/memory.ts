/**
 * The store in memory: for tests, and for what may be lost with the process.
 *
 * @module
 */
import { Alarm, withClock } from "../../store/clock.ts";
import { combine } from "../../store/value.ts";
import type {
  KvBackend,
  RawCommit,
  RawDelivery,
  RawEntry,
  RawMessage,
  RawMutation,
  RawRange,
  RawValue,
} from "../../store/backend.ts";
import { fromBinary, toBinary } from "../../value/bytes.ts";
import { Watchers } from "../../store/watch.ts";
import { MemoryQueue } from "./queue.ts";
import { Store } from "../../store/store.ts";
import { type Clock, type Log, systemClock } from "../../../base/mod.ts";
import { BTree } from "../../deps.ts";
import { given } from "../../error.ts";
import { encodeKey } from "../../value/key.ts";
import type { Kv } from "../../kv.ts";

/** How a store in memory is made. */
export interface MemoryKvOptions {
  /** What tells the time for `expireIn` and the queue: the system's clock unless told. */
  clock?: Clock;
  /** Hears of handlers of the queue that throw: the console unless told. */
  log?: Log;
}

/**
 * A new, empty store in memory.
 *
 * Everything of {@linkcode Kv} with Deno KV's limits, order and errors, and three things better
 * than natively: an expired entry is gone at that millisecond, a commit that throws has changed
 * nothing, and time can be driven.
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 *
 * let now = 0;
 * using kv = memoryKv({ clock: { now: () => now, setTimeout: () => 0, clearTimeout: () => {} } });
 * await kv.set(["session"], "maxim", { expireIn: 1000 });
 * now = 1000;
 * if ((await kv.get(["session"])).value !== null) throw new Error("still there");
 * ```
 */
export function memoryKv(options: MemoryKvOptions = {}): Kv {
  const { clock, log } = given("memoryKv", () => ({ ...options }));
  return withClock(new Store(new MemoryBackend(clock ?? systemClock), log), clock);
}

interface Stored {
  readonly value: RawValue;
  readonly versionstamp: string;
  /** When it is gone, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What a commit makes of the keys it touches; undefined: deleted. */
type Staged = Map<string, Stored | undefined>;

/** Keys are kept as strings of bytes, which compare as the bytes do. */
class MemoryBackend implements KvBackend {
  readonly #clock: Clock;
  readonly #entries = new BTree<string, Stored>(undefined, compare);
  readonly #deadlines = new BTree<number, Set<string>>();
  readonly #watchers = new Watchers();
  readonly #alarm: Alarm;
  readonly #queue: MemoryQueue;
  #version = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock, () => this.#expire(), true);
    this.#queue = new MemoryQueue(clock, (message) => this.#keepUndelivered(message));
  }

  // deno-lint-ignore require-await -- so that what throws is a rejection
  async get(keys: readonly Uint8Array[]): Promise<(RawEntry | undefined)[]> {
    this.#expire();
    return keys.map((key) => {
      const stored = this.#entries.get(toBinary(key));
      return stored && { key, value: stored.value, versionstamp: stored.versionstamp };
    });
  }

  // deno-lint-ignore require-await -- so that what throws is a rejection
  async list(range: RawRange): Promise<RawEntry[]> {
    this.#expire();
    const start = toBinary(range.start), end = toBinary(range.end);
    const found: RawEntry[] = [];
    const pairs = range.reverse
      ? this.#entries.entriesReversed(end, undefined, true)
      : this.#entries.entries(start);
    for (const [key, { value, versionstamp }] of pairs) {
      if (range.reverse ? key < start : key >= end) break;
      found.push({ key: fromBinary(key), value, versionstamp });
      if (found.length === range.limit) break;
    }
    return found;
  }

  // deno-lint-ignore require-await -- so that what throws is a rejection
  async commit({ checks, mutations, messages }: RawCommit): Promise<string | undefined> {
    this.#expire();
    for (const { key, versionstamp } of checks) {
      const stored = this.#entries.get(toBinary(key));
      if ((stored?.versionstamp ?? null) !== versionstamp) return undefined;
    }
    const versionstamp = stampOf(this.#version + 1n);
    const staged: Staged = new Map();
    for (const mutation of mutations) this.#stage(mutation, versionstamp, staged);
    this.#apply(staged); // nothing throws from here on
    for (const message of messages) this.#queue.add(message);
    return versionstamp;
  }

  #stage(mutation: RawMutation, versionstamp: string, staged: Staged): void {
    const key = toBinary(mutation.key);
    switch (mutation.type) {
      case "delete":
        staged.set(key, undefined);
        break;
      case "set":
      case "stamped": {
        const { value, expireIn } = mutation;
        const deadline = expireIn === undefined ? Infinity : this.#clock.now() + expireIn;
        const suffix = mutation.type === "stamped" ? toBinary(encodeKey([versionstamp])) : "";
        staged.set(key + suffix, { value, versionstamp, deadline });
        break;
      }
      default: {
        const old = staged.has(key) ? staged.get(key) : this.#entries.get(key);
        const value = combine(mutation.type, old?.value, mutation.value);
        staged.set(key, { value, versionstamp, deadline: Infinity });
      }
    }
  }

  #apply(staged: Staged): void {
    this.#version++;
    for (const [key, stored] of staged) {
      if (this.#deadlines.size > 0) this.#forget(key);
      if (!stored) {
        this.#entries.delete(key);
        continue;
      }
      this.#entries.set(key, stored);
      if (stored.deadline !== Infinity) this.#remember(key, stored.deadline);
    }
    this.#alarm.set(this.#deadlines.minKey() ?? Infinity);
    this.#watchers.notify(staged.keys());
  }

  #remember(key: string, deadline: number): void {
    const keys = this.#deadlines.get(deadline);
    if (keys) keys.add(key);
    else this.#deadlines.set(deadline, new Set([key]));
  }

  /** What is replaced or deleted does not expire any more. */
  #forget(key: string): void {
    const stored = this.#entries.get(key);
    if (stored === undefined || stored.deadline === Infinity) return;
    const keys = this.#deadlines.get(stored.deadline);
    keys?.delete(key);
    if (keys?.size === 0) this.#deadlines.delete(stored.deadline);
  }

  /**
   * Removes what has expired. Called before everything that looks, so that it is exact whenever the
   * timer rings.
   */
  #expire(): void {
    const now = this.#clock.now();
    const expired: Staged = new Map();
    for (const [deadline, keys] of this.#deadlines.entries()) {
      if (deadline > now) break;
      for (const key of keys) expired.set(key, undefined);
    }
    if (expired.size > 0) this.#apply(expired);
    else this.#alarm.set(this.#deadlines.minKey() ?? Infinity);
  }

  subscribe(keys: readonly Uint8Array[], notify: () => void): () => void {
    return this.#watchers.add(keys, notify);
  }

  #keepUndelivered({ payload, undelivered }: RawMessage): void {
    const versionstamp = stampOf(this.#version + 1n);
    const stored: Stored = {
      value: { kind: "v8", value: payload },
      versionstamp,
      deadline: Infinity,
    };
    this.#apply(new Map(undelivered.map((key) => [toBinary(key), stored])));
  }

  dequeue(): Promise<RawDelivery | undefined> {
    return this.#queue.dequeue();
  }

  close(): void {
    this.#alarm.set(Infinity);
    this.#queue.close();
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** 20 hex digits: the number of the commit, and two bytes that are zero, as natively. */
function stampOf(version: bigint): string {
  return version.toString(16).padStart(16, "0") + "0000";
}
