/**
 * What a process knows of sessions: those that hold nothing are its own, the others are copies of what the storage says, where there is
 * one.
 *
 * What is put can be read at once; a promise resolves when the storage has it.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import { type Table, table as newTable } from "../table.ts";
import type { Plain } from "../term/plain.ts";
import {
  AUTH,
  beginning,
  holds,
  idleEnd,
  lived,
  NEXT,
  type SessionRows,
  type SessionStorage,
  SPARINGLY,
  USED,
  valueOf,
} from "./rows.ts";
import { create, ended, forestall, LINK, remove } from "./stored.ts";
import { Writes } from "./writes.ts";

/** What is known of a session beside its rows; times in milliseconds since the epoch. */
interface Known {
  /** Whether the storage has it. */
  stored: boolean;
  /** When the storage was asked for it, and how often ends of sessions may have been missed before. */
  seen: number;
  losses: number;
  /** When it is idle for too long, as the storage says, and since when that is known here. */
  stated: number;
  first: number;
  /** When it is idle for too long, as far as this process knows. */
  end: number;
}

/** Of rows that are none of a session that was begun or read. */
const UNKNOWN: Known = { stored: false, seen: 0, losses: 0, stated: 0, first: 0, end: Infinity };

/** What copies are made with. */
export interface CopiesOptions {
  readonly table: Table<SessionRows>;
  readonly clock: Pick<Clock, "now">;
  readonly storage: SessionStorage | undefined;
  /** How long a session lives unused, in milliseconds. */
  readonly ttl: number;
  readonly log: Log;
  /** Tells the other processes that a session has ended. */
  readonly announce: (session: string) => void;
}

/** The sessions that a process knows. */
export class Copies {
  readonly #options: CopiesOptions;
  readonly #known = new WeakMap<SessionRows, Known>();
  readonly #writes = new Writes();
  /** Reads of the storage under way, by session; a change that begins meanwhile makes what they bring stale. */
  readonly #reading = new Map<string, Set<{ stale: boolean }>>();
  /** Which session took the place of an ended one. */
  readonly #next: Table<string>;
  /** How often ends of sessions may have been missed. */
  #losses = 0;

  /** Keeps sessions in a table of the process. */
  constructor(options: CopiesOptions) {
    this.#options = options;
    this.#next = newTable({ clock: options.clock, limit: 100_000 });
  }

