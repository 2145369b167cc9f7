/**
 * Consumers: workers that share the entries of a feed, in one process or in many.
 *
 * @module
 */
import { MOST_SETTLED, type Settling, tokenOf } from "./settle.ts";
import { pendingEntries, type PendingEntry } from "./row.ts";
import { type Clock, isInteger, randomId, systemClock } from "../../base/mod.ts";
import { within } from "../rows/commit.ts";
import { given, KvsError } from "../error.ts";
import { checkClock, optionsOf, signalOf } from "../options.ts";
import { type Asking, type Counter, counterOf, MOST_CLAIMED } from "./give.ts";
import { type GroupName, groupOf, makeGroup, nameOf, readGroup, stateAt } from "./group.ts";
import type { Kv } from "../kv.ts";
import { type FeedName, feedPath } from "../feed/path.ts";
import type { KvsRecord } from "../rows/record.ts";

/** How a worker takes part in its group. */
export interface ConsumerOptions {
  /** Its name, which `pending` tells: 1 to 100 characters; made up by chance unless given. */
  readonly name?: string;
  /**
   * Milliseconds for which it has what it claims, 1 to 2^40: 30,000 unless told. Then others may
   * claim it. The clocks of all workers should differ by less.
   */
  readonly lease?: number;
  /**
   * Where a group that is not there yet begins: at the `"start"`, unless told, at the `"end"`, that is
   * with what is appended from now on, or behind the cursor of an entry.
   */
  readonly from?: string;
  /** The system's clock unless told. */
  readonly clock?: Clock;
}

/** An entry that a worker has until it acknowledges it, gives it back, or its lease runs out. */
export interface Claimed<T extends KvsRecord = KvsRecord> {
  /** As it was appended, or replaced since. */
  readonly record: T;
  /** The record's: what was done for it already can be known by this. */
  readonly id: T["id"];
  /** Where it stands in the feed. */
  readonly cursor: string;
  /** How often it was given out, with this time: 1 for one that nobody had before. */
  readonly attempt: number;
  /** When others may claim it, in milliseconds since 1970. */
  readonly until: number;
  /** Names the claim that it came with: a later claim of the same entry has another. */
  readonly claim: string;
}

/** How to claim. */
export interface ClaimOptions {
  /** Milliseconds to wait where there is nothing: 0 unless told; Infinity until the signal. */
  readonly wait?: number;
  /** Ends the wait, without an error. */
  readonly signal?: AbortSignal;
}

/** A worker of a group: see {@linkcode consumer}. */
export interface Consumer<T extends KvsRecord = KvsRecord> {
  /** Path of the feed. */
  readonly feed: string;
  /** The group's name. */
  readonly group: string;
  /** The worker's name: 1 to 100 characters, random unless told. */
  readonly name: string;
  /**
   * Up to `n` entries (1 to 1,000; 1 unless told): first those whose worker has given them back or
   * has not acknowledged them in time, then those that nobody had, in their order. None where there
   * are none, also after a wait.
   *
   * @throws {KvsError} `bad_count` for another number, `config` for a wait that is none, `no_group`
   * where the group was removed, `closed`, `conflict`, `store`
   */
  claim(n?: number, options?: ClaimOptions): Promise<Claimed<T>[]>;
  /**
   * Tells that entries are done with: nobody is given them again. One that was acknowledged before,
   * or that another worker has taken over since, is left alone: who has it now acknowledges it. A
   * claim that has run out counts until it is taken over.
   *
   * @returns how many were acknowledged
   * @throws {KvsError} `bad_cursor` for what no `claim` has given, `conflict`, `store`
   */
  ack(claimed: Claimed | readonly Claimed[]): Promise<number>;
  /**
   * Gives entries back: others may claim them at once, or after a `delay` in milliseconds.
   *
   * @returns how many were given back; as of {@linkcode Consumer.ack}
   * @throws {KvsError} as {@linkcode Consumer.ack}, `config` for a delay that is none
   */
  giveBack(
    claimed: Claimed | readonly Claimed[],
    options?: { readonly delay?: number },
  ): Promise<number>;
  /**
   * Keeps entries for another lease from now on, for work that takes longer.
   *
   * @returns how many are kept; as of {@linkcode Consumer.ack}
   * @throws {KvsError} as {@linkcode Consumer.ack}
   */
  extend(claimed: Claimed | readonly Claimed[]): Promise<number>;
  /** The entries of the whole group that are not acknowledged, those that are free first. Entries that have left the feed are not among them. */
  pending(): Promise<PendingEntry<T>[]>;
  /** Cursor of the last entry that the group was given; `"start"` before the first. */
  position(): Promise<string>;
  /**
   * The entries one after the other as they come, until the signal. An entry is acknowledged when the
   * loop asks for the next one; one at which the loop is left is given back, unless it was
   * acknowledged.
   */
  entries(options?: { readonly signal?: AbortSignal }): AsyncGenerator<Claimed<T>, void, void>;
  /** Yields what `entries()` does without a signal: `for await (const claimed of worker)`. */
  [Symbol.asyncIterator](): AsyncGenerator<Claimed<T>, void, void>;
}

