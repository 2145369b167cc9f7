/**
 * `/n2o/session`: where a page exchanges a ticket for the cookie of its session.
 *
 * @module
 */
import type { Server } from "../../n2o/mod.ts";
import type { AppContext } from "../deps.ts";
import { textOf } from "./body.ts";
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
      server.log("warning", "refused: a ticket that is none, is used, or another's", {
        path: c.req.path,
      });
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
