/**
 * Looking from time to time at what other processes do to a SQLite file, of which Deno tells nothing, or late: at watched keys, once for
 * all watches of a store; and at the queue, whose messages Deno gives at once only to the listeners of the process that has put them in,
 * while those of others look once a minute.
 *
 * Whether a message is due is read from Deno's own table, beside Deno, so that nothing need be added to what is put in, and messages of
 * every process are found: those that are delayed, those that a process which has ended was to try again, those of an application that
 * has opened the file without this module.
 *
 * @module
 */
import { toBinary } from "../../value/bytes.ts";
import { LIMITS } from "../../store/limits.ts";
import type { Clock } from "../../../base/mod.ts";
import { encodeKey } from "../../value/key.ts";
import type { KvEnqueueOptions, KvKey } from "../../kv.ts";

/** A key that somebody watches. */
interface Watched {
  readonly key: KvKey;
  /** What it had when it was last looked at; undefined before. */
  versionstamp: string | null | undefined;
  readonly watchers: Set<() => void>;
}

/** Tells watchers when the versionstamps of their keys have changed. */
export class Poller {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #read: (keys: readonly KvKey[]) => Promise<readonly (string | null)[]>;
  readonly #watched = new Map<string, Watched>();
  #timer: unknown;
  #running = false;
  #looking = false;

  /** `interval` is in milliseconds; `read` answers the versionstamps of up to 10 keys. */
  constructor(
    clock: Clock,
    interval: number,
    read: (keys: readonly KvKey[]) => Promise<readonly (string | null)[]>,
  ) {
    this.#clock = clock;
    this.#interval = interval;
    this.#read = read;
  }

