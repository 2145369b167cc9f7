/**
 * Sessions: who a client is, over its connections, tabs, requests and machines, for a time.
 *
 * A session that holds nothing is the process's own and costs little; from its first value on the storage has it, where there is one,
 * and what it says holds. The id of a session changes whenever it gets to hold something, at login, at logout and when rights change:
 * who knew the old one knows nothing. A token (of the classic wire, of programs) or a cookie names the session; both are sealed, for
 * purposes of their own.
 *
 * @module
 */
import { silentLog, systemClock } from "../../base/mod.ts";
import { atom } from "../term/atom.ts";
import { N2oError } from "../error.ts";
import { isSpare, sid, spareSid } from "./id.ts";
import { fromTerm, type Plain } from "../term/plain.ts";
import { announcer } from "./announce.ts";
import { changed, reserved, type SessionChange } from "./change.ts";
import { COOKIE, isCookieName } from "./cookie.ts";
import { Copies } from "./copies.ts";
import { endAll } from "./everywhere.ts";
import { idleSessions } from "./idle.ts";
import { AUTH, beginning, holds, isReserved, type SessionRows, valueOf } from "./rows.ts";
import type { SessionOptions } from "./settings.ts";
import { table } from "../table.ts";
import { type Tickets, tickets } from "./ticket.ts";
import { Tuple, tuple } from "../term/term.ts";
import { unsealed } from "./unsealed.ts";

export type { SessionOptions, SessionSettings } from "./settings.ts";

/** An authenticated client: its session, the token to keep, and when (ms since the epoch) to ask for a later one. */
export interface Authenticated {
  /** Session id: 20 characters. */
  readonly session: string;
  /** The token that the client sends when it connects again. */
  readonly token: string;
  /** When the token should be replaced. `Infinity` where sessions are not prolonged. */
  readonly renew: number;
}

/** A session under another id. */
export interface Changed extends Authenticated {
  /** Resolves when it is durable and the old id is dead on every node; rejects with `ended` where that was logged out meanwhile. */
  readonly done: Promise<void>;
}

/** A session as an application lists it. */
export interface SessionEntry {
  /** Session id: 20 characters. */
  readonly session: string;
  /** When it began, in milliseconds since the epoch. */
  readonly since: number;
}

