/**
 * What is not for everybody: pages, and routes of the application's own.
 *
 * The guard of a page is asked wherever it can be had: for its document and its static file by HTTP, for each event over the socket.
 *
 * @module
 */
import { context } from "./context.ts";
import { N2oError } from "./error.ts";
import { roles, user } from "./n2o.ts";
import {
  complaintOf,
  type Guard,
  localPath,
  loginAddress,
  type Principal,
  verdict,
} from "./session/guard.ts";

/** A page that is not for everybody. */
export interface GuardedPage {
  /** Handles the events of whoever is admitted; see `Page`. */
  event(event: unknown): unknown;
  /** Whom it is for. */
  readonly guard: Guard;
}

/**
 * A page with a guard, or a route with one. A module that is a page may as well export a constant `guard`.
 *
 * A route answers who is nobody with 401, or, a person who opens an address in a browser, with the way to the `login` that the guard
 * may name; and who has none of the roles with 403.
 *
 * @throws {N2oError} `config` for a guard that cannot work
 *
 * @example
 * ```ts
 * import { guarded } from "@n2o/n2o/n2o";
 *
 * const orders = guarded({ event() {} }, { roles: ["clerk"], login: "/login.htm" });
 * if (orders.guard.roles?.[0] !== "clerk") throw new Error("not guarded");
 * const route = guarded(() => new Response("for clerks"), { roles: ["clerk"] });
 * if (typeof route !== "function") throw new Error("no route");
 * ```
 */
export function guarded<P extends Pick<GuardedPage, "event">>(
  page: P,
  guard: Guard,
): P & GuardedPage;
/** A route with a guard. */
export function guarded<Route extends (...given: never[]) => unknown>(
  route: Route,
  guard: Partial<Guard>,
): Route;
export function guarded(
  guardedOne: Pick<GuardedPage, "event"> | ((c: Asked, ...rest: unknown[]) => unknown),
  guard: Partial<Guard>,
): unknown {
  const complaint = complaintOf(guard, typeof guardedOne === "function");
  if (complaint !== undefined) throw new N2oError("config", `guard: ${complaint}`);
  if (typeof guardedOne !== "function") {
    return { ...guardedOne, event: (event: unknown) => guardedOne.event(event), guard };
  }
  return (c: Asked, ...rest: unknown[]) => {
    const found = verdict(guard, principal());
    return found === "admitted" ? guardedOne(c, ...rest) : refused(found, c.req.raw, guard.login);
  };
}

/** What a route is given. */
interface Asked {
  readonly req: { readonly raw: Request };
}

/** Who asks, in the running message. */
export function principal(): Principal {
  return { user: user(), roles: roles() };
}

/**
 * The answer to a request that a guard does not admit. A person who opens an address is led to where one logs in.
 */
export function refused(
  found: "nobody" | "forbidden",
  request: Request,
  login: string | undefined,
): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (found === "forbidden") {
    return new Response("you may not see this", { status: 403, headers });
  }
  if (login !== undefined && isNavigation(request)) {
    const { pathname, search } = new URL(request.url);
    headers.set("location", loginAddress(login, pathname + search));
    return new Response(null, { status: 302, headers });
  }
  // A scheme that no browser asks a person about.
  headers.set("www-authenticate", "Session");
  return new Response("log in first", { status: 401, headers });
}

function isNavigation({ method, headers }: Request): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return (headers.get("sec-fetch-mode") ?? "navigate") === "navigate";
}

/**
 * Where somebody wanted to go when a guard led them to the running page: the parameter `return` of its address, if it is a path of this
 * server; else `fallback`.
 */
export function returnPath(fallback: string): string {
  const wanted = new URLSearchParams(context().req.query).get("return");
  return (wanted === null ? undefined : localPath(wanted)) ?? fallback;
}