  /** The rows of a session that lives, as far as is known. */
  rows(session: string, now: number = this.#now()): SessionRows | undefined {
    const rows = this.#options.table.get(session, now);
    const auth = rows?.get(AUTH);
    if (rows === undefined || auth === undefined || auth.till <= now) return undefined;
    return (this.#known.get(rows)?.end ?? Infinity) > now ? rows : undefined;
  }

  /** The live value of a name. */
  get(session: string, key: string, now: number = this.#now()): Plain | undefined {
    return valueOf(this.rows(session, now), key, now);
  }

  /** Whether a session lives: the storage is asked unless the copy may serve. */
  check(session: string, now: number = this.#now()): boolean | Promise<boolean> {
    const { storage } = this.#options, rows = this.rows(session, now);
    if (storage === undefined || this.#writes.has(session)) return rows !== undefined;
    if (rows !== undefined) {
      const known = this.#knownOf(rows), age = now - known.seen;
      const mayServe = age >= 0 && age < (storage.copyAge ?? 0) && known.losses === this.#losses;
      if (!known.stored || mayServe) return true;
    }
    return this.#load(session, storage);
  }

  /** Counts a use of a session that lives: it is idle from now. */
  touch(session: string, now: number = this.#now()): void {
    const rows = this.rows(session, now), auth = rows?.get(AUTH);
    if (rows === undefined || auth === undefined) return;
    const { ttl, log } = this.#options, known = this.#knownOf(rows);
    known.end = Math.max(known.end, Math.min(now + ttl, auth.till));
    this.#keep(session, rows, known);
    if (!known.stored) return;
    // Where the clock of the node that wrote last is ahead of this one, the time that passed here since counts by that clock.
    const before = known.stated, passed = before + now - known.first;
    const till = Math.min(auth.till, Math.max(now + ttl, passed));
    // Not so either where there is no end that could move.
    if (!(till - before >= ttl * SPARINGLY)) return;
    known.stated = till;
    known.first = now;
    this.#write(session, (storage) => storage.set(session, USED, { value: "", till }))
      .catch((error) => {
        known.stated = before;
        log("warning", "the use of a session could not be written", { session, error });
      });
  }

  /** Begins a session under an id that never was: it is the process's own until it holds something. Nothing where the table is full. */
  begin(session: string, rows: SessionRows): void {
    try {
      this.#put(session, rows);
    } catch (error) {
      if (!N2oError.is(error, "full")) throw error;
    }
  }

  /** Puts a value, or removes it if it is `null`. */
  set(session: string, key: string, value: Plain): Promise<void> {
    const rows = this.rows(session), auth = rows?.get(AUTH);
    if (rows === undefined || auth === undefined) return this.#setLate(session, key, value);
    const known = this.#knownOf(rows), row = { value, till: auth.till };
    if (value === null) rows.delete(key);
    else rows.set(key, row);
    const isFirst = !known.stored && this.#options.storage !== undefined && holds(rows);
    if (isFirst) Object.assign(known, { stored: true, stated: known.end, first: this.#now() });
    this.#keep(session, rows, known);
    if (!known.stored) return Promise.resolve();
    return this.#write(session, async (storage) => {
      if (value === null) await storage.delete(session, key);
      else await storage.set(session, key, row);
      if (isFirst) await storage.set(session, AUTH, lived(auth, known.end));
    });
  }

  async #setLate(session: string, key: string, value: Plain): Promise<void> {
    if (await this.check(session)) return await this.set(session, key, value);
    if (value !== null) throw ended(session);
  }

  /**
   * Puts a session, under an id that never was, in place of another, which is dead from now on.
   *
   * @throws {N2oError} `full`, and later `ended` where the other one was logged out meanwhile.
   */
  replace(from: string, to: string, rows: SessionRows): Promise<void> {
    const { storage } = this.#options, old = this.rows(from);
    const isStored = old === undefined || this.#knownOf(old).stored;
    const isLinked = this.get(from, "user") !== undefined && rows.has("user");
    this.#put(to, rows);
    this.#drop(from);
    if (isLinked) this.#next.set(from, to, this.#now() + LINK);
    if (storage === undefined || (!isStored && !holds(rows))) return Promise.resolve();
    const done = this.#write(from, async (storage) => {
      try {
        // Who is logged out leaves first; who stays is there before the old session goes.
        if (isStored && !rows.has("user")) await this.#remove(storage, from);
        await create(storage, { from, to, rows, link: isLinked ? this.#now() + LINK : undefined });
        if (isStored && rows.has("user")) await this.#remove(storage, from, NEXT);
      } catch (error) {
        this.#drop(to);
        throw error;
      }
    });
    this.#writes.add(to, done);
    return done.then(() => this.#options.announce(from));
  }

  /** The sessions that this process is writing just now. */
  writing(): Iterable<string> {
    return this.#writes.sessions();
  }

  /** Sees to it that a session which is begun as somebody's, and does not live in the storage yet, never does; tells whether it is one. */
  async forestall(session: string, user: string): Promise<boolean> {
    const { storage } = this.#options;
    return storage !== undefined && !this.#writes.has(session) &&
      await forestall(storage, session, user);
  }

  /** Ends a session, and those that took its place meanwhile. */
  async end(session: string): Promise<void> {
    const next = this.#next.get(session);
    this.#drop(session);
    const ending = next === undefined ? undefined : this.end(next);
    await this.#write(session, (storage) => this.#remove(storage, session));
    await ending;
    this.#options.announce(session);
  }

  /** Removes the rows of a session from the storage, and ends what took its place unless that link is to stay. */
  async #remove(storage: SessionStorage, session: string, link?: typeof NEXT): Promise<void> {
    const next = await remove(storage, session, link);
    if (next !== undefined && next.till > this.#now()) await this.end(next.session);
  }

  /** Forgets the copy of a session: whoever needs it asks the storage. */
  forget(session: string): void {
    const rows = this.rows(session);
    if (rows !== undefined && this.#knownOf(rows).stored && !this.#writes.has(session)) {
      this.#drop(session);
    }
  }

  /** Has the storage asked before any copy serves again: ends of sessions may have been missed. */
  doubt(): void {
    this.#losses++;
  }

  /** Forgets the sessions that expired; tells how many. */
  sweep(): number {
    this.#next.sweep();
    return this.#options.table.sweep();
  }

  async #load(session: string, storage: SessionStorage): Promise<boolean> {
    const read = { stale: false }, losses = this.#losses;
    const others = this.#reading.get(session) ?? new Set();
    this.#reading.set(session, others.add(read));
    const rows = new Map(
      await storage.load(session).finally(() => {
        if (others.delete(read) && others.size === 0) this.#reading.delete(session);
      }),
    );
    if (!read.stale) this.#take(session, rows, losses);
    return this.rows(session) !== undefined;
  }

  /** Takes over what the storage says of a session. */
  #take(session: string, rows: SessionRows, losses: number): void {
    const { table, ttl } = this.#options, auth = rows.get(AUTH), now = this.#now();
    if (auth === undefined || auth.till <= now) return void table.delete(session);
    const copy = table.get(session), before = copy && this.#known.get(copy);
    const stated = idleEnd(rows, auth);
    // A clock that is ahead says too much: nobody is idle for longer than that since it was first seen here.
    const first = before?.stored && before.stated === stated ? before.first : now;
    const end = Math.max(Math.min(stated, first + ttl, auth.till), before?.end ?? 0);
    this.#keep(session, rows, { stored: true, seen: now, losses, stated, first, end });
  }

  #put(session: string, rows: SessionRows): void {
    const auth = rows.get(AUTH), now = this.#now();
    const end = auth === undefined ? now : beginning(auth).idle;
    const stored = this.#options.storage !== undefined && holds(rows);
    this.#keep(session, rows, {
      stored,
      seen: now,
      losses: this.#losses,
      stated: end,
      first: now,
      end,
    });
  }

  #keep(session: string, rows: SessionRows, known: Known): void {
    this.#known.set(rows, known);
    const till = Math.min(Math.max(known.end, known.stated), rows.get(AUTH)?.till ?? 0);
    const rank = known.stored ? "copy" : holds(rows) ? "kept" : "spare";
    this.#options.table.set(session, rows, till, rank);
  }

  #drop(session: string): void {
    this.#options.table.delete(session);
    for (const each of this.#reading.get(session) ?? []) each.stale = true;
  }

  #knownOf(rows: SessionRows): Known {
    return this.#known.get(rows) ?? { ...UNKNOWN };
  }

  #now(): number {
    return this.#options.clock.now();
  }

  /** Runs a write of a session when those before it are done; what is read meanwhile is older than what is in memory. */
  #write(session: string, write: (storage: SessionStorage) => Promise<void>): Promise<void> {
    const { storage } = this.#options;
    if (storage === undefined) return Promise.resolve();
    for (const each of this.#reading.get(session) ?? []) each.stale = true;
    return this.#writes.run(session, () => write(storage));
  }
}
