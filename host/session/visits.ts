/**
 * Requests as the running message: within them `n2o.user()`, `n2o.session()` and `n2o.sid()` work, and who logs in there gets the cookie
 * with the answer.
 *
 * @module
 */
import { cookieName, cookieOf, isInside, type Server, visit } from "../../n2o/mod.ts";
import { type App, type AppContext, matchedRoutes } from "../deps.ts";
import type { Requests } from "./request.ts";

type Next = () => Promise<void>;

/** A visit of one server. */
export type Within = (c: AppContext, body: Next) => Promise<void>;

/** Runs what handles a request as a visit, once: what is inside of another one joins it. */
export function within(server: Server, requests: Requests): Within {
  return async (c, body) => {
    if (isInside(server)) return await body();
    const asked = await requests.req(c, new URL(c.req.url).pathname);
    const cookie = cookieOf(asked.headers["cookie"], server.sessions.cookie) ?? "";
    const session = cookie === "" ? "" : await server.sessions.open(cookie) ?? "";
    const isKnown = session !== "" && server.sessions.getValue(session, "user") !== undefined;
    const req = isKnown ? asked : await requests.identified(c, asked);
    const visited = await visit(server, { req, session }, body);
    const now = server.sessions.holds(visited.session) ? visited.session : "";
    if (now === session) return;
    c.res = withHeader(c.res, "set-cookie", setCookie(server, now, asked.isSecure === true));
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  };
}

/** Has the application's own routes run as visits. What is there beside them (`known`) has no use for that. */
export function ownRoutes(
  run: Within,
  known: ReadonlySet<App["routes"][number]>,
): (c: AppContext, next: Next) => Promise<void> {
  return async (c, next) => {
    const isOwn = matchedRoutes(c).some((route) => !known.has(route));
    return isOwn ? await run(c, next) : await next();
  };
}

/**
 * `Set-Cookie` for a session; an empty one has the cookie forgotten. It has no age: the browser forgets it when it is closed, and the
 * session ends in time whatever the browser keeps.
 */
export function setCookie(server: Server, session: string, isSecure: boolean): string {
  return [
    `${cookieName(isSecure, server.sessions.cookie)}=${
      session === "" ? "" : server.sessions.seal(session)
    }`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    ...isSecure ? ["Secure"] : [],
    ...session === "" ? ["Max-Age=0"] : [],
  ].join("; ");
}

/** Adds a header to an answer; one that cannot be changed is put into another. */
function withHeader(response: Response, name: string, value: string): Response {
  try {
    response.headers.append(name, value);
    return response;
  } catch {
    // What comes from fetch() or Response.redirect() cannot be changed.
    const copy = new Response(response.body, response);
    copy.headers.append(name, value);
    return copy;
  }
}
