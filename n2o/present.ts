/**
 * Whose session a connection has: from its hello on, over changes of the id, until it ends, when another that holds nothing takes its place.
 *
 * @module
 */
import type { Context } from "./context.ts";
import type { Cx } from "./cx.ts";
import type { Server } from "./server.ts";
import { cookieOf } from "./session/cookie.ts";
import type { Authenticated } from "./session/session.ts";

/** How many former ids of its session a connection remembers: enough for a login, roles and a logout. */
const FORMER = 4;

const NONE: readonly string[] = [];

/** What tells whose session it is: the server, the request that opened the connection, and its state. */
export type Found = Pick<Context, "server" | "req" | "cx">;

/** Whether the client is a page in a browser that speaks our wire: its session is that of a cookie, which no script sees. */
export function isBrowser({ req, cx }: Pick<Found, "req" | "cx">): boolean {
  return cx.wire === "terms" && req.headers.origin !== undefined;
}

/** The state of a connection whose session is another from now on, or the same under a new token. */
export function withSession(server: Server, cx: Cx, found: Authenticated): Cx {
  const { session, token, renew } = found;
  const isNew = cx.session !== "" && cx.session !== session;
  const former = isNew ? [cx.session, ...cx.former].slice(0, FORMER) : cx.former;
  return withUser(server, { ...cx, session, token, renew, former });
}

/** The state with the user and the roles as its session has them. */
export function withUser(server: Server, cx: Cx): Cx {
  const [user = "", roles = NONE] = server.sessions.whose(cx.session);
  if (user === "" && cx.user === "" && cx.roles.length === 0 && isEmpty(roles)) return cx;
  return {
    ...cx,
    user: typeof user === "string" ? user : "",
    roles: isList(roles) ? roles.filter((each) => typeof each === "string") : [],
  };
}

function isEmpty(value: unknown): boolean {
  return isList(value) && value.length === 0;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The state of a connection whose client said hello with this token. */
export async function greeted(found: Found, token: string): Promise<Cx> {
  const { server, cx } = found;
  const authenticated = isBrowser(found)
    ? await browsed(found, token)
    : await server.sessions.authenticate(token, cx.session, true);
  const next = withSession(server, cx, authenticated);
  return { ...next, told: next.session };
}

/**
 * The session of a browser: the one that the connection has, if it came to hold something since, or that of its cookie. A token counts
 * only where that holds nothing, and is given out only there: a script may have read it.
 */
async function browsed({ server, req, cx }: Found, token: string): Promise<Authenticated> {
  const { sessions } = server, { session: held } = cx;
  const isHeld = held !== "" && await sessions.use(held);
  if (isHeld && sessions.holds(held)) return silent(server, held);
  const kept = await sessions.open(cookieOf(req.headers.cookie, sessions.cookie) ?? "");
  if (kept !== undefined) return silent(server, kept);
  const named = sessions.named(token);
  if (named !== undefined) {
    const isAlive = await sessions.use(named);
    if (!isAlive) return { ...sessions.resumed(named), renew: renewal(server) };
    if (!sessions.holds(named)) return { ...await sessions.renew(named), renew: renewal(server) };
  }
  const open = isHeld ? await sessions.renew(held) : sessions.begin();
  return { ...open, renew: renewal(server) };
}

/** A session that no script is told of. */
function silent(server: Server, session: string): Authenticated {
  return { session, token: "", renew: renewal(server) };
}

/** When a browser's session counts as used without anybody using it. */
function renewal({ sessions, clock }: Server): number {
  return sessions.keepAlive && sessions.prolongate ? clock.now() + sessions.ttl * 500 : Infinity;
}

/**
 * Makes sure, before a message is handled, that the connection's session lives; in place of one that has ended the message has one that
 * holds nothing. Answers a promise only where the storage must be asked.
 *
 * @param isUse whether the message counts as use of the session
 */
export function present(found: Context, isUse: boolean): Promise<void> | undefined {
  const { server, cx: { session } } = found;
  const ready = (isAlive: boolean) => {
    if (isAlive) found.cx = withUser(server, found.cx);
    else found.cx = restarted(found);
  };
  if (session === "") return undefined;
  const isAlive = server.sessions.use(session, isUse);
  if (typeof isAlive !== "boolean") return isAlive.then(ready);
  ready(isAlive);
  return undefined;
}

/** The state with a session that just began; the same one where a table full of others has no room for it. */
function restarted(found: Found): Cx {
  const { server, cx } = found;
  const fresh = server.sessions.resumed(cx.session, true);
  if (server.sessions.getValue(fresh.session, "auth") === undefined) return withUser(server, cx);
  const next = withSession(server, cx, { ...fresh, renew: 0 });
  // The cookie may be another one by now, if it was another page of the same browser that ended the session: it is left alone.
  return isBrowser(found) ? { ...next, told: next.session } : next;
}

/** The state when the time of `renew` has come: prolonged; with a `token` that is to be told where it has one. */
export async function renewed({ server, req, cx }: Found): Promise<Cx> {
  if (!isBrowser({ req, cx })) {
    const next = withSession(server, cx, await server.sessions.renew(cx.session));
    return { ...next, told: next.session };
  }
  const isAlive = await server.sessions.use(cx.session);
  const next = isAlive ? cx : restarted({ server, req, cx });
  return { ...next, renew: renewal(server), told: next.token === "" ? next.told : next.session };
}

/** The state when a message changed the session and its answer tells of that: by a token, or to a browser by a ticket. */
export function told(found: Found): Cx {
  const { server, cx } = found, { sessions, clock } = server;
  if (isBrowser(found)) return { ...cx, token: "", told: cx.session, renew: renewal(server) };
  const renew = sessions.prolongate ? clock.now() + sessions.ttl * 500 : Infinity;
  return { ...cx, told: cx.session, renew };
}

/** A ticket for the cookie of the connection's session. */
export function ticket({ server, req, cx }: Found): string {
  const { sessions } = server, text = cookieOf(req.headers.cookie, sessions.cookie) ?? "";
  const first = sessions.unseal(text) ?? "";
  // The browser may have got a cookie for each of the ids since, or for none of them.
  return sessions.ticket(cx.session, [...new Set([first, ...cx.former])]);
}
