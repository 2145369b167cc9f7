/**
 * A commit that is counted before it is tried.
 *
 * @module
 */
import type { ChangedKeys } from "./changed.ts";
import { apply, type Changes } from "./changes.ts";
import { named } from "./commit.ts";
import { given, KvsError } from "../error.ts";
import { ready, readyNow, restamped, stamp as stampLayout } from "./format.ts";
import { type Gathered, type Gathering, joined, PART } from "./gathering.ts";
import type { Kv, KvAtomic, KvCheck, KvKey, KvMutation } from "../kv.ts";
import type { Fresh } from "./slot.ts";
import { KvU64 } from "../store/kvu64.ts";
import { LIMITS } from "../store/limits.ts";
import { misuse, optionsOf } from "../options.ts";
import {
  type BatchSetOptions,
  boundGiven,
  sizeGiven,
  Tally,
  tooMuch,
  valueBound,
  type Weight,
} from "./weight.ts";

/**
 * The changes of one commit: the one place that knows how many a commit can hold. They are kept as
 * data, counted while they are added, and change nothing before {@linkcode Batch.commit}, which
 * refuses what no commit holds before anything is written.
 *
 * Room of a commit: 100 checks, 1,000 mutations, 819,200 bytes, of which 81,920 of the keys that are
 * set; a key of 2,048 bytes, a value of 65,536. Values are serialised when the batch is committed:
 * do not change them before. `appendInto` takes a batch as well as a commit of the store, and
 * {@linkcode groupCommit} puts batches of several askers into one commit.
 *
 * @example
 * ```ts
 * import { appendInto, Batch, openKv } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * const batch = new Batch("order 7").check({ key: ["order", 7], versionstamp: null });
 * batch.set(["order", 7], "new").sum(["orders"], 1n);
 * appendInto(kv, batch, [{ id: 7, to: "new" }], "/orders");
 * if (batch.weight.mutations < 5) throw new Error("the append counts too");
 * if (await batch.commit(kv) === undefined) throw new Error("there was such an order");
 * ```
 */
export class Batch implements Changes {
  /** What is changed, for messages. */
  readonly label: string;
  readonly #checks: KvCheck[] = [];
  readonly #mutations: KvMutation[] = [];
  #gathered: Map<string, Gathered> | undefined; // most batches append nothing
  #undo: (() => Promise<void>)[] | undefined;
  readonly #tally = new Tally();

  /** An empty batch; `label` says in messages what it changes. */
  constructor(label: string = "commit") {
    this.label = label;
  }

  /** An upper bound of what it takes of a commit; it grows with it. */
  get weight(): Weight {
    return this.#tally.weight;
  }

  /** Its conditions in their order, those on the ids of records that are appended among them. */
  get checks(): readonly KvCheck[] {
    return this.#checks;
  }

  /** Its changes, in their order, without those of records that are appended. */
  get mutations(): readonly KvMutation[] {
    return this.#mutations;
  }

