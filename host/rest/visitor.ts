/**
 * Who asks an API that is mounted in an application: by the cookie of its session, from which address, from which origin.
 *
 * @module
 */
import type { Person } from "../../rest/mod.ts";
import type { LoginSessions } from "../../rest/auth/mod.ts";
import { context, current, principal, roles, user } from "../../n2o/mod.ts";
import { originOf, type RequestOrigin } from "../session/request.ts";

/**
 * The person of the session, for `session` of `credentials`, or for `who` itself: `id` is the user, `user` has the user and the roles. Nobody
 * where nobody is logged in, and where the API is served without the application. Whom the setting `identify` knows is one by cookie as well: a
 * browser sends a certificate by itself, too.
 *
 * @example
 * ```ts
 * import { application } from "@n2o/n2o/host/deno";
 * import { api, requestOrigin, visitor } from "@n2o/n2o/host/rest";
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { apiKeys, credentials } from "@n2o/n2o/rest/auth";
 *
 * using kv = memoryKv();
 * const notes = resource({ name: "notes", table: "note", may: "known" });
 * const { app } = await application({
 *   kv,
 *   routes: { "/": { event() {} } },
 *   app: api(() => {
 *     const who = credentials({ keys: apiKeys(kv), session: visitor });
 *     return rest({ kv, resources: [notes], who, origin: requestOrigin });
 *   }),
 *   log: () => {},
 * });
 * if ((await app.request("/rest/notes")).status !== 401) throw new Error("nobody is logged in");
 * ```
 */
export function visitor(): Person | undefined {
  if (current() === undefined) return undefined;
  const found = principal();
  return found.user === "" ? undefined : { id: found.user, by: "cookie", user: found };
}

/** Begins and ends sessions of the application, for `sessions` of `loginOperations`: each login and logout gives the session a new id. */
export const visitorSessions: LoginSessions = {
  begin(found) {
    // Who logs in as who they are gets a new id as well: nobody knows who knew the old one.
    if (user() === found.id) user("");
    user(found.id);
    roles(found.roles ?? []);
  },
  end() {
    user("");
  },
};

/** Where a request comes from, for `origin` of `rest`: as the proxies and origins of the application's settings have it. */
export function requestOrigin(request: Request): RequestOrigin {
  return originOf(request);
}

/**
 * The network that the running request comes from, for rates: the address of IPv4, the first 64 bits of one of IPv6, of which who has one
 * has 2^64. Undefined where the host does not tell.
 */
export function clientNetwork(): string | undefined {
  const address = current() === undefined ? undefined : context().req.address;
  return address === undefined ? undefined : networkOf(address);
}

/** @param address in its canonical text, as `peerOf` tells it */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::"), before = head === "" ? [] : head.split(":");
  const behind = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(Math.max(0, 8 - before.length - behind.length)).fill("0");
  return [...before, ...zeros, ...behind].slice(0, 4).join(":");
}
