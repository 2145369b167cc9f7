/**
 * Giving entries of a group out: first those that are free again, then those that nobody had yet.
 *
 * A claim is one commit. It checks where the group stands, moves that, and writes a row of what it
 * has given out, so two processes never give out the same. Workers of one process are served
 * together, in the order in which they asked. Where the group stands after its own commit a process
 * knows, and reads it again only when a check has failed.
 *
 * @module
 */
import { Batch } from "../rows/batch.ts";
import { type Due, dueClaims, type Item, type Lot, stored, without } from "./row.ts";
import { Settlement } from "./settle.ts";
import { Ahead, Bell, FEW } from "./supply.ts";
import type { Clock } from "../../base/mod.ts";
import { change } from "../rows/attempt.ts";
import { stamp } from "../rows/format.ts";
import { type GroupName, type GroupState, readGroup, stateAt } from "./group.ts";
import type { Kv, KvCheck } from "../kv.ts";
import { claimKey, entryKey } from "../rows/layout.ts";
import { position } from "../feed/place.ts";
import type { Slot } from "../feed/slots.ts";
import type { KvsRecord } from "../rows/record.ts";

/** The most entries of one claim. */
export const MOST_CLAIMED = 1_000;
/** Bytes of a row of claims that its askers may fill; the rest is for what differs in its attempts. */
const ROOM = 36_000;
/** Milliseconds after which a group that has enough new entries looks for those that are free again. */
const LOOK = 1_000;

/** A worker that asks for entries. */
export interface Asking {
  readonly by: string;
  /** Milliseconds from the claim on for which nobody else is given the entries. */
  readonly lease: number;
  readonly clock: Clock;
  /** How many at most. */
  readonly n: number;
}

/** Entries that were given out. */
export interface Given {
  readonly items: readonly Item[];
  /** When they are free again, in milliseconds since 1970. */
  readonly until: number;
  /** The versionstamp of the commit; "" where there are none. */
  readonly stamp: string;
}

interface Waiting extends Asking {
  readonly resolve: (given: Given) => void;
  readonly reject: (cause: unknown) => void;
}

/** What an asker is given. */
interface Share extends Omit<Given, "stamp"> {
  readonly by: string;
  readonly since: number;
}

/** What there is to be given. */
interface Found {
  readonly state: GroupState;
  readonly due: Due;
  readonly fresh: readonly Slot<KvsRecord>[];
}

const NONE: Given = { items: [], until: 0, stamp: "" };
const NOTHING: Due = { rows: [], items: [], free: Infinity };

/** Where the workers of one process get the entries of a group. */
const counters = new WeakMap<Kv, Map<string, Counter>>();

/** The one of a store for a group. */
export function counterOf(kv: Kv, group: GroupName): Counter {
  const all = counters.get(kv) ?? new Map<string, Counter>(), name = JSON.stringify(group);
  counters.set(kv, all);
  const counter = all.get(name) ?? new Counter(kv, group);
  all.set(name, counter);
  return counter;
}