/**
 * A worker of a consumer group of a feed, as in Redis Streams; the group is made where it is not
 * there yet. Each entry of the feed itself (not of feeds under it) is given to one worker of the
 * group, in whichever process; groups know nothing of one another.
 *
 * At least once: an entry whose worker has died goes to another after its lease, and so an entry may
 * be worked on twice; its `id` tells. Entries that are removed or cut from the feed leave the group
 * too; the group itself stays, also where the whole feed was cut, until
 * {@linkcode removeConsumerGroup} or `destroy` of the whole store.
 *
 * @param kv the store
 * @param feed the feed's path; it need not exist
 * @param group the group's name: 1 to 100 characters
 * @throws {KvsError} `bad_feed`, `bad_group`, `bad_cursor`, `config`, `conflict`, `store`
 *
 * @example
 * ```ts
 * import { append, openKv } from "@n2o/n2o/kvs";
 * import { consumer } from "@n2o/n2o/kvs/consumer";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1, to: "ann" }, "/mail/out");
 * const worker = await consumer<{ id: number; to: string }>(kv, "/mail/out", "smtp");
 * for (const letter of await worker.claim(10)) {
 *   if (letter.record.to === "ann" && letter.attempt === 1) await worker.ack(letter);
 *   else await worker.giveBack(letter, { delay: 60_000 });
 * }
 * if ((await worker.pending()).length > 0) throw new Error("all is sent");
 * ```
 */
export async function consumer<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  feed: FeedName,
  group: string,
  options?: ConsumerOptions,
): Promise<Consumer<T>> {
  const known = groupOf(feed, group), { where } = known;
  const how = optionsOf<ConsumerOptions>(where, options);
  const { name = randomId(), lease = 30_000, from = "start", clock = systemClock } = how;
  checkClock(where, clock, ["now", "setTimeout", "clearTimeout"]);
  const worker = { by: nameOf(name, `${where}: a worker`), lease: time(lease, 1, where), clock };
  await makeGroup(kv, known, from);
  return new Worker<T>(kv, known, worker);
}

/** Milliseconds after which a worker that waits looks for what processes with shorter leases have left. */
const RELOOK = 5_000;

type Self = Pick<Asking, "by" | "lease" | "clock">;

class Worker<T extends KvsRecord> implements Consumer<T> {
  readonly feed: string;
  readonly group: string;
  readonly name: string;
  readonly #kv: Kv;
  readonly #known: GroupName;
  readonly #worker: Self;
  readonly #counter: Counter;

