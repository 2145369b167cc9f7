/** The store in Redis, in bytes. */
import { Buffer } from "node:buffer";
import { Alarm } from "../../store/clock.ts";
import type { KvBackend, RawCommit, RawDelivery, RawEntry, RawRange } from "../../store/backend.ts";
import { type Clock, systemClock } from "../../../base/mod.ts";
import { type Client, makeClient, type Target } from "./client.ts";
import { Commits } from "./commits.ts";
import { buffer, type DatedEntry, plain, readEntry } from "./entry.ts";
import { Expiries } from "./expiries.ts";
import { type Argument, Link } from "./link.ts";
import { Queue } from "./queue.ts";
import { type ScriptName, SCRIPTS, sha1 } from "./script.ts";
import { Signals } from "./signals.ts";

/** Milliseconds between removals of expired entries, and how many are removed in one step. */
const SWEEP_INTERVAL = 30_000, SWEEP_STEP = 200;

/** How the back end is made. */
export interface BackendOptions {
  readonly target: Target;
  readonly prefix: string;
  readonly patience: number;
  readonly lease: number;
  /** A test's; the server's time unless told. */
  readonly clock: Clock | undefined;
  /** Spreads waits: 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

/** The back end over a client that is connected. */
export class RedisBackend implements KvBackend {
  readonly #link: Link;
  readonly #signals: Signals;
  readonly #commits: Commits;
  readonly #expiries: Expiries;
  readonly #queue: Queue;
  readonly #sweep: Alarm;
  readonly #clock: Clock;
  readonly #random: () => number;
  /** What scripts are given as the time: empty for the server's. */
  readonly #time: () => string;
  readonly #prefix: string;
  #closed = false;

  constructor(client: Client, { target, prefix, patience, lease, clock, random }: BackendOptions) {
    const id = crypto.randomUUID();
    this.#clock = clock ?? systemClock;
    this.#time = clock ? () => String(clock.now()) : () => "";
    // in braces, so that a cluster keeps all keys of the store together
    this.#prefix = `{${prefix}}`;
    this.#random = random;
    this.#link = new Link(client, {
      patience,
      random,
      clock: this.#clock,
      keyOf: (name) => `${this.#prefix}:${name === "client" ? `client:${id}` : name}`,
    });
    this.#signals = new Signals(() => makeClient(target), this.#clock, target.cluster);
    this.#expiries = new Expiries(this.#clock, (channel) => this.#signals.fire(channel));
    this.#commits = new Commits({
      read: (keys) => this.#read(keys),
      run: async (args) => String(await this.#run("commit", args)),
    });
    this.#queue = new Queue({
      run: (script, args) => this.#run(script, args),
      subscribe: (notify) => this.#signals.subscribe([`${this.#prefix}:queue`], notify),
    }, { clock: this.#clock, name: id, lease, drained: () => this.#link.close() });
    this.#sweep = new Alarm(this.#clock, () => this.#sweepAll(), true);
    this.#sweepLater();
  }

  #run(script: ScriptName, args: readonly Argument[]): Promise<unknown> {
    return this.#link.run(SCRIPTS[script], [this.#time(), ...args]);
  }

  async get(keys: readonly Uint8Array[]): Promise<(RawEntry | undefined)[]> {
    return await this.#read(keys);
  }

  async #read(keys: readonly Uint8Array[]): Promise<(DatedEntry | undefined)[]> {
    if (keys.length === 0) return [];
    const reply = await this.#run("get", keys.map(buffer));
    const [time, found] = reply as [Buffer, (Buffer | null)[]];
    const now = Number(time);
    return keys.map((key, i) => {
      const stored = found[i];
      const entry = stored ? readEntry(key, stored) : undefined;
      if (!entry || entry.deadline <= now) return undefined;
      if (entry.deadline !== Infinity) this.#awaitExpiry(key, entry.deadline - now);
      return entry;
    });
  }

  /** Who watches a key is told of its deadline. */
  #awaitExpiry(key: Uint8Array, wait: number): void {
    const channel = this.#channel(key);
    if (this.#signals.has(channel)) this.#expiries.add(channel, wait);
  }

  async list({ start, end, limit, reverse }: RawRange): Promise<RawEntry[]> {
    const entries: RawEntry[] = [];
    let from = bound("[", start), to = bound("(", end);
    while (true) {
      const wanted = limit - entries.length;
      const ends = reverse ? [to, from] : [from, to];
      const command = reverse ? "ZREVRANGEBYLEX" : "ZRANGEBYLEX";
      const reply = await this.#run("list", [command, ...ends, String(wanted)]);
      const [time, keys, found] = reply as [Buffer, Buffer[], (Buffer | null)[]];
      for (const [i, key] of keys.entries()) {
        const stored = found[i];
        const entry = stored ? readEntry(plain(key), stored) : undefined;
        if (entry && entry.deadline > Number(time)) entries.push(entry);
      }
      const last = keys.at(-1);
      // fewer are a whole batch too, unless some of them have expired
      if (!last || keys.length < wanted || entries.length === limit) return entries;
      if (reverse) to = bound("(", last);
      else from = bound("(", last);
    }
  }

  commit(commit: RawCommit): Promise<string | undefined> {
    return this.#commits.apply(commit);
  }

  #channel(key: Uint8Array): string {
    return `${this.#prefix}:entries:${sha1(key)}`;
  }

  subscribe(keys: readonly Uint8Array[], notify: () => void): () => void {
    return this.#signals.subscribe(keys.map((key) => this.#channel(key)), notify);
  }

  dequeue(): Promise<RawDelivery | undefined> {
    return this.#queue.dequeue();
  }

  /** At another moment than other processes do. */
  #sweepLater(): void {
    if (this.#closed) return;
    this.#sweep.set(this.#clock.now() + SWEEP_INTERVAL * (1 + this.#random()));
  }

  async #sweepAll(): Promise<void> {
    try {
      while (Number(await this.#run("sweep", [String(SWEEP_STEP)])) === SWEEP_STEP);
    } catch { /* next time */ }
    this.#sweepLater();
  }

  close(): void {
    this.#closed = true;
    this.#sweep.set(Infinity);
    this.#expiries.close();
    this.#queue.close();
    this.#signals.close();
  }
}

/** An end of a range as Redis takes it: `[` with, `(` without the key itself. */
function bound(sign: "[" | "(", key: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(sign), key]);
}