/** Gives out the entries of a group, to the workers of one process. */
export class Counter {
  readonly settlement: Settlement;
  readonly bell: Bell;
  readonly #kv: Kv;
  readonly #group: GroupName;
  #state: GroupState | undefined;
  readonly #ahead: Ahead;
  #looked = -Infinity;
  #free = -Infinity;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(kv: Kv, group: GroupName) {
    this.#kv = kv;
    this.#group = group;
    this.#ahead = new Ahead(kv, group);
    this.settlement = new Settlement(kv, group);
    this.bell = new Bell(kv, group);
  }

  /** When the next claimed entries are free again as far as is known, in milliseconds since 1970. */
  get free(): number {
    return this.#free;
  }

  /** Tells that entries will be free by then. */
  expect(until: number): void {
    this.#free = Math.min(this.#free, until);
  }

  /**
   * Up to `n` entries; none where there are none.
   *
   * @throws {KvsError} `no_group`, `conflict`, `corrupt`, `store`
   */
  ask(asking: Asking): Promise<Given> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...asking, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    await undefined; // the workers that the same commit has woken ask in this turn
    while (this.#waiting.length > 0) {
      const askers = this.#take(), { where } = this.#group;
      try {
        const shares = await change(this.#kv, where, (layout, n) => this.#give(askers, layout, n));
        askers.forEach(({ resolve }, i) => resolve(shares[i] ?? NONE));
      } catch (cause) {
        this.#lose();
        for (const { reject } of askers) reject(cause);
      }
    }
    this.#running = false;
  }

  #take(): Waiting[] {
    let count = 0, wanted = 0, bytes = 0;
    for (const { n, by } of this.#waiting) {
      wanted += n;
      bytes += 2 * by.length + 90 + 27 * n;
      if (count > 0 && (wanted > MOST_CLAIMED || bytes > ROOM)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  /** What each is given; undefined where another writer came first. */
  async #give(
    askers: readonly Waiting[],
    layout: KvCheck,
    attempt: number,
  ): Promise<Given[] | undefined> {
    const found = await this.#find(askers, attempt);
    const { state, due, fresh } = found;
    if (fresh.length === 0 && due.rows.length === 0) {
      const same = await this.#isAt(state);
      return same ? [] : undefined;
    }
    const shares = share(joined(due.items, fresh.map(toItem)), askers);
    const batch = new Batch(this.#group.where);
    stamp(batch, layout);
    if (attempt === 0 && fresh.length <= FEW) this.#guard(batch, fresh);
    const versionstamp = await this.#commit(batch, found, shares);
    if (versionstamp === undefined) {
      this.#lose();
      return undefined;
    }
    // What was claimed is gone from the feed: there may be more behind it.
    if (shares.every(({ items }) => items.length === 0)) return await this.#give(askers, layout, 0);
    return shares.map(({ items, until }) => ({ items, until, stamp: versionstamp }));
  }

  async #find(askers: readonly Waiting[], attempt: number): Promise<Found> {
    const state = this.#state ??= await readGroup(this.#kv, this.#group);
    const wanted = askers.reduce((sum, { n }) => sum + n, 0);
    const now = Math.min(...askers.map(({ clock }) => clock.now()));
    const looks = now >= this.#free || now - this.#looked >= LOOK || now < this.#looked;
    const early = looks ? await this.#due(wanted, now) : undefined;
    const rest = wanted - (early?.items.length ?? 0);
    const fresh = await this.#ahead.read(state.after, rest, attempt === 0 ? now : undefined);
    const missing = rest - fresh.length;
    const due = early ?? (missing > 0 ? await this.#due(missing, now) : NOTHING);
    return { state, due, fresh };
  }

  /** Whether nobody else has moved the group. */
  async #isAt({ check }: GroupState): Promise<boolean> {
    const now = await readGroup(this.#kv, this.#group);
    if (now.check.versionstamp === check.versionstamp) return true;
    this.#lose();
    return false;
  }

  /** Forgets where the group stands, and with it what was read ahead from there. */
  #lose(): void {
    this.#state = undefined;
    this.#ahead.clear();
    this.#free = -Infinity;
  }

  async #due(wanted: number, now: number): Promise<Due> {
    this.#looked = now;
    this.settlement.forget(now);
    const due = await dueClaims(this.#kv, this.#group, wanted, now);
    this.#free = due.free;
    return due;
  }

  /** A row that is as it was appended has that versionstamp: what was read before is what the feed holds. */
  #guard(batch: Batch, fresh: readonly Slot<KvsRecord>[]): void {
    for (const at of new Set(fresh.map(({ at }) => at))) {
      batch.check({ key: entryKey(this.#group.path, at), versionstamp: at });
    }
  }

  /** One commit: the group moves on, its claims change hands. */
  async #commit(
    batch: Batch,
    { state, due, fresh }: Found,
    shares: readonly Share[],
  ): Promise<string | undefined> {
    const kv = this.#kv, { path, name } = this.#group;
    const { key } = state.check, last = fresh.at(-1), stamped = kv.commitVersionstamp();
    batch.check(state.check);
    if (last !== undefined) batch.set(key, stateAt(last));
    for (const [{ until, stamp, versionstamp, lots }, taken] of due.rows) {
      const key = claimKey(path, name, until, stamp), rest = without(lots, taken);
      batch.check({ key, versionstamp });
      if (rest.length > 0) batch.set(key, stored(rest));
      else batch.delete(key);
    }
    const rows = Map.groupBy(shares.filter(({ items }) => items.length > 0), ({ until }) => until);
    const given = [...rows].map(([until, all]) => ({ until, lots: all.flatMap(lotsOf) }));
    for (const { until, lots } of given) {
      batch.set(claimKey(path, name, until, stamped), stored(lots));
    }
    const stamp = await batch.commit(kv);
    if (stamp === undefined) return undefined;
    if (last !== undefined) {
      this.#state = { check: { key, versionstamp: stamp }, after: last };
      this.#ahead.pass(last);
    }
    for (const { until, lots } of given) {
      this.settlement.know({ until, stamp, versionstamp: stamp, lots });
      this.expect(until);
    }
    return stamp;
  }
}

/** After a group was set back an entry may be both claimed and new: it is given out once. */
function joined(due: readonly Item[], fresh: readonly Item[]): readonly Item[] {
  if (due.length === 0) return fresh;
  const taken = new Set(due.map(({ at }) => at));
  return [...due, ...fresh.filter(({ at }) => !taken.has(at))];
}

/** Deals entries out to those who asked, in their order. */
function share(items: readonly Item[], askers: readonly Asking[]): Share[] {
  let dealt = 0;
  return askers.map(({ by, n, lease, clock }) => {
    const since = clock.now(), own = items.slice(dealt, dealt += n);
    return { by, since, until: since + lease, items: own };
  });
}

/** An asker's entries, those of as many attempts together. */
function lotsOf({ by, since, items }: Share): Lot[] {
  const lots = Map.groupBy(items, ({ attempt }) => attempt);
  return [...lots].map(([attempt, all]) => ({ by, since, attempt, at: all.map(({ at }) => at) }));
}

function toItem(slot: Slot<KvsRecord>): Item {
  return { record: slot.record, at: position(slot), attempt: 1 };
}
