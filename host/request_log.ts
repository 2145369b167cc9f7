/**
 * The request log: one entry for each HTTP request, and for each WebSocket one when it opens and one when it closes, all with an id that
 * the answer's header `x-request-id` and the lines of errors bear as well.
 *
 * No entry holds a query, a header or a body: a secret in the path, as in the link of an invitation, is the application's to take out, by
 * a function of its own.
 *
 * @module
 */
import { type Log, randomId } from "../base/mod.ts";
import type { Server } from "../n2o/mod.ts";
import type { AppContext } from "./deps.ts";

/** A request that was answered, a WebSocket that opened, or one that closed. */
export interface RequestEntry {
  /** Which of them. */
  readonly kind: "request" | "open" | "close";
  /** The same for a WebSocket's beginning and end. */
  readonly id: string;
  /** Method, in capitals; `GET` for a WebSocket. */
  readonly method: string;
  /** Path as it was asked for, without its query, at most 1,024 characters. */
  readonly path: string;
  /** Status of the answer, or the code that closed a WebSocket. */
  readonly status: number;
  /** Milliseconds to the end of the answer, or that a WebSocket was open. */
  readonly ms: number;
  /** Bytes of the answer's body, or those that a WebSocket sent. */
  readonly bytes: number;
  /** Bytes that came over a WebSocket. */
  readonly received?: number;
}

/** Whether requests are logged, and where to. */
export type Requests = true | ((entry: RequestEntry) => void);

/** Where a trace goes on from (W3C Trace Context, section 3.2), and the form of ids that others make. */
const TRACE = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}/;
const SAFE = /^[\w.-]{8,64}$/;
const LONGEST = 1_024;

/** Requests that are logged, by what the host gave. */
const ids = new WeakMap<Request, string>();

/** The id of a request that is logged; undefined where none is. */
export function requestId(request: Request): string | undefined {
  return ids.get(request);
}

/** The server as the messages of a request see it: with the request's id in every line of its log. */
export function traced(server: Server, { req }: AppContext): Server {
  const request = requestId(req.raw);
  return request === undefined ? server : tracedBy(server, request);
}

/** The server, whose lines of the log bear the id of a request. */
export function tracedBy(server: Server, request: string): Server {
  const log: Log = (level, message, details) => server.log(level, message, { ...details, request });
  const { peers } = server;
  const warn: typeof peers.warn = (address, message, details) =>
    peers.warn(address, message, { ...details, request });
  // As: all else is the server's own, as it is at the time.
  return Object.create(server, {
    log: { value: log },
    peers: { value: { ...peers, warn } },
  }) as Server;
}

/** Where entries go. */
export function entriesTo(requests: Requests, { log }: Server): (entry: RequestEntry) => void {
  if (requests !== true) return requests;
  return ({ kind, method, path, status, ...rest }) =>
    log("info", `${kind === "request" ? method : kind} ${path} ${status}`, rest);
}

/** Logs the requests of an application: its first middleware. */
export function requestLog(
  server: Server,
  requests: Requests,
): (c: AppContext, next: () => Promise<void>) => Promise<void> {
  const said = entriesTo(requests, server), { clock } = server;
  return async (c, next) => {
    const { raw } = c.req, begun = clock.now(), id = idOf(raw.headers);
    ids.set(raw, id);
    await next();
    const { method } = raw, { status } = c.res, path = pathOf(raw.url);
    const end = (bytes: number) =>
      said({
        kind: status === 101 ? "open" : "request",
        id,
        method,
        path,
        status,
        ms: clock.now() - begun,
        bytes,
      });
    if (status === 101) return end(0);
    const length = c.res.headers.get("content-length"), { body } = c.res;
    const isEmpty = body === null || method === "HEAD";
    c.res = new Response(isEmpty || length !== null ? body : counted(body, end), c.res);
    c.res.headers.set("x-request-id", id);
    if (isEmpty || length !== null) end(isEmpty ? 0 : Number(length));
  };
}

/** The path of an address, also of one that is none. */
export function pathOf(url: string): string {
  return (URL.canParse(url) ? new URL(url).pathname : url.replace(/[?#].*/s, "")).slice(0, LONGEST);
}

function idOf(headers: Headers): string {
  const given = headers.get("x-request-id") ?? "";
  if (SAFE.test(given)) return given;
  return TRACE.exec(headers.get("traceparent") ?? "")?.[1] ?? randomId(20);
}

/** The same bytes; tells how many there were when the last is gone, or nobody reads on. */
function counted(
  body: ReadableStream<Uint8Array>,
  end: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          end(bytes);
          return controller.close();
        }
        bytes += value.length;
        controller.enqueue(value);
      } catch (error) {
        end(bytes);
        throw error;
      }
    },
    async cancel(reason) {
      end(bytes);
      await reader.cancel(reason);
    },
  });
}
