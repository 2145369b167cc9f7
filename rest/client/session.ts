/**
 * The operations of sessions and of API keys, called by their names.
 *
 * @module
 */
import type { CallOptions } from "./call.ts";
import { type CallOf, operations, type Unkeyed } from "./operations.ts";

/** Who asks, as an API knows them. */
export interface WhoAsks {
  /** Who it is; null where nobody is known. */
  readonly id: string | null;
  /** How that is known. */
  readonly by: "cookie" | "key" | "token" | null;
  /** What it may, where that is limited. */
  readonly scopes?: readonly string[];
}

/** The operations of sessions: with what each is asked, and what it answers. */
export interface SessionCalls {
  /** Begins a session by the credentials that the API asks for; `user` and `password` unless it says others. */
  readonly login: { readonly body: Readonly<Record<string, string>>; readonly answer: WhoAsks };
  /** Ends the session. */
  readonly logout: { readonly answer: undefined };
  /** Who one is. */
  readonly getSession: { readonly answer: WhoAsks };
}

/**
 * The operations of sessions of an API; their cookie is the browser's.
 *
 * @throws {ProblemError} of what the server answers, from each of its functions
 *
 * @example
 * ```ts
 * import { rest } from "@n2o/n2o/rest";
 * import { loginOperations } from "@n2o/n2o/rest/auth";
 * import { sessions } from "@n2o/n2o/rest/client";
 *
 * let user = "";
 * const api = rest({
 *   operations: loginOperations({
 *     sessions: { begin: ({ id }) => void (user = id), end: () => void (user = "") },
 *     check: ({ user, password }) => user === "ann" && password === "tea" ? { id: "ann" } : undefined,
 *   }),
 *   who: () => user === "" ? undefined : { id: user, by: "cookie" },
 * });
 * const { login, getSession } = sessions({ base: "http://localhost/rest", fetch: (ask) => api.fetch(ask) });
 * await login({ body: { user: "ann", password: "tea" } });
 * if ((await getSession()).value.id !== "ann") throw new Error("logged in");
 * ```
 */
export function sessions(
  options: CallOptions,
): { readonly [Id in keyof SessionCalls]: CallOf<SessionCalls[Id]> } {
  return operations<SessionCalls>(options, {
    login: "POST /login",
    logout: "POST /logout",
    getSession: "GET /session",
  });
}

/** An API key as it is told: without its text. Times are text of RFC 3339. */
export interface ToldKey {
  /** Its id, by which it is read, revoked and rotated. */
  readonly id: string;
  /** What it is called. */
  readonly name: string;
  /** For whom it stands. */
  readonly owner: string;
  /** What it may; all that its owner may where it is left out. */
  readonly scopes?: readonly string[];
  /** When it was made. */
  readonly made: string;
  /** When it ends. */
  readonly expires?: string;
  /** When it was used last. */
  readonly used?: string;
  /** When it was given another text. */
  readonly rotated?: string;
  /** When it was revoked. */
  readonly revoked?: string;
}

/** An API key, with its text. */
export type ToldSecret = ToldKey & { readonly secret: string };

/** What names a key. */
export type OfKey = { readonly path: { readonly id: string } };

/** The operations of API keys: with what each is asked, and what it answers. */
export interface KeyCalls {
  /** Keys, in the order of their ids. */
  readonly listKeys: {
    readonly query?: { readonly owner?: string; readonly limit?: number; readonly after?: string };
    readonly answer: { readonly keys: readonly ToldKey[] };
  };
  /** Makes one, and tells its text, this once. */
  readonly makeKey: Unkeyed & {
    readonly body: {
      readonly name: string;
      readonly scopes?: readonly string[];
      readonly expires?: string;
      readonly owner?: string;
    };
    readonly answer: ToldSecret;
  };
  /** A key, without its text. */
  readonly getKey: OfKey & { readonly answer: ToldKey };
  /** Takes one away: nobody is known by it any more. */
  readonly revokeKey: OfKey & { readonly answer: undefined };
  /** Gives one another text, and tells it, this once; the former is taken for so many seconds still. */
  readonly rotateKey: OfKey & Unkeyed & {
    readonly query?: { readonly grace?: number };
    readonly answer: ToldSecret;
  };
}

/**
 * The operations of the keys of an API.
 *
 * @throws {ProblemError} of what the server answers, from each of its functions
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { rest } from "@n2o/n2o/rest";
 * import { apiKeys, credentials, keyOperations } from "@n2o/n2o/rest/auth";
 * import { keys } from "@n2o/n2o/rest/client";
 *
 * using kv = memoryKv();
 * const kept = apiKeys(kv), { text } = await kept.make({ owner: "ann", name: "first" });
 * const api = rest({ operations: keyOperations(kept, { own: "known" }), who: credentials({ keys: kept }) });
 * const { makeKey, listKeys } = keys({
 *   base: "http://localhost/rest",
 *   fetch: (request) => api.fetch(request),
 *   headers: () => ({ "x-api-key": text }),
 * });
 * await makeKey({ body: { name: "report", scopes: ["notes:read"] } });
 * if ((await listKeys()).value.keys.length !== 2) throw new Error("two keys");
 * ```
 */
export function keys(
  options: CallOptions,
): { readonly [Id in keyof KeyCalls]: CallOf<KeyCalls[Id]> } {
  return operations<KeyCalls>(options, {
    listKeys: "GET /keys",
    makeKey: "POST /keys",
    getKey: "GET /keys/{id}",
    revokeKey: "DELETE /keys/{id}",
    rotateKey: "POST /keys/{id}/rotation",
  });
}