  /** How many records it appends to feeds. */
  get appended(): number {
    let sum = 0;
    for (const { records } of this.#gathered?.values() ?? []) sum += records.length;
    return sum;
  }

  /** Adds conditions: all must hold. */
  check(...checks: KvCheck[]): this {
    for (const check of checks) {
      this.#tally.check(this.#key(given(this.label, () => check.key)));
      this.#checks.push(check);
    }
    return this;
  }

  /** Stores a value. */
  set(key: KvKey, value: unknown, options: BatchSetOptions = NOTHING): this {
    const { bytes, expireIn } = options === NOTHING ? options : optionsOf(this.label, options);
    this.#tally.set(this.#key(key), boundGiven(value, bytes, this.label));
    const set = { key, type: "set", value } as const;
    this.#mutations.push(expireIn === undefined ? set : { ...set, expireIn });
    return this;
  }

  /** Removes a key. */
  delete(key: KvKey): this {
    this.#tally.delete(this.#key(key));
    this.#mutations.push({ key, type: "delete" });
    return this;
  }

  /** Adds `n` to a `KvU64`, modulo 2^64. */
  sum(key: KvKey, n: bigint): this {
    const value = given(this.label, () => new KvU64(n));
    this.#tally.set(this.#key(key), valueBound(value));
    this.#mutations.push({ key, type: "sum", value });
    return this;
  }

  /**
   * Adds what another batch changes, which stays as it is. Where it checks a key that is changed here
   * they do not guard against each other: `split` and `groupCommit` keep such apart.
   */
  add(other: Batch): this {
    const isBatch = typeof other === "object" && other !== null && #checks in other;
    if (!isBatch) throw misuse(this.label, "a batch", other);
    if (other === this) return this.add(new Batch(this.label).add(this));
    for (const check of other.#checks) this.#checks.push(check);
    for (const mutation of other.#mutations) this.#mutations.push(mutation);
    for (const [name, gathered] of other.#gathered ?? []) this.#wait(name, gathered);
    for (const undo of other.#undo ?? []) this.onRefused(undo);
    this.#tally.add(other.#tally);
    return this;
  }

  /** Tells what takes back what was written beforehand: it runs where a check of the commit does not hold. */
  onRefused(undo: () => Promise<void>): this {
    if (typeof undo !== "function") throw misuse(this.label, "a function", undo);
    (this.#undo ??= []).push(undo);
    return this;
  }

  /**
   * Adds records that must be staged together with all of the same name in the same commit: see
   * `appendInto`.
   *
   * @internal
   */
  gather(name: string, records: readonly Fresh[], stamp: symbol, how: Gathering): this {
    const known = how.weigh(records);
    let alone: readonly KvMutation[] | undefined;
    if (known === undefined) {
      const staged = new Batch(this.label);
      how.stage(staged, records, stamp, undefined, true);
      alone = staged.#mutations;
      this.#tally.add(staged.#tally);
    } else this.#tally.gain(known, known.longestKey);
    this.#tally.gain(PART);
    this.#wait(name, { how, records, alone, value: known?.value });
    return this;
  }

  /**
   * What of it no commit holds, such as "1001 mutations, over 1000"; undefined where it fits. Where
   * the upper bounds do not tell, everything is serialised to be counted.
   */
  excess(stamp: symbol = STAMP): string | undefined {
    if (this.#tally.fits()) return undefined;
    return tooMuch(this.#whole(stamp));
  }

  /**
   * Commits it.
   *
   * @returns the versionstamp; undefined where a check did not hold and nothing was changed
   * @throws {KvsError} `too_large`, with nothing tried, for what no commit holds; `layout`; what the
   * store refuses
   */
  async commit(kv: Kv): Promise<string | undefined> {
    const versionstamp = await this.attempt(kv);
    if (versionstamp === undefined) await this.discard();
    return versionstamp;
  }

  /** Takes back what was written beforehand. */
  async discard(): Promise<void> {
    for (const undo of this.#undo ?? []) await undo();
  }

  /** As {@linkcode Batch.commit}, but takes nothing back where a check did not hold: it may be tried again. */
  async attempt(kv: Kv): Promise<string | undefined> {
    const layout = this.#gathered === undefined ? undefined : readyNow(kv) ?? await ready(kv);
    const atomic = this.staged(kv, layout);
    try {
      const done = await atomic.commit();
      if (done.ok) return done.versionstamp;
    } catch (cause) {
      throw named(this.label, cause);
    }
    // It may be why: another layout is an error, a store that others have stamped meanwhile none.
    return layout && await restamped(kv, layout) ? await this.attempt(kv) : undefined;
  }

  /**
   * The commit of a store that it makes, which nothing has been asked of yet.
   * @param layout is checked where there is room, if the batch appends to feeds
   * @throws {KvsError} as {@linkcode Batch.commit}
   * @internal
   */
  staged(kv: Kv, layout?: KvCheck): KvAtomic {
    try {
      const atomic = kv.atomic(), stamp = kv.commitVersionstamp();
      const excess = this.excess(stamp);
      if (excess !== undefined) throw new KvsError("too_large", excess);
      this.#stage(atomic, stamp);
      const { checks, mutations } = this.weight;
      const isRoom = checks < LIMITS.checks && mutations < LIMITS.mutations - 1;
      if (layout !== undefined && this.#gathered !== undefined && isRoom) {
        stampLayout(atomic, layout);
      }
      return atomic;
    } catch (cause) {
      throw named(this.label, cause);
    }
  }

  /**
   * Whether this batch checks a key that is changed, and would so be refused after that change.
   * @internal
   */
  dependsOn(changed: ChangedKeys): boolean {
    return this.#checks.some(({ key }) => changed.has(key));
  }

  /**
   * Adds the keys that it changes.
   * @internal
   */
  addChanged(to: ChangedKeys): void {
    for (const { key } of this.#mutations) to.add(key);
    for (const { how, records } of this.#gathered?.values() ?? []) {
      for (const key of how.keys(records)) to.add(key);
    }
  }

  #wait(name: string, more: Gathered): void {
    const all = this.#gathered ??= new Map();
    all.set(name, joined(all.get(name), more));
  }

  #key(key: KvKey): number {
    return sizeGiven(key, this.label);
  }

  /** The batch with what was gathered, as it is committed. */
  #whole(stamp: symbol): Batch {
    if (this.#gathered === undefined) return this;
    const whole = new Batch(this.label);
    this.#stage(whole, stamp);
    return whole;
  }

  #stage(changes: Changes, stamp: symbol): void {
    if (this.#checks.length > 0) changes.check(...this.#checks);
    for (const mutation of this.#mutations) apply(changes, mutation);
    this.#stageGathered(changes, stamp);
  }

  #stageGathered(changes: Changes, stamp: symbol): void {
    for (const { how, records, alone, value } of this.#gathered?.values() ?? []) {
      if (alone === undefined) how.stage(changes, records, stamp, value);
      else for (const mutation of alone) apply(changes, mutation);
    }
  }
}

/** Stands for a commit's versionstamp where only sizes count. */
const STAMP = Symbol("versionstamp"), NOTHING: BatchSetOptions = {};
