/**
 * Where a change comes from: a page of another origin must not make one with what a browser sends by itself.
 *
 * @module
 */
import { isAdmittedOrigin, isOwnOrigin } from "../base/mod.ts";
import { type Cors, isGrantedOrigin } from "./cors.ts";
import { RestError } from "./error.ts";
import type { Operation } from "./operation.ts";
import type { Person } from "./who.ts";

/** What a request says of where it comes from: a page that may, another one, or nothing, as programs do. */
export type Origin = "admitted" | "foreign" | "unsaid";

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "QUERY"]);

/**
 * Where a request comes from, by its `Origin` and `Sec-Fetch-Site` and the address that was asked for; `origins` are admitted beside its own.
 * What `Referer` says never counts: a page can leave it out.
 */
export function originOf({ url, headers }: Request, origins: readonly string[]): Origin {
  const origin = headers.get("origin") ?? undefined;
  const site = headers.get("sec-fetch-site") ?? undefined;
  if (origin === undefined && site === undefined) return "unsaid";
  const { host, protocol } = new URL(url), isSecure = protocol === "https:";
  const asked = { origin, site, host, isSecure };
  if (isAdmittedOrigin(asked, undefined)) return "admitted";
  const isNamed = origin !== undefined && origins.length > 0 &&
    !isOwnOrigin(origin, host, isSecure) &&
    isAdmittedOrigin(asked, origins);
  return isNamed ? "admitted" : "foreign";
}

/**
 * Lets a request pass that changes nothing, that comes with a key or a token, or from a page that may. By cookie it must say so; nobody's
 * may come from a program, which says nothing, and from pages of other origins where CORS grants them the API, but for what begins or ends
 * a session.
 *
 * @throws {RestError} `bad_origin`
 */
export function checkOrigin(request: Request, { person, operation, serving }: {
  readonly person: Person | undefined;
  readonly operation: Operation;
  readonly serving: {
    readonly origin: (request: Request) => Origin;
    readonly cors: Cors | undefined;
  };
}): void {
  const isForSession = operation.session === true;
  if (SAFE.has(request.method)) return;
  if (!isForSession && person !== undefined && person.by !== "cookie") return;
  const from = serving.origin(request), isBare = person?.by !== "cookie";
  if (from === "admitted" || isBare && from === "unsaid") return;
  const { cors } = serving;
  if (isBare && !isForSession && cors !== undefined && isGrantedOrigin(request, cors)) return;
  const detail = "ask from a page of this site, or by a key";
  throw new RestError("bad_origin", "a change must come from a page of this origin", {
    errors: [{ header: "origin", code: "origin", detail }],
  });
}