/** The sessions of a server. */
export interface Sessions extends Tickets {
  /**
   * The session of `token`, or a new one if it is empty, forged, expired or of a session that is gone.
   *
   * @param held the session that the connection has already: it stays where the token names none, so that a client cannot begin any
   * number of sessions over one connection.
   * @param resumes whether one that is gone goes on as `resumed` says; false by default
   */
  authenticate(token: string, held?: string, resumes?: boolean): Promise<Authenticated>;
  /** The session id that a token names; `undefined` for what is none or past its time. It does not say that the session lives. */
  named(token: string): string | undefined;
  /** A new session, which holds nothing. */
  begin(): Authenticated;
  /**
   * What takes the place of a session that does not live here: one that held nothing goes on under its id, on whichever node and after a
   * restart, so that what was sealed for it opens still; in place of any other a new one begins.
   *
   * @param isOwn whether it surely is one of this application; by default where there is a storage, which other nodes may share
   */
  resumed(session: string, isOwn?: boolean): Authenticated;
  /** Prolongs a session under a new token; one that has ended is not brought back, a new one begins in its place. */
  renew(session: string): Promise<Authenticated>;
  /**
   * Whether a session lives: the storage is asked, unless its copy may serve, and then the answer comes without a promise.
   *
   * @param isUse whether it counts as use, as what a person does and a heartbeat does not; true by default
   */
  use(session: string, isUse?: boolean): boolean | Promise<boolean>;
  /** Whether a session that this process knows holds anything: a user, roles, a value. */
  holds(session: string): boolean;
  /** Puts a session under a new id in place of another; readers see it at once. The old one need not live: then only what is put is there. */
  change(session: string, change: SessionChange): Changed;
  /** Whose session it is, and with which roles, as they were put. */
  whose(session: string): readonly [user: Plain | undefined, roles: Plain | undefined];
  /** The live value under `key`, or `fallback`. */
  getValue(session: string, key: string, fallback?: Plain): Plain | undefined;
  /**
   * Puts a value, or removes it if it is `null`; resolves when it is durable. Readers see it at once. The id stays: see `change`.
   *
   * Rejects with an {@linkcode N2oError} `value` for a name of the session's own, and `ended` for a session that has ended.
   */
  setValue(session: string, key: string, value: Plain): Promise<void>;
  /** Ends a session with all its values, on every node. */
  clear(session: string): Promise<void>;
  /**
   * The sessions in which somebody is logged in.
   *
   * Rejects with an {@linkcode N2oError} `config` where the storage cannot list them.
   */
  list(user: string): Promise<readonly SessionEntry[]>;
  /**
   * Ends every session of somebody, on every node, also one that begins meanwhile; resolves with how many there were. Rejects as `list`
   * does.
   */
  endAll(user: string): Promise<number>;
  /** The text of a cookie for a session: no other purpose's, and of no use after the longest life of a session. */
  seal(session: string): string;
  /**
   * The session id that the text of a cookie says; `undefined` where it was not sealed here (cut, another application's, a token) or is
   * past its time. It does not say that the session lives: `open` does.
   */
  unseal(text: string): string | undefined;
  /** The session id that the text of a cookie says, if that session lives, as `use` tells. */
  open(text: string, isUse?: boolean): Promise<string | undefined>;
  /** Forgets the sessions that expired; tells how many. */
  invalidateSessions(): number;
  /** Hears no more of other processes. */
  close(): void;
  /** The name of the cookie, without the prefix that it has over TLS. */
  readonly cookie: string;
  /** Seconds that a session lives unused. */
  readonly ttl: number;
  /** Seconds that a session lives at most. */
  readonly lifetime: number;
  /** Whether sessions are prolonged by use. */
  readonly prolongate: boolean;
  /** Whether a connection that is merely open is use of a cookie's session. */
  readonly keepAlive: boolean;
}

const auth = atom(AUTH), infinity = atom("infinity");
const WEEK = 604_800;

