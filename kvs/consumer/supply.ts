/**
 * What a group gives out next: a few entries are read before they are asked for, and who waits for
 * more is woken.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { named } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import type { GroupName } from "./group.ts";
import type { Kv } from "../kv.ts";
import { claimKey, countKey } from "../rows/layout.ts";
import { readSlots, type Slot, type Spot } from "../feed/slots.ts";
import type { KvsRecord } from "../rows/record.ts";
import { sizeBound } from "../value/size.ts";

/** Entries up to which a claim checks each of their rows, and so may have read them before. */
export const FEW = 50;
/** The most entries that are read before they are asked for, and the bytes above which none are. */
const MOST = 64, LIGHT = 65_536;
/** Milliseconds after which what was read ahead is read again: entries expire. */
const FRESH = 100;
/** The most rows of one read. */
const MOST_ROWS = 1_000;

/** Reads a feed ahead of where a group stands. */
export class Ahead {
  readonly #kv: Kv;
  readonly #group: GroupName;
  #slots: Slot<KvsRecord>[] = [];
  #since = -Infinity;
  /** How many are read at once. */
  #reach = 1;
  /** Entries of a row, as they were read last. */
  #density = MOST_ROWS;

  constructor(kv: Kv, group: GroupName) {
    this.#kv = kv;
    this.#group = group;
  }

  /**
   * Up to so many entries behind a position, which must be that of the read before unless
   * {@linkcode Ahead.clear} came between.
   *
   * @param now the time, where what was read before will do
   */
  async read(
    after: Spot | undefined,
    wanted: number,
    now: number | undefined,
  ): Promise<Slot<KvsRecord>[]> {
    if (wanted <= 0) return [];
    if (now === undefined || wanted > FEW) return await this.#slotsFrom(after, wanted);
    if (now - this.#since >= FRESH || now < this.#since) this.clear();
    if (this.#slots.length < wanted) {
      const missing = wanted - this.#slots.length;
      const more = await this.#slotsFrom(
        this.#slots.at(-1) ?? after,
        Math.max(this.#reach, missing),
      );
      if (this.#slots.length === 0) this.#since = now;
      this.#slots.push(...more);
      const isLight = sizeBound(more, LIGHT) <= LIGHT;
      this.#reach = isLight ? Math.min(MOST, 2 * Math.max(this.#reach, wanted)) : 1;
    }
    return this.#slots.slice(0, wanted);
  }

  async #slotsFrom(from: Spot | undefined, limit: number): Promise<Slot<KvsRecord>[]> {
    const rows = Math.min(MOST_ROWS, Math.ceil(limit / this.#density) + 1);
    const range = { own: true, from, rows };
    const slots = await readSlots<KvsRecord>(this.#kv, this.#group.path, range, limit);
    const held = new Set(slots.map(({ at }) => at)).size;
    if (held > 0) this.#density = slots.length / held;
    return slots;
  }

  /** Tells up to where entries were given out. */
  pass({ at, sub }: Spot): void {
    this.#slots = this.#slots.filter((slot) => slot.at > at || (slot.at === at && slot.sub > sub));
  }

  /** Forgets what was read: the group stands elsewhere. */
  clear(): void {
    this.#slots = [];
  }
}

/** Wakes those who wait for entries, when some are appended or given back. */
export class Bell {
  readonly #kv: Kv;
  readonly #group: GroupName;
  readonly #waiting = new Set<() => void>();
  #listeners = 0;
  #watch: ReadableStreamDefaultReader<unknown> | undefined;
  #failure: unknown;
  /** How often it has rung. */
  heard = 0;

  constructor(kv: Kv, group: GroupName) {
    [this.#kv, this.#group] = [kv, group];
  }

  ring(): void {
    this.heard++;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Watches the store until those who listen are done. It rings for the state as it is, too: what came before the watch is found then. */
  listen(): { stop(): Promise<void> } {
    this.#listeners++;
    if (this.#watch === undefined) void this.#follow();
    return {
      stop: async () => {
        if (--this.#listeners > 0) return;
        const watch = this.#watch;
        this.#watch = this.#failure = undefined;
        await watch?.cancel().catch(() => {}); // it has ended
      },
    };
  }

  async #follow(): Promise<void> {
    const { path, name, where } = this.#group;
    let watch: ReadableStreamDefaultReader<unknown> | undefined;
    try {
      watch = this.#watch = this.#kv.watch([countKey(path), claimKey(path, name)]).getReader();
      while (!(await watch.read()).done) this.ring();
      throw new KvsError("closed", `${where}: the store is closed`);
    } catch (error) {
      if (this.#watch !== watch) return; // it was to end
      this.#failure = named(where, error);
      this.ring();
    }
  }

  /**
   * Waits for the next ring after that which was heard, at most so long.
   *
   * @throws {KvsError} `closed`, `store` where the store does not tell any more
   */
  async wait(
    heard: number,
    { ms, clock, signal }: {
      readonly ms: number;
      readonly clock: Clock;
      readonly signal: AbortSignal | undefined;
    },
  ): Promise<void> {
    if (this.#failure === undefined && this.heard === heard && !signal?.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve(), timer = clock.setTimeout(wake, ms);
      signal?.addEventListener("abort", wake);
      this.#waiting.add(wake);
      await promise;
      this.#waiting.delete(wake);
      signal?.removeEventListener("abort", wake);
      clock.clearTimeout(timer);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }
}