  /**
   * Calls `notify` at the first look at these keys, and after every change; answers how to stop.
   */
  add(keys: readonly KvKey[], notify: () => void): () => void {
    if (!Number.isFinite(this.#interval)) return () => {};
    const ids = keys.map((key) => toBinary(encodeKey(key)));
    ids.forEach((id, i) => {
      const watched = this.#watched.get(id) ??
        { key: [...keys[i] ?? []], versionstamp: undefined, watchers: new Set() };
      watched.watchers.add(notify);
      this.#watched.set(id, watched);
    });
    if (!this.#running && this.#watched.size > 0) this.#wait();
    return () => this.#remove(ids, notify);
  }

  #remove(ids: readonly string[], notify: () => void): void {
    for (const id of ids) {
      const watched = this.#watched.get(id);
      watched?.watchers.delete(notify);
      if (watched?.watchers.size === 0) this.#watched.delete(id);
    }
    if (this.#watched.size === 0) this.#stop();
  }

  /** Forgets all watchers. */
  close(): void {
    this.#watched.clear();
    this.#stop();
  }

  #stop(): void {
    if (this.#running) this.#clock.clearTimeout(this.#timer);
    this.#running = false;
  }

  #wait(): void {
    this.#running = true;
    this.#timer = this.#clock.setTimeout(() => {
      this.#wait();
      // what fails now is tried again at the next look; a store that is closed ends its watches
      if (!this.#looking) this.#look().catch(() => {}).finally(() => this.#looking = false);
    }, this.#interval);
  }

  async #look(): Promise<void> {
    this.#looking = true;
    const all = [...this.#watched.values()];
    for (let at = 0; at < all.length; at += LIMITS.getManyKeys) {
      const some = all.slice(at, at + LIMITS.getManyKeys);
      const versionstamps = await this.#read(some.map(({ key }) => key));
      some.forEach((watched, i) => {
        const versionstamp = versionstamps[i] ?? null;
        if (watched.versionstamp === versionstamp) return;
        watched.versionstamp = versionstamp;
        for (const notify of watched.watchers) notify();
      });
    }
  }
}

/** The host's SQLite: the same code as that of its Deno KV, so that their locks agree within the process. */
interface Sqlite {
  prepare(sql: string): { get(...values: unknown[]): unknown; run(...values: unknown[]): unknown };
  close(): void;
}
type SqliteClass = new (path: string, options?: { readOnly?: boolean }) => Sqlite;
interface Host {
  process?: { getBuiltinModule?(name: string): { DatabaseSync?: SqliteClass } | undefined };
}

/** What a look needs. */
export interface QueueWatchOptions {
  readonly clock: Clock;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** The SQLite file; undefined where it is not known. */
  readonly file: string | undefined;
  /** Puts a message into Deno's queue. */
  readonly enqueue: (message: unknown, options: KvEnqueueOptions) => Promise<unknown>;
}

/** A message that is due for so many milliseconds was left behind: Deno itself waits up to 100. */
const LEFT = 150;
/** As many messages as Deno gives out at once. */
const AT_ONCE = 100;
const NOW = "unixepoch('subsec') * 1000";
const DUE = `select exists(select 1 from queue where ts <= ${NOW} - ${LEFT}) as due`;

const HOUR = 60 * 60 * 1000, DAY = 24 * HOUR, LONGEST = 30 * DAY;
/**
 * Any message that is put in has Deno look at all of them. This one is due after the longest time that
 * there is, and is taken out again at once: nobody is given it, unless a process is killed between the
 * two and nobody listens by this module for a month.
 */
const WAKE = "kvs wakes the queue: 3b6f1c7e-52d0-4c1e-9d5b-8f0f4a2f6e11";
const NEVER: KvEnqueueOptions = { delay: LONGEST, backoffSchedule: [] };
const REMOVE = `delete from queue where ts > ${NOW} + ? and length(data) < ${WAKE.length + 10} ` +
  `and substr(data, -${WAKE.length}) = ?`;

/** Has Deno look for messages of other processes while somebody listens. */
export class QueueWatch {
  readonly #options: QueueWatchOptions;
  readonly #Sqlite: SqliteClass | undefined;
  #db: Sqlite | undefined;
  #timer: unknown;
  #running = 0;
  /** A message has come since the last look: Deno is at work, and takes all that are due. */
  #came = false;
  #waking = false;
  #closed = false;
  /** How old what wakes may be that was left in the queue: at first that of processes that were killed. */
  #litter = LONGEST - DAY;

  constructor(options: QueueWatchOptions) {
    const looks = Number.isFinite(options.interval) && options.file !== undefined;
    const { process } = globalThis as Host;
    this.#options = options;
    this.#Sqlite = looks ? process?.getBuiltinModule?.("node:sqlite")?.DatabaseSync : undefined;
  }

  /** The handler that is given to Deno; looking begins. */
  listen(
    handler: (value: unknown) => Promise<void> | void,
  ): (value: unknown) => Promise<void> {
    if (this.#timer === undefined && this.#Sqlite !== undefined && !this.#closed) this.#wait();
    return async (value) => {
      if (value === WAKE) return;
      this.#came = true;
      this.#running++;
      try {
        await handler(value);
      } finally {
        this.#running--;
      }
    };
  }

  /** Looks for messages no more, and closes the file. */
  close(): void {
    this.#closed = true;
    this.#options.clock.clearTimeout(this.#timer);
    try {
      this.#tidy();
    } catch {
      // locked: who listens next removes it
    }
    this.#db?.close();
    this.#db = undefined;
  }

  #wait(): void {
    const { clock, interval } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.#wait();
      try {
        this.#look();
      } catch {
        // locked, or a Deno whose tables are others: its messages come as it brings them
      }
    }, interval);
  }

  #look(): void {
    this.#db ??= open(this.#Sqlite, this.#options.file);
    this.#tidy();
    const busy = this.#came || this.#waking || this.#running >= AT_ONCE;
    this.#came = false;
    if (!busy && this.#isDue()) void this.#wake();
  }

  async #wake(): Promise<void> {
    this.#waking = true;
    try {
      await this.#options.enqueue(WAKE, NEVER);
      this.#litter = Math.max(this.#litter, HOUR);
      this.#tidy();
    } catch {
      // locked: the next look does it
    } finally {
      this.#waking = false;
    }
  }

  #isDue(): boolean {
    const row = this.#db?.prepare(DUE).get();
    return typeof row === "object" && row !== null && "due" in row && row.due === 1;
  }

  #tidy(): void {
    if (this.#litter === 0 || this.#db === undefined) return;
    this.#db.prepare(REMOVE).run(LONGEST - this.#litter, new TextEncoder().encode(WAKE));
    this.#litter = 0;
  }
}

/** A second connection to the file; opened to be read first, which makes no file where there is none. */
function open(Sqlite: SqliteClass | undefined, file = ""): Sqlite | undefined {
  if (Sqlite === undefined) return undefined;
  const found = new Sqlite(file, { readOnly: true });
  try {
    found.prepare(DUE).get();
    return new Sqlite(file);
  } finally {
    found.close();
  }
}
