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
import { Rows, type SessionRows, type SessionStorage } from "./rows.ts";
import { type Table, table } from "../table.ts";
import { type Term, Tuple, tuple } from "../term/term.ts";

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
  /** The text of a cookie for a session: no other purpose's, and of no use after the session's absolute end. */
  seal(session: string): string;
  /**
   * The session id that the text of a cookie says; `undefined` where it was not sealed here (cut, another application's, a token) or is
   * past its time. It does not say that the session lives: `open` does.
   */
  unseal(text: string): string | undefined;
  /**
   * The session id that the text of a cookie says, if that session lives: the storage is asked, unless its copy may serve.
   *
   * @param isUse whether it counts as use, as a request of a person does and a heartbeat does not; true by default
   */
  open(text: string, isUse?: boolean): Promise<string | undefined>;
  /**
   * A ticket by which a client that runs our wire gets the cookie of `session` over HTTP: for 30 seconds, once, and only together with
   * the cookie that its upgrade request had.
   *
   * @param held the session id of that cookie; empty where it had none
   */
  ticket(session: string, held: string): string;
  /** The session that a ticket is for, if that lives and the request has the cookie of `held`; `undefined` for a used or foreign one. */
  redeem(ticket: string, held: string): Promise<string | undefined>;
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
  const { pickler, ttl = 900, prolongate = true, clock = systemClock } = options;
  const rows = new Rows(options.cookies ?? table({ clock }), clock, options.storage);
  const till = () => clock.now() + ttl * 1000;

  async function begin(session: string): Promise<Authenticated> {
    const end = till();
    await rows.put(session, AUTH, { value: "", till: end });
    return sealed(session, end);
  }

  async function renew(session: string): Promise<Authenticated> {
    const end = till();
    await Promise.all(
      rows.all(session).map(([key, { value }]) => rows.put(session, key, { value, till: end })),
    );
    return sealed(session, end);
  }

  function sealed(session: string, end: number): Authenticated {
    const token = pickler.pickle(tuple(tuple(session, auth), tuple(end, [])), "", end);
    return { session, token, renew: prolongate ? end - ttl * 500 : Infinity };
  }

  async function isKnown(session: string): Promise<boolean> {
    await rows.refresh(session);
    return rows.get(session, AUTH) !== undefined;
  }

  const cookiePickler = pickler.purpose("cookie"), ticketPickler = pickler.purpose("ticket");
  const used = table<true>({ clock });
  const unseal = (text: string) => textOf(text, cookiePickler);

  return {
    ttl,
    prolongate,
    renew,
    seal: (session) => cookiePickler.pickle(session, "", till()),
    unseal,
    async open(text) {
      const session = unseal(text);
      return session !== undefined && await isKnown(session) ? session : undefined;
    },
    ticket: (session, held) =>
      ticketPickler.pickle(tuple(session, sid()), held, clock.now() + TICKET),
    async redeem(ticket, held) {
      const term = unsealed(ticket, ticketPickler, held);
      if (!(term instanceof Tuple)) return undefined;
      const [session, number] = term.elements.map(fromTerm);
      if (typeof session !== "string" || typeof number !== "string") return undefined;
      if (used.get(number)) return undefined;
      used.set(number, true, clock.now() + TICKET);
      return await isKnown(session) ? session : undefined;
    },
    async authenticate(token, held = "") {
      const named = opened(token, pickler), session = named ?? held;
      if (session === "" || !(await isKnown(session))) return begin(sid());
      return prolongate || named === undefined
        ? renew(session)
        : { session, token, renew: Infinity };
    },
    getValue: (session, key, fallback) => rows.get(session, key)?.value ?? fallback,
    async setValue(session, key, value) {
      if (key === AUTH) {
        throw new N2oError(
          "value",
          `the session value "${AUTH}" is the session's own: choose another name`,
        );
      }
      if (value === null) return await rows.delete(session, key);
      await rows.put(session, key, { value, till: till() });
    },
    clear: (session) => rows.clear(session),
    invalidateSessions: () => rows.sweep(),
  };
}

/** A new session id: 120 random bits in 20 characters. */
function sid(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(15)), { alphabet: "base64url" });
}

/** How long a ticket may be used, in milliseconds. */
const TICKET = 30_000;

/** What was sealed for a purpose and a session, or nothing. */
function unsealed(text: string, sealer: Pickler, session: string): Term | undefined {
  try {
    return sealer.depickle(text, session);
  } catch (error) {
    if (N2oError.is(error, "forged", "expired")) return undefined;
    throw error;
  }
}

/** The text that was sealed, or nothing. */
function textOf(sealed: string, sealer: Pickler): string | undefined {
  const term = unsealed(sealed, sealer, "");
  const found = term === undefined ? undefined : fromTerm(term);
  return typeof found === "string" ? found : undefined;
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
