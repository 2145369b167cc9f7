/**
 * Tickets of browsers that come over a broker: what a page gets by HTTP, with its cookie, so that its connection over MQTT has the session
 * of that cookie and no script sees it. Good for seconds, for one client id.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import type { Req } from "../../cx.ts";
import { cookieName, cookieOf } from "../../session/cookie.ts";
import { unsealed } from "../../session/unsealed.ts";
import type { Server } from "../../server.ts";
import { fromTerm, toTerm } from "../../term/plain.ts";

/** How client ids begin that this server has chosen: who has one of those comes with a ticket. */
const PREFIX = "n2o_";
/** How long a ticket may be used, in milliseconds. */
const LIFE = 60_000;
/** The longest one, in characters. */
const LONGEST = 8_192;

/** What a ticket says. */
export interface Ticket {
  /** The client id that it is for. */
  readonly client: string;
  /** The request that it was made in. */
  readonly req: Req;
}

/** A client id that nobody guesses. */
export function clientId(): string {
  return PREFIX + randomBytes(16).toString("base64url");
}

/** Whether a client id was chosen by a server. */
export function isInvited(client: string): boolean {
  return client.startsWith(PREFIX);
}

/** A ticket for a client, with the part of a request that its connection needs. */
export function ticket(server: Server, { client, req }: Ticket): string {
  const { pickler, sessions, clock } = server, { identity } = req;
  const said: Said = {
    client,
    path: req.path,
    query: req.query,
    // Who is invited is a page in a browser, also where that tells only how it is related.
    origin: req.headers.origin ?? "null",
    cookie: cookieOf(req.headers.cookie, sessions.cookie) ?? "",
    address: req.address ?? "",
    isSecure: req.isSecure === true,
    user: identity?.user ?? "",
    roles: [...identity?.roles ?? []],
  };
  return pickler.purpose("mqtt").pickle(toTerm({ ...said }), "", clock.now() + LIFE);
}

/** What a ticket says of a client: the part of a request that its connection needs. */
interface Said {
  readonly client: string;
  readonly path: string;
  readonly query: string;
  readonly origin: string;
  readonly cookie: string;
  readonly address: string;
  readonly isSecure: boolean;
  readonly user: string;
  readonly roles: readonly string[];
}

/** What a ticket says; `undefined` for what is none, or is past its time. */
export function opened(server: Server, text: string): Ticket | undefined {
  if (text.length > LONGEST) return undefined;
  const term = unsealed(text, server.pickler.purpose("mqtt"));
  if (!(term instanceof Map)) return undefined;
  // As: nobody else seals for this purpose.
  const said = fromTerm(term) as unknown as Said;
  const { client, path, query, origin, cookie, address, isSecure, user, roles } = said;
  const name = cookieName(isSecure, server.sessions.cookie);
  const headers = {
    origin,
    ...cookie !== "" && { cookie: `${name}=${cookie}` },
  };
  const req: Req = {
    path,
    query,
    headers,
    isSecure,
    ...address !== "" && { address },
    ...user !== "" && { identity: { user, roles } },
  };
  return { client, req };
}
