/**
 * What a session consists of, and where it is kept beyond the process.
 *
 * @module
 */
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

/**
 * Where sessions are kept beyond the process: all nodes ask the same one, and what it says holds. A promise resolves when the change is
 * durable.
 *
 * A session lives as long as its row `auth` does. That row is put once, as the last of a new session's, and removed first: an id is never
 * put again, so nothing that another node still writes brings an ended session back. Sessions that hold nothing never come here.
 */
export interface SessionStorage {
  /** The rows of a session; those past their time may be among them. */
  load(session: string): Promise<Iterable<readonly [key: string, row: SessionRow]>>;
  /** Puts a row in place of the one that was there. */
  set(session: string, key: string, row: SessionRow): Promise<void>;
  /** Removes a row; one that is not there is removed already. */
  delete(session: string, key: string): Promise<void>;
  /**
   * How long a process may go by its copy of a session without asking again, in milliseconds; 0 by default. A logout that the bus
   * announces ends copies at once; where the bus does not reach, this is how long it takes.
   */
  readonly copyAge?: number;
  /** Claims a name for all nodes until `till` (ms since the epoch): true for the first who asks. Without it tickets are claimed by process. */
  claim?(name: string, till: number): Promise<boolean>;
  /**
   * The sessions that are kept, with their rows, in an order of its own: those after one, or the first ones; some thousands of rows at a
   * time, none behind the last one. Without it the rows of a session that nobody uses stay until its absolute end.
   */
  sessionsAfter?(
    session: string | undefined,
  ): Promise<readonly (readonly [session: string, rows: SessionRows])[]>;
  /** The ids of the sessions whose value `user` is this name; some may have ended. Without it nobody can be logged out everywhere. */
  sessionsOf?(user: string): Promise<readonly string[]>;
}

/** The row that a session lives by, put once: `till` is its absolute end, its value when it began and the first idle end, both in ms. */
export const AUTH = "auth";
/** The row that says when the session is idle for too long: as of the latest use that was written. */
export const USED = "auth:used";
/** The row that says which session took the place of an ended one: whoever ends it a moment later ends that one, too. */
export const NEXT = "auth:next";

/** Whether a name is one of the session's own rows. */
export function isReserved(key: string): boolean {
  return key === AUTH || key === USED || key === NEXT;
}

/** When a session began, and when it ends if nobody uses it, as its row `auth` says. */
export function beginning({ value, till }: SessionRow): { since: number; idle: number } {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const { since, idle } = value as { readonly [name: string]: Plain };
    if (typeof since === "number" && typeof idle === "number") return { since, idle };
  }
  return { since: 0, idle: till };
}

/** The part of a session's idle time that passes before another use is written. */
export const SPARINGLY: number = 1 / 8;

/** When a session is idle for too long, as its rows say: a use that was not worth a write may have been up to {@linkcode SPARINGLY} later. */
export function idleEnd(rows: SessionRows, auth: SessionRow): number {
  return rows.get(USED)?.till ?? beginning(auth).idle;
}

/** Whether rows are more than a session's own. */
export function holds(rows: SessionRows): boolean {
  for (const key of rows.keys()) if (!isReserved(key)) return true;
  return false;
}

/** The row that a session lives by, with another first idle end. */
export function lived(auth: SessionRow, idle: number): SessionRow {
  return { ...auth, value: { since: beginning(auth).since, idle } };
}

/** The live value of a name in rows. */
export function valueOf(
  rows: SessionRows | undefined,
  key: string,
  now: number,
): Plain | undefined {
  const row = rows?.get(key);
  return row !== undefined && row.till > now ? row.value : undefined;
}