/** Makes the sessions of a server. */
export function sessions(options: SessionOptions): Sessions {
  const { pickler, ttl = 900, prolongate = true, clock = systemClock, log = silentLog } = options;
  const { lifetime = Math.max(WEEK, ttl), keepAlive = false, storage } = options;
  const { cookie = COOKIE } = options;
  if (!isCookieName(cookie)) {
    throw new N2oError("config", "cookie: give a name of letters, digits, - and _, 64 at most");
  }
  const tokens = pickler.purpose("token"), cookies = pickler.purpose("cookie");
  const known = options.cookies ?? table<SessionRows>({ clock });
  const { announce, listen, close } = announcer(options.bus, log);
  const copies = new Copies({ table: known, clock, storage, ttl: ttl * 1000, log, announce });
  if (storage !== undefined) listen((session) => copies.forget(session), () => copies.doubt());

  /** The rows of a session without any value, which ends at the latest at `end`. */
  function bare(end: number): SessionRows {
    const now = clock.now(), idle = Math.min(now + ttl * 1000, end);
    return new Map([[AUTH, { value: { since: now, idle }, till: end }]]);
  }

  const latest = () => clock.now() + lifetime * 1000;

  function begin(session: string = spareSid()): Authenticated {
    copies.begin(session, bare(latest()));
    return sealed(session);
  }

  /** The token says when the session is idle for too long, for whoever reads it; whether it is, its rows say. */
  function sealed(session: string): Authenticated {
    const end = clock.now() + ttl * 1000, till = copies.rows(session)?.get(AUTH)?.till ?? end;
    const told = Number.isFinite(end) ? end : infinity;
    const token = tokens.pickle(tuple(tuple(session, auth), tuple(told, [])), "", till);
    return { session, token, renew: prolongate ? clock.now() + ttl * 500 : Infinity };
  }

  function use(session: string, isUse = true): boolean | Promise<boolean> {
    const now = clock.now(), found = copies.check(session, now);
    const counted = (isAlive: boolean, now?: number) => {
      if (isAlive && isUse && prolongate) copies.touch(session, now);
      return isAlive;
    };
    return typeof found === "boolean"
      ? counted(found, now)
      : found.then((isAlive) => counted(isAlive));
  }

  function change(session: string, change: SessionChange): Changed {
    const old = copies.rows(session), user = copies.get(session, "user");
    const isStaying = change.user === undefined || change.user === user;
    // Who logs in anew may stay for a whole life; more rights make none longer.
    const end = old !== undefined && isStaying && holds(old)
      ? old.get(AUTH)?.till ?? latest()
      : latest();
    const rows = bare(end), values = changed(old ?? new Map(), change);
    for (const [key, value] of values) rows.set(key, { value, till: end });
    const next = values.size > 0 ? sid() : spareSid();
    const done = copies.replace(session, next, rows);
    // Whoever waits for it hears of a failure; the session is then dead in any case.
    done.catch(() => {});
    return { ...sealed(next), done };
  }

  async function list(user: string): Promise<readonly SessionEntry[]> {
    if (storage !== undefined && storage.sessionsOf === undefined) {
      throw new N2oError(
        "config",
        "storage: it cannot tell the sessions of a user, give it a method sessionsOf()",
      );
    }
    const all = await storage?.sessionsOf?.(user) ??
      [...known.rows()].map(({ key }) => String(key));
    const entries: SessionEntry[] = [];
    for (const session of new Set(all)) {
      if (!await use(session, false) || copies.get(session, "user") !== user) continue;
      const row = copies.rows(session)?.get(AUTH);
      if (row !== undefined) entries.push({ session, since: beginning(row).since });
    }
    return entries;
  }

  const unseal = (text: string) => {
    const found = unsealed(text, cookies);
    return typeof found === "string" && found !== "" ? found : undefined;
  };
  const named = (token: string) => nameOf(unsealed(token, tokens));
  const given = tickets({
    pickler: pickler.purpose("ticket"),
    clock,
    log,
    claim: storage?.claim?.bind(storage),
    holds: async (session) => await use(session, false) && all.holds(session),
  });
  const end = (session: string) => copies.end(session);
  const idle = storage && idleSessions({ storage, clock, log, ttl: ttl * 1000, end });
  const all: Sessions = {
    cookie,
    ttl,
    lifetime,
    prolongate,
    keepAlive,
    named,
    begin,
    use,
    change,
    list,
    unseal,
    close,
    async authenticate(token, held = "", resumes = false) {
      const found = named(token), session = found ?? held;
      if (session === "") return begin();
      if (!await use(session, prolongate || found === undefined)) {
        return resumes ? all.resumed(session) : begin();
      }
      if (prolongate || found === undefined) return sealed(session);
      return { session, token, renew: Infinity };
    },
    renew: async (session) => await use(session) ? sealed(session) : begin(),
    resumed: (session, isOwn = storage !== undefined) =>
      begin(isOwn && isSpare(session) ? session : undefined),
    holds(session) {
      const rows = copies.rows(session);
      return rows !== undefined && holds(rows);
    },
    getValue: (session, key, fallback) => copies.get(session, key) ?? fallback,
    whose(session, now = clock.now()) {
      const rows = copies.rows(session, now);
      return [valueOf(rows, "user", now), valueOf(rows, "roles", now)];
    },
    async setValue(session, key, value) {
      if (isReserved(key)) throw reserved(key);
      await copies.set(session, key, value);
    },
    clear: end,
    endAll: (user) => endAll({ copies, storage, list }, user),
    seal: (session) => cookies.pickle(session, "", latest()),
    async open(text, isUse) {
      const session = unseal(text);
      return session !== undefined && await use(session, isUse) ? session : undefined;
    },
    ...given,
    invalidateSessions() {
      given.endUnused();
      idle?.sweep();
      return copies.sweep();
    },
  };
  return all;
}

/** The session that a token's term names. */
function nameOf(term: ReturnType<typeof unsealed>): string | undefined {
  if (!(term instanceof Tuple)) return undefined;
  const [key] = term.elements;
  if (!(key instanceof Tuple) || key.elements[1] !== auth) return undefined;
  const session = fromTerm(key.elements[0] ?? []);
  return typeof session === "string" && session !== "" ? session : undefined;
}
