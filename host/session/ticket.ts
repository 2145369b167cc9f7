/**
 * `/n2o/session`: where a page exchanges a ticket for the cookie of its session; `/n2o/mqtt`: where it gets a ticket, and whatever else it
 * needs to connect over a broker, so that its connection has the session of its cookie.
 *
 * @module
 */
import { type Carrier, cookieOf, type Req, type Server } from "../../n2o/mod.ts";
import type { AppContext } from "../deps.ts";
import { setCookie } from "./visits.ts";
import type { Requests } from "./request.ts";

/** The longest ticket, in bytes. */
const LONGEST = 4_096;

/** Answers who comes with a ticket. The guard against foreign origins was asked before. */
export function exchange(
  server: Server,
  requests: Requests,
): (c: AppContext) => Promise<Response> {
  return async (c) => {
    c.header("cache-control", "no-store");
    if (c.req.method !== "POST") return c.text("send a ticket by POST", 405, { allow: "POST" });
    if (!requests.isSame(c)) return c.text("this is for the pages of this very origin", 403);
    const ticket = await textOf(c.req.raw, LONGEST);
    if (ticket === undefined) return c.text("this is longer than a ticket", 413);
    const session = await redeemed(server, ticket, requests.named(c));
    if (session === undefined) {
      const { address } = requests.peer(c), { path } = c.req;
      server.peers.warn(address, "refused: a ticket that is none, is used, or another's", { path });
      return c.text("this ticket is none, is used or past its time, or is another's", 403);
    }
    c.header("set-cookie", setCookie(server, session, requests.peer(c).isSecure));
    return c.body(null, 204);
  };
}

/** The session of a ticket, for who has one of these sessions' cookies, or none. */
async function redeemed(
  { sessions }: Server,
  ticket: string,
  named: readonly string[],
): Promise<string | undefined> {
  for (const held of named.length === 0 ? [""] : named) {
    const session = await sessions.redeem(ticket, held);
    if (session !== undefined) return session;
  }
  return undefined;
}

/** The text of a body; undefined where it is of more bytes. */
async function textOf({ body }: Request, most: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "", length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > most) return undefined;
    text += decoder.decode(part, { stream: true });
  }
  return text.trim();
}

/** The longest path and query of a page, in bytes. */
const ADDRESS = 4_096;

/** Answers a page that asks. The guard against foreign origins was asked before. */
export function inviting(
  server: Server,
  carrier: Carrier,
  requests: Requests,
): (c: AppContext) => Promise<Response> {
  return async (c) => {
    c.header("cache-control", "no-store");
    if (c.req.method !== "POST") return c.text("send a path by POST", 405, { allow: "POST" });
    if (!requests.isSame(c)) return c.text("this is for the pages of this very origin", 403);
    const asked = await textOf(c.req.raw, ADDRESS);
    if (asked === undefined) return c.text("this is longer than a path", 413);
    const { address } = requests.peer(c);
    const full = server.peers.refusal(address, server.connections.size);
    if (full !== undefined) {
      server.metrics.count("n2o_refused", { reason: "too many connections" });
      server.peers.warn(address, `refused: ${full}`, { path: c.req.path });
      return c.text("full, try again later", 503);
    }
    const page = asked.startsWith("/") ? URL.parse(asked, "http://n2o.invalid") : null;
    if (page?.origin !== "http://n2o.invalid") return c.text("give the path of a page", 404);
    const req = await pageRequest(server, requests, c, page);
    const invitation = carrier.invite(server, req);
    return invitation === undefined
      ? c.text("no page has this path, or it is too long for a broker", 404)
      : c.json(invitation);
  };
}

/** The request of the page; whom the application knows in it is asked where its session has no user. */
async function pageRequest(
  { sessions }: Server,
  requests: Requests,
  c: AppContext,
  { pathname, search }: URL,
): Promise<Req> {
  const req = { ...await requests.req(c, pathname), query: search.slice(1) };
  const cookie = cookieOf(req.headers.cookie, sessions.cookie);
  const session = cookie === undefined ? undefined : await sessions.open(cookie, false);
  const user = session === undefined ? undefined : sessions.getValue(session, "user");
  return user === undefined ? await requests.identified(c, req) : req;
}
