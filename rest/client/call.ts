/**
 * One request to an API.
 *
 * @module
 */
import { type Clock, messageOf } from "../../base/mod.ts";
import { ProblemError, problemIn } from "./problem.ts";
import { jsonText } from "./value.ts";

/** Where an API is, and how it is asked. */
export interface CallOptions {
  /** Where it is mounted: `https://example.com/rest`; in a browser `/rest` will do. */
  readonly base: string;
  /** Asks; the runtime's own unless told. */
  readonly fetch?: (request: Request) => Response | Promise<Response>;
  /** Headers of every request, such as `authorization`: asked anew for each. */
  readonly headers?: () =>
    | Readonly<Record<string, string>>
    | Promise<Readonly<Record<string, string>>>;
  /** The time, by which streams that were cut wait; the system's unless told. */
  readonly clock?: Clock;
  /** Whether cookies come along; `same-origin` unless told, as of `fetch`. */
  readonly credentials?: RequestCredentials;
}

/** What a request says. */
export interface Ask {
  /** Parameters of the query: of a list one for each; those that are undefined are left out. */
  readonly query?: Readonly<
    Record<string, string | number | boolean | readonly string[] | undefined>
  >;
  /** Headers of its own; those that are undefined are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** A body of JSON; bigints, dates and bytes are sent as the API reads them. */
  readonly body?: unknown;
  /** A body as it is, instead of `body`. */
  readonly raw?: BodyInit | undefined;
  /** The type of the body; `application/json` unless told. */
  readonly type?: string;
  /** Aborts the request: what `fetch` throws for that is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Makes requests: answers 304 and what is below; all else is thrown. */
export type Call = (method: string, path: string, ask?: Ask) => Promise<Response>;

/**
 * Calls operations of an API by their method and path: for what is no resource, such as processes.
 *
 * @throws {ProblemError} of what it answers, from the call; an abort is thrown as `fetch` throws it
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { caller, ProblemError } from "@n2o/n2o/rest/client";
 *
 * using kv = memoryKv();
 * const api = rest({ kv, resources: [resource({ name: "users", table: "user", may: "anyone" })] });
 * const call = caller({ base: "http://localhost/rest", fetch: (request) => api.fetch(request) });
 * await call("POST", "/users", { body: { id: "ann" } });
 * const error: unknown = await call("GET", "/users/bob").catch((error) => error);
 * if (!ProblemError.is(error, "not_found")) throw error;
 * ```
 */
export function caller({ base, fetch: ask = fetch, headers, credentials }: CallOptions): Call {
  return async (
    method,
    path,
    { query = {}, body, raw, type = "application/json", signal, ...own } = {},
  ) => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const each of typeof value === "object" ? value : [value]) {
        search.append(name, String(each));
      }
    }
    const sent = new Headers(await headers?.());
    for (const [name, value] of Object.entries(own.headers ?? {})) {
      if (value !== undefined) sent.set(name, value);
    }
    const text = raw ?? (body === undefined ? undefined : jsonText(body));
    if (text !== undefined) sent.set("content-type", type);
    const request = new Request(`${base}${path}${search.size > 0 ? `?${search}` : ""}`, {
      method,
      headers: sent,
      ...text !== undefined && { body: text },
      // Who sends a stream may read the answer meanwhile only where the runtime can do that.
      ...text instanceof ReadableStream && { duplex: "half" },
      ...credentials !== undefined && { credentials },
      ...signal != null && { signal },
    });
    const answer = await answered(request, ask);
    if (answer.ok || answer.status === 304) return answer;
    throw await problemIn(answer);
  };
}

/** What a request may be made to depend on, and its key, as headers. */
export function conditions(
  { ifMatch, ifNoneMatch, key, signal }: {
    readonly ifMatch?: string | undefined;
    readonly ifNoneMatch?: string | undefined;
    readonly key?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Ask {
  const headers = {
    "if-match": ifMatch,
    "if-none-match": ifNoneMatch,
    "idempotency-key": key === undefined ? undefined : JSON.stringify(key),
  };
  return { headers, signal };
}

async function answered(
  request: Request,
  ask: NonNullable<CallOptions["fetch"]>,
): Promise<Response> {
  try {
    return await ask(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    const { method, url } = request;
    throw new ProblemError(
      "unreachable",
      `${method} ${url}: nothing answered: ${messageOf(cause)}`,
      { cause },
    );
  }
}
