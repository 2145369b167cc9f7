/** The back end of a store over the SQLite database of a Durable Object. */
import { combine } from "../../store/value.ts";
import type {
  KvBackend,
  RawCommit,
  RawDelivery,
  RawEntry,
  RawMutation,
  RawRange,
} from "../../store/backend.ts";
import { concatBytes } from "../../../base/mod.ts";
import { toBinary } from "../../value/bytes.ts";
import { LIMITS } from "../../store/limits.ts";
import { KvsError } from "../../error.ts";
import { encodeKey } from "../../value/key.ts";
import { DurableAlarm } from "./alarm.ts";
import { Connections } from "./connections.ts";
import { Entries, stampOf } from "./entries.ts";
import type { DurableState, DurableStorage } from "./host.ts";
import { Messages } from "./messages.ts";
import { dispatch, LocalRunner } from "./queue.ts";
import { createTables } from "./schema.ts";
import { storageError } from "./storage_error.ts";
import { Watchers } from "../../store/watch.ts";

/** So many expired entries are removed at once; the rest when the alarm rings again, at once. */
const SWEEP = 500;

/**
 * The back end. The database is the only state: what is held in memory besides are the listeners and
 * watches of this isolate, which end with it.
 */
export class DurableBackend implements KvBackend {
  /** The connections of other isolates. */
  readonly connections: Connections;
  readonly #storage: DurableStorage;
  readonly #now: () => number;
  readonly #entries: Entries;
  readonly #messages: Messages;
  readonly #alarm: DurableAlarm;
  readonly #watchers = new Watchers();
  readonly #local: LocalRunner;
  #closed = false;

  constructor(state: DurableState, now: () => number) {
    const { storage } = state;
    createTables(storage.sql);
    this.#storage = storage;
    this.#now = now;
    this.#entries = new Entries(storage.sql);
    this.#messages = new Messages(storage.sql);
    this.#alarm = new DurableAlarm(storage);
    this.connections = new Connections(state);
    this.#local = new LocalRunner((...outcome) => this.settle(...outcome));
    this.#abandon();
    this.#arm();
  }

  // deno-lint-ignore require-await -- so that what throws is a rejection
  async get(keys: readonly Uint8Array[]): Promise<(RawEntry | undefined)[]> {
    const now = this.#now();
    return keys.map((key) => this.#entries.get(key, now));
  }

  // deno-lint-ignore require-await -- so that what throws is a rejection
  async list(range: RawRange): Promise<RawEntry[]> {
    return this.#entries.list(range, this.#now());
  }

  // deno-lint-ignore require-await -- so that what throws is a rejection
  async commit(commit: RawCommit): Promise<string | undefined> {
    const { checks, mutations, messages } = commit, now = this.#now(), touched: Uint8Array[] = [];
    checkUndelivered(commit);
    const versionstamp = this.#transaction(() => {
      const holds = checks.every(({ key, versionstamp }) =>
        this.#entries.versionstamp(key, now) === versionstamp
      );
      if (!holds) return undefined;
      const version = this.#entries.nextVersion();
      for (const mutation of mutations) touched.push(this.#apply(mutation, version, now));
      for (const message of messages) this.#messages.add(message, now + message.delay);
      return stampOf(version);
    });
    if (versionstamp !== undefined) this.#committed(commit, touched, now);
    return versionstamp;
  }

