/**
 * Sessions: who a client is, over its connections, for a time.
 *
 * A token names a session and is sealed by the pickler; the values of a session live in the table `cookies` and, where a storage was
 * handed in, there too, so that they outlive the process. A token of a session that nobody knows any more starts a new one.
 *
 * @module
 */
import { type Clock, systemClock, toBase64 } from "../../base/mod.ts";
import { atom } from "../term/atom.ts";
import { N2oError } from "../error.ts";
import type { Pickler } from "./pickle.ts";
import { fromTerm, type Plain } from "../term/plain.ts";
import { type Table, table } from "../table.ts";
import { type Term, Tuple, tuple } from "../term/term.ts";

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

/** An authenticated client: its session, the token to keep, and when (ms since the epoch) to ask for a later one. */
export interface Authenticated {
  /** Session id: 20 characters. */
  readonly session: string;
  /** The token that the client sends when it connects again. */
  readonly token: string;
  /** When the token should be replaced. `Infinity` where sessions are not prolonged. */
  readonly renew: number;
}

/** What sessions are made with: only `pickler` is required. */
export interface SessionOptions {
  /** Seals and opens the tokens. */
  readonly pickler: Pickler;
  /** What this process knows of sessions; a table of its own by default. */
  readonly cookies?: Table<SessionRows>;
  /** Where sessions are kept beyond the process; nowhere by default. */
  readonly storage?: SessionStorage;
  /** How long a session lives without being prolonged, in seconds; 900 by default. */
  readonly ttl?: number;
  /** Whether a session that is used lives on; true by default. */
  readonly prolongate?: boolean;
  /** What expiry is measured by; the system's clock by default. */
  readonly clock?: Pick<Clock, "now">;
}

/** The sessions of a server. */
export interface Sessions {
  /**
   * The session of `token`, or a new one if it is empty, forged, expired or of a session that is gone.
   *
   * @param held the session that the connection has already: it stays where the token names none, so that a client cannot begin any
   * number of sessions over one connection.
   */
  authenticate(token: string, held?: string): Promise<Authenticated>;
  /** Prolongs a session: all its values live for another `ttl`, under a new token. */
  renew(session: string): Promise<Authenticated>;
  /** The live value under `key`, or `fallback`. */
  getValue(session: string, key: string, fallback?: Plain): Plain | undefined;
  /** Puts a value, or removes it if it is `null`; resolves when it is durable. Readers see it at once. */
  setValue(session: string, key: string, value: Plain): Promise<void>;
  /** Removes every value of a session and with them the session. */
  clear(session: string): Promise<void>;
  /** Forgets the sessions that expired; tells how many. */
  invalidateSessions(): number;
  /** Seconds that a session lives. */
  readonly ttl: number;
  /** Whether sessions are prolonged by use. */
  readonly prolongate: boolean;
}

/** The value that a session has from its start; it can be read but not set by an application. */
const AUTH = "auth";
const auth = atom(AUTH);

/** Makes the sessions of a server. */
export function sessions(options: SessionOptions): Sessions {
  const { pickler, storage, ttl = 900, prolongate = true, clock = systemClock } = options;
  const cookies = options.cookies ?? table<SessionRows>({ clock });
  const writing = new Map<string, number>();
  /** Reads of the storage under way, by session; a write that begins meanwhile makes what they bring stale. */
  const reading = new Map<string, Set<{ stale: boolean }>>();
  const till = () => clock.now() + ttl * 1000;
  const live = (row: SessionRow | undefined) =>
    row !== undefined && row.till > clock.now() ? row : undefined;

  /** Runs a write of the storage; while it is under way, what is read from there is older than what is in memory. */
  async function written(session: string, write: Promise<void>): Promise<void> {
    writing.set(session, (writing.get(session) ?? 0) + 1);
    for (const each of reading.get(session) ?? []) each.stale = true;
    try {
      await write;
    } finally {
      const left = (writing.get(session) ?? 1) - 1;
      if (left === 0) writing.delete(session);
      else writing.set(session, left);
    }
  }

  function put(session: string, key: string, row: SessionRow): Promise<void> {
    const rows = cookies.get(session) ?? new Map();
    rows.set(key, row);
    cookies.set(session, rows, Math.max(row.till, cookies.row(session)?.till ?? 0));
    return storage === undefined
      ? Promise.resolve()
      : written(session, storage.set(session, key, row));
  }

  async function known(session: string): Promise<boolean> {
    if (storage !== undefined && !writing.has(session)) {
      const read = { stale: false }, others = reading.get(session) ?? new Set();
      reading.set(session, others.add(read));
      const rows = new Map(
        await storage.load(session).finally(() => {
          if (others.delete(read) && others.size === 0) reading.delete(session);
        }),
      );
      if (!read.stale) {
        const latest = Math.max(0, ...[...rows.values()].map((row) => row.till));
        if (rows.size > 0) cookies.set(session, rows, latest);
        else cookies.delete(session);
      }
    }
    return live(cookies.get(session)?.get(AUTH)) !== undefined;
  }

  async function begin(session: string): Promise<Authenticated> {
    const end = till();
    await put(session, AUTH, { value: "", till: end });
    return sealed(session, end);
  }

  function sealed(session: string, end: number): Authenticated {
    const token = pickler.pickle(tuple(tuple(session, auth), tuple(end, [])), "", end);
    return { session, token, renew: renewal(end) };
  }

  const renewal = (end: number) => prolongate ? end - ttl * 500 : Infinity;

  async function renew(session: string): Promise<Authenticated> {
    const end = till(), rows = cookies.get(session) ?? new Map<string, SessionRow>();
    const held = [...rows].filter(([, row]) => live(row) !== undefined);
    await Promise.all(held.map(([key, { value }]) => put(session, key, { value, till: end })));
    return sealed(session, end);
  }

  return {
    ttl,
    prolongate,
    renew,
    async authenticate(token, held = "") {
      const named = opened(token, pickler), session = named ?? held;
      if (session === "" || !(await known(session))) return begin(sid());
      return prolongate || named === undefined
        ? renew(session)
        : { session, token, renew: Infinity };
    },
    getValue: (session, key, fallback) => live(cookies.get(session)?.get(key))?.value ?? fallback,
    async setValue(session, key, value) {
      if (key === AUTH) {
        throw new N2oError(
          "value",
          `the session value "${AUTH}" is the session's own: choose another name`,
        );
      }
      if (value !== null) return await put(session, key, { value, till: till() });
      cookies.get(session)?.delete(key);
      if (storage !== undefined) await written(session, storage.delete(session, key));
    },
    async clear(session) {
      const keys = [...cookies.get(session)?.keys() ?? []];
      cookies.delete(session);
      if (storage === undefined) return;
      await Promise.all(keys.map((key) => written(session, storage.delete(session, key))));
    },
    invalidateSessions: () => cookies.sweep(),
  };
}

/** A new session id: 120 random bits in 20 characters. */
function sid(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(15)), { alphabet: "base64url" });
}

/** The session that a token names, or nothing if it is no token of ours or past its time. */
function opened(token: string, pickler: Pickler): string | undefined {
  if (token === "") return undefined;
  try {
    return named(pickler.depickle(token, ""));
  } catch (error) {
    if (N2oError.is(error, "forged", "expired")) return undefined;
    throw error;
  }
}

function named(term: Term): string | undefined {
  if (!(term instanceof Tuple)) return undefined;
  const [key] = term.elements;
  if (!(key instanceof Tuple) || key.elements[1] !== auth) return undefined;
  const session = fromTerm(key.elements[0] ?? []);
  return typeof session === "string" ? session : undefined;
}
