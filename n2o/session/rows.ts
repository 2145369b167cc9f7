/**
 * The rows of sessions: what the process remembers in a table, and what a storage keeps beyond it, where one was handed in.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import type { Table } from "../table.ts";
import type { Plain } from "../term/plain.ts";

/** A value of a session, with the time (ms since the epoch) after which it is gone. */
export interface SessionRow {
  /** The value as the application put it. */
  readonly value: Plain;
  /** When it expires, in milliseconds since the epoch. */
  readonly till: number;
}

/** The values of one session by name. */
export type SessionRows = Map<string, SessionRow>;

/** Where sessions are kept beyond the process. A promise resolves when the change is durable. */
export interface SessionStorage {
  /** The rows of a session; those past their time may be among them. */
  load(session: string): Promise<Iterable<readonly [key: string, row: SessionRow]>>;
  /** Puts a row in place of the one that was there. */
  set(session: string, key: string, row: SessionRow): Promise<void>;
  /** Removes a row; one that is not there is removed already. */
  delete(session: string, key: string): Promise<void>;
}

/** The rows of every session. What was put is read at once; a promise resolves when the storage has it. */
export class Rows {
  /** How many writes of the storage are under way, by session. */
  readonly #writing = new Map<string, number>();
  /** Reads of the storage under way, by session; a write that begins meanwhile makes what they bring stale. */
  readonly #reading = new Map<string, Set<{ stale: boolean }>>();
  readonly #table: Table<SessionRows>;
  readonly #clock: Pick<Clock, "now">;
  readonly #storage: SessionStorage | undefined;

  /** Keeps rows in a table of the process and, where there is one, in a storage. */
  constructor(
    table: Table<SessionRows>,
    clock: Pick<Clock, "now">,
    storage: SessionStorage | undefined,
  ) {
    this.#table = table;
    this.#clock = clock;
    this.#storage = storage;
  }

  /** The live row of a name. */
  get(session: string, key: string): SessionRow | undefined {
    const row = this.#table.get(session)?.get(key);
    return row !== undefined && row.till > this.#clock.now() ? row : undefined;
  }

  /** The live rows of a session. */
  all(session: string): [key: string, row: SessionRow][] {
    const now = this.#clock.now();
    return [...this.#table.get(session) ?? []].filter(([, { till }]) => till > now);
  }

  /** Puts a row. */
  put(session: string, key: string, row: SessionRow): Promise<void> {
    const rows = this.#table.get(session) ?? new Map();
    rows.set(key, row);
    this.#table.set(session, rows, Math.max(row.till, this.#table.row(session)?.till ?? 0));
    return this.#written(session, (storage) => storage.set(session, key, row));
  }

  /** Removes a row. */
  delete(session: string, key: string): Promise<void> {
    this.#table.get(session)?.delete(key);
    return this.#written(session, (storage) => storage.delete(session, key));
  }

  /** Removes the rows of a session. */
  async clear(session: string): Promise<void> {
    const keys = [...this.#table.get(session)?.keys() ?? []];
    this.#table.delete(session);
    await Promise.all(
      keys.map((key) => this.#written(session, (storage) => storage.delete(session, key))),
    );
  }

  /** Takes over what the storage has of a session, unless a write that is under way is newer. */
  async refresh(session: string): Promise<void> {
    if (this.#storage === undefined || this.#writing.has(session)) return;
    const read = { stale: false }, others = this.#reading.get(session) ?? new Set();
    this.#reading.set(session, others.add(read));
    const rows = new Map(
      await this.#storage.load(session).finally(() => {
        if (others.delete(read) && others.size === 0) this.#reading.delete(session);
      }),
    );
    if (read.stale) return;
    const latest = Math.max(0, ...[...rows.values()].map((row) => row.till));
    if (rows.size > 0) this.#table.set(session, rows, latest);
    else this.#table.delete(session);
  }

  /** Forgets the sessions that expired; tells how many. */
  sweep(): number {
    return this.#table.sweep();
  }

  /** Runs a write of the storage; while it is under way, what is read from there is older than what is in memory. */
  async #written(
    session: string,
    write: (storage: SessionStorage) => Promise<void>,
  ): Promise<void> {
    if (this.#storage === undefined) return;
    this.#writing.set(session, (this.#writing.get(session) ?? 0) + 1);
    for (const each of this.#reading.get(session) ?? []) each.stale = true;
    try {
      await write(this.#storage);
    } finally {
      const left = (this.#writing.get(session) ?? 1) - 1;
      if (left === 0) this.#writing.delete(session);
      else this.#writing.set(session, left);
    }
  }
}