  /** Makes one change and answers the key that it touched. */
  #apply(mutation: RawMutation, version: number, now: number): Uint8Array {
    const { key, type } = mutation;
    if (type === "delete") {
      this.#entries.delete(key);
      return key;
    }
    if (type === "set" || type === "stamped") {
      const stored = type === "set" ? key : concatBytes(key, encodeKey([stampOf(version)]));
      const { value, expireIn } = mutation;
      this.#entries.put(stored, value, version, expireIn === undefined ? null : now + expireIn);
      return stored;
    }
    const old = this.#entries.get(key, now);
    this.#entries.put(key, combine(type, old?.value, mutation.value), version, null);
    return key;
  }

  #committed(
    { mutations, messages }: RawCommit,
    touched: readonly Uint8Array[],
    now: number,
  ): void {
    for (const mutation of mutations) {
      if ("expireIn" in mutation && mutation.expireIn !== undefined) {
        this.#alarm.before(now + mutation.expireIn);
      }
    }
    this.#notify(touched);
    if (messages.length === 0) return;
    this.dispatch();
    this.#arm();
  }

  #notify(keys: readonly Uint8Array[]): void {
    this.#watchers.notify(keys.map(toBinary));
    this.connections.notify(keys);
  }

  subscribe(keys: readonly Uint8Array[], notify: () => void): () => void {
    return this.#watchers.add(keys, notify);
  }

  dequeue(): Promise<RawDelivery | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    const delivery = this.#local.wait();
    this.dispatch();
    return delivery;
  }

  /** Gives messages that are due to whoever waits for one. */
  dispatch(): void {
    dispatch(this.#messages, () => [this.#local, ...this.connections.runners()], this.#now());
  }

  /** A runner has handled a message, or has failed to. */
  settle(id: number, runner: string, success: boolean): void {
    if (success) this.#messages.finish(id, runner);
    else this.#fail([id], runner);
    this.dispatch();
    this.#arm();
  }

  /** A runner gives messages back, or all that it has, without having tried. */
  release(runner: string, ids: readonly number[] = this.#messages.of(runner)): void {
    for (const id of ids) this.#messages.release(id, runner);
    this.dispatch();
    this.#arm();
  }

  /** A runner is no more: what it had counts as failed. */
  lose(runner: string): void {
    this.#fail(this.#messages.of(runner), runner);
    this.dispatch();
    this.#arm();
  }

  /** Counts these messages as failed, and keeps those of which it was the last attempt. */
  #fail(ids: readonly number[], runner: string): void {
    const touched: Uint8Array[] = [], now = this.#now();
    this.#transaction(() => {
      for (const id of ids) {
        const undelivered = this.#messages.fail(id, runner, now);
        if (!undelivered || undelivered.keys.length === 0) continue;
        const version = this.#entries.nextVersion();
        for (const key of undelivered.keys) {
          this.#entries.put(key, { kind: "v8", value: undelivered.payload }, version, null);
          touched.push(key);
        }
      }
    });
    this.#notify(touched);
  }

  /** What ran when the object was last evicted has failed, but for what connections still have. */
  #abandon(): void {
    const alive = this.connections.ids();
    for (const runner of this.#messages.runners()) {
      if (!alive.has(runner)) this.#fail(this.#messages.of(runner), runner);
    }
  }

  /** The host's alarm has rung. */
  ring(): void {
    this.#alarm.rung();
    this.#notify(this.#entries.sweep(this.#now(), SWEEP));
    this.dispatch();
    this.#arm();
  }

  /** The host's alarm shall ring at that time for others than the store. */
  wakeAt(time: number): void {
    if (time < Infinity) this.#alarm.before(time);
  }

  #arm(): void {
    const now = this.#now(), due = this.#messages.nextDue();
    this.#alarm.before(Math.min(this.#entries.nextDeadline(), due > now ? due : Infinity));
    this.#alarm.lookAfter(due <= now || this.#messages.running() > 0, now);
  }

  #transaction<T>(run: () => T): T {
    try {
      return this.#storage.transactionSync(run);
    } catch (error) {
      throw storageError(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#local.close();
  }
}

/** A message is one row with its keys, and a row has at most 2 MB. */
function checkUndelivered({ messages }: RawCommit): void {
  for (const { undelivered } of messages) {
    if (undelivered.reduce((sum, key) => sum + key.length, 0) > LIMITS.commitKeyBytes) {
      throw new KvsError(
        "too_large",
        `keysIfUndelivered of one message have more than ${LIMITS.commitKeyBytes} bytes: give fewer`,
      );
    }
  }
}
