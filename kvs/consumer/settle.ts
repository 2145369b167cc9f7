/**
 * Settling claims: acknowledging them, keeping them for longer, giving them back.
 *
 * @module
 */
import { Batch } from "../rows/batch.ts";
import { type ClaimRow, claimRows, type Lot, MOST_ROWS, stored, without } from "./row.ts";
import { change } from "../rows/attempt.ts";
import { stamp } from "../rows/format.ts";
import { KvsError } from "../error.ts";
import type { GroupName } from "./group.ts";
import { isObject } from "../../base/mod.ts";
import { parsePosition } from "../feed/place.ts";
import type { Kv, KvCheck } from "../kv.ts";
import { claimKey } from "../rows/layout.ts";

/** Entries that are given back in one commit: the row that they move to must hold them. */
export const MOST_SETTLED = 500;

/** What is to become of claimed entries. */
export interface Settling {
  /** Acknowledged, kept for longer, or given back. */
  readonly to: "ack" | "extend" | "back";
  /** Positions by the versionstamp of the commit that gave them out. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
  readonly now: number;
  /** When they are free again. */
  readonly until: number;
}

/**
 * What a claimed entry is settled by.
 *
 * @throws {KvsError} `bad_cursor` for what `claim` has not given
 */
export function tokenOf(
  claimed: unknown,
  where: string,
): { readonly stamp: string; readonly at: string } {
  const { claim, cursor } = isObject(claimed) ? claimed : {};
  if (
    typeof claim === "string" && /^[0-9a-f]{20}$/.test(claim) &&
    typeof cursor === "string" && parsePosition(cursor) !== undefined
  ) return { stamp: claim, at: cursor };
  throw new KvsError("bad_cursor", `${where}: what is settled must be what claim() has given`);
}

interface Pending extends Settling {
  readonly left: Map<string, Set<string>>;
  done: number;
  readonly resolve: (done: number) => void;
  readonly reject: (cause: unknown) => void;
}

/** A row that a commit changes: what is to be in it. */
interface Draft {
  readonly until: number;
  readonly stamp: string;
  /** As it is now; undefined where it is not there. */
  readonly row: ClaimRow | undefined;
  lots: Lot[];
}

/** Entries of one asker that a commit settles. */
interface Hit {
  readonly asker: Pending;
  readonly stamp: string;
  readonly at: readonly string[];
}

/**
 * Settles the claims of a process. What its workers ask while a commit is on its way goes together
 * into the next, and the rows that it has claimed itself are known, so most are settled without a
 * read.
 */
export class Settlement {
  readonly #kv: Kv;
  readonly #group: GroupName;
  readonly #known = new Map<string, Map<number, ClaimRow>>();
  #waiting: Pending[] = [];
  #running = false;

  /** For the claims of one group. */
  constructor(kv: Kv, group: GroupName) {
    this.#kv = kv;
    this.#group = group;
  }

  /** Remembers a row of its own. */
  know(row: ClaimRow): void {
    const rows = this.#known.get(row.stamp);
    if (rows === undefined) this.#known.set(row.stamp, new Map([[row.until, row]]));
    else rows.set(row.until, row);
  }

  /** Forgets what others may have taken over since: it is looked for where it is settled all the same. */
  forget(now: number): void {
    for (const [stamp, rows] of this.#known) {
      // All rows of a commit or none: an entry that is in none of them is taken for settled.
      if (rows.keys().some((until) => until < now)) this.#known.delete(stamp);
    }
  }

  /**
   * Settles entries; those that are acknowledged already, or were taken over, are left alone.
   *
   * @returns how many were settled
   */
  settle(settling: Settling): Promise<number> {
    const left = new Map([...settling.entries].map(([stamp, at]) => [stamp, new Set(at)]));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...settling, left, done: 0, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    await undefined; // the workers that the same commit has woken ask in this turn
    while (this.#waiting.length > 0) {
      const askers = this.#take();
      try {
        while (askers.some(({ left }) => left.size > 0)) await this.#step(askers);
        for (const { resolve, done } of askers) resolve(done);
      } catch (cause) {
        for (const { reject } of askers) reject(cause);
      }
    }
    this.#running = false;
  }