  constructor(kv: Kv, known: GroupName, worker: Self) {
    [this.feed, this.group, this.name] = [feedPath(...known.path), known.name, worker.by];
    [this.#kv, this.#known, this.#worker] = [kv, known, worker];
    this.#counter = counterOf(kv, known);
  }

  async claim(n: number = 1, options?: ClaimOptions): Promise<Claimed<T>[]> {
    const { where } = this.#known, { clock } = this.#worker;
    const how = optionsOf<ClaimOptions>(where, options), { wait = 0 } = how;
    const signal = signalOf(where, how.signal);
    if (!isInteger(n, 1, MOST_CLAIMED)) {
      throw new KvsError("bad_count", `${where}: claim 1 to ${MOST_CLAIMED} entries at once`);
    }
    const end = wait === Infinity ? Infinity : clock.now() + time(wait, 0, where);
    const { bell } = this.#counter;
    let { heard } = bell, claimed = signal?.aborted ? [] : await this.#ask(n);
    if (claimed.length > 0 || !(end > clock.now())) return claimed;
    const listening = bell.listen();
    try {
      while (!signal?.aborted) {
        await bell.wait(heard, { ms: this.#patience(end), clock, signal });
        ({ heard } = bell);
        claimed = signal?.aborted ? [] : await this.#ask(n);
        if (claimed.length > 0 || !(end > clock.now())) return claimed;
      }
      return [];
    } finally {
      await listening.stop();
    }
  }

  async #ask(n: number): Promise<Claimed<T>[]> {
    const { items, until, stamp } = await this.#counter.ask({ ...this.#worker, n });
    return items.map(({ record, at, attempt }) => {
      const own = record as T; // as: the caller's claim
      return { record: own, id: own.id, cursor: at, attempt, until, claim: stamp };
    });
  }

  /** Milliseconds until there may be something although nobody rings. */
  #patience(end: number): number {
    const now = this.#worker.clock.now();
    return Math.max(0, Math.min(end - now, this.#counter.free - now, RELOOK));
  }

  async ack(claimed: Claimed | readonly Claimed[]): Promise<number> {
    return await this.#settle("ack", claimed, 0);
  }

  async giveBack(
    claimed: Claimed | readonly Claimed[],
    options?: { readonly delay?: number },
  ): Promise<number> {
    const { delay = 0 } = optionsOf(this.#known.where, options);
    const until = this.#worker.clock.now() + time(delay, 0, this.#known.where);
    const done = await this.#settle("back", claimed, until);
    if (done > 0) {
      this.#counter.expect(until);
      this.#counter.bell.ring();
    }
    return done;
  }

  async extend(claimed: Claimed | readonly Claimed[]): Promise<number> {
    const { clock, lease } = this.#worker;
    return await this.#settle("extend", claimed, clock.now() + lease);
  }

  async #settle(to: Settling["to"], claimed: unknown, until: number): Promise<number> {
    const { where } = this.#known, now = this.#worker.clock.now();
    const all = given(where, () => {
      const each: readonly unknown[] = Array.isArray(claimed) ? [...claimed] : [claimed];
      return each.map((one) => tokenOf(one, where));
    });
    let done = 0;
    for (let i = 0; i < all.length; i += MOST_SETTLED) {
      const part = Map.groupBy(all.slice(i, i + MOST_SETTLED), ({ stamp }) => stamp);
      const entries = new Map(
        [...part].map(([stamp, own]) => [stamp, new Set(own.map(({ at }) => at))]),
      );
      const { settlement } = this.#counter;
      done += await within(where, () => settlement.settle({ to, entries, now, until }));
    }
    return done;
  }

  async pending(): Promise<PendingEntry<T>[]> {
    const { where } = this.#known, now = this.#worker.clock.now();
    return await within(where, () => pendingEntries<T>(this.#kv, this.#known, now));
  }

  async position(): Promise<string> {
    const { after } = await within(this.#known.where, () => readGroup(this.#kv, this.#known));
    return stateAt(after);
  }

  async *entries(
    options?: { readonly signal?: AbortSignal },
  ): AsyncGenerator<Claimed<T>, void, void> {
    const waiting = { ...optionsOf(this.#known.where, options), wait: Infinity };
    for (;;) {
      const [claimed] = await this.claim(1, waiting);
      if (claimed === undefined) return;
      let wanted = false;
      try {
        yield claimed;
        wanted = true;
      } finally {
        if (!wanted) await this.giveBack(claimed);
      }
      await this.ack(claimed);
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<Claimed<T>, void, void> {
    return this.entries();
  }
}

/** Checks that a time is a whole number of milliseconds from `least` to 2^40. */
function time(ms: unknown, least: number, where: string): number {
  if (isInteger(ms, least, 2 ** 40)) return ms;
  throw new KvsError(
    "config",
    `${where}: leases, waits and delays are whole numbers of milliseconds from ${least} to 2^40`,
  );
}