  /** Those who come first and want nothing of the same entry. */
  #take(): Pending[] {
    const seen = new Map<string, ReadonlySet<string>[]>();
    let count = 0, back = 0;
    for (const { left, to } of this.#waiting) {
      if (to === "back") back += left.values().reduce((sum, { size }) => sum + size, 0);
      const again = left.entries().some(([stamp, at]) =>
        seen.get(stamp)?.some((other) => !other.isDisjointFrom(at))
      );
      if (count > 0 && (again || back > MOST_SETTLED)) break;
      for (const [stamp, at] of left) seen.set(stamp, [...seen.get(stamp) ?? [], at]);
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  /** One commit, of what the rows of a commit have room for. */
  async #step(askers: readonly Pending[]): Promise<void> {
    const { where } = this.#group;
    await change(this.#kv, where, async (layout) => {
      await this.#find(askers);
      const { drafts, hits, full } = this.#draft(askers);
      const back = new Map<number, Lot[]>();
      for (const hit of hits) this.#move(hit, drafts, back);
      if (hits.length > 0 && !await this.#commit(layout, drafts, back)) {
        for (const { stamp } of hits) this.#known.delete(stamp);
        return undefined;
      }
      for (const { asker, stamp, at } of hits) {
        asker.done += at.length;
        const left = asker.left.get(stamp);
        for (const each of at) left?.delete(each);
        if (left?.size === 0) asker.left.delete(stamp);
      }
      // What was looked for in every row and is in none is settled already, or another's.
      for (const { left } of askers) if (!full) left.clear();
      return true;
    });
  }

  /** Reads the claims where there are some that are not known: a process before this one was given them. */
  async #find(askers: readonly Pending[]): Promise<void> {
    const strange = new Set(askers.flatMap(({ left }) => [...left.keys()]));
    for (const stamp of this.#known.keys()) strange.delete(stamp);
    if (strange.size === 0) return;
    for await (const row of claimRows(this.#kv, this.#group)) {
      if (strange.has(row.stamp)) this.know(row);
    }
  }

  #draft(askers: readonly Pending[]): { drafts: Map<string, Draft>; hits: Hit[]; full: boolean } {
    const drafts = new Map<string, Draft>(), hits: Hit[] = [];
    for (const asker of askers) {
      for (const [stamp, wanted] of asker.left) {
        for (const row of this.#known.get(stamp)?.values() ?? []) {
          const at = row.lots.flatMap((lot) => lot.at.filter((each) => wanted.has(each)));
          if (at.length === 0) continue;
          if (drafts.size >= MOST_ROWS && !drafts.has(rowName(row))) {
            return { drafts, hits, full: true };
          }
          this.#open(drafts, row);
          hits.push({ asker, stamp, at });
        }
      }
    }
    return { drafts, hits, full: false };
  }

  #open(drafts: Map<string, Draft>, { until, stamp }: Pick<ClaimRow, "until" | "stamp">): Draft {
    const name = rowName({ until, stamp }), found = drafts.get(name);
    if (found !== undefined) return found;
    const row = this.#known.get(stamp)?.get(until);
    const draft: Draft = { until, stamp, row, lots: [...row?.lots ?? []] };
    drafts.set(name, draft);
    return draft;
  }

  /** Takes entries out of the rows that hold them, and puts them where they are to be. */
  #move({ asker, stamp, at }: Hit, drafts: Map<string, Draft>, back: Map<number, Lot[]>): void {
    const { to, now, until } = asker, moved = new Set(at), lots: Lot[] = [];
    for (const draft of [...drafts.values()].filter((draft) => draft.stamp === stamp)) {
      for (const lot of draft.lots) {
        const out = lot.at.filter((each) => moved.has(each));
        if (out.length > 0) lots.push({ ...lot, at: out });
      }
      draft.lots = without(draft.lots, moved);
    }
    if (to === "extend") {
      this.#open(drafts, { until, stamp }).lots.push(...lots.map((lot) => ({ ...lot, seen: now })));
    }
    if (to === "back") {
      const given = lots.map(({ attempt, at }): Lot => ({ by: "", since: now, attempt, at }));
      back.set(until, joined([...back.get(until) ?? [], ...given]));
    }
  }

  async #commit(
    layout: KvCheck,
    drafts: Map<string, Draft>,
    back: Map<number, Lot[]>,
  ): Promise<boolean> {
    const kv = this.#kv, { path, name, where } = this.#group;
    const batch = new Batch(where);
    stamp(batch, layout);
    for (const { until, stamp, row, lots } of drafts.values()) {
      const key = claimKey(path, name, until, stamp);
      batch.check({ key, versionstamp: row?.versionstamp ?? null });
      if (lots.length > 0) batch.set(key, stored(lots));
      else if (row !== undefined) batch.delete(key);
    }
    for (const [until, lots] of back) {
      batch.set(claimKey(path, name, until, kv.commitVersionstamp()), stored(lots));
    }
    if (back.size > 0) batch.set(claimKey(path, name), true); // wakes those who wait
    const versionstamp = await batch.commit(kv);
    if (versionstamp === undefined) return false;
    for (const { until, stamp, lots } of drafts.values()) {
      if (lots.length > 0) this.know({ until, stamp, versionstamp, lots });
      else this.#known.get(stamp)?.delete(until);
      if (this.#known.get(stamp)?.size === 0) this.#known.delete(stamp);
    }
    return true;
  }
}

function rowName({ until, stamp }: Pick<ClaimRow, "until" | "stamp">): string {
  return `${until} ${stamp}`;
}

/** Lots of as many attempts as one. */
function joined(lots: readonly Lot[]): Lot[] {
  const found = new Map<string, Lot>();
  for (const lot of lots) {
    const name = `${lot.since} ${lot.attempt}`, same = found.get(name);
    found.set(name, same === undefined ? lot : { ...same, at: [...same.at, ...lot.at] });
  }
  return [...found.values()];
}
