/**
 * What endpoints without kinds of frames and without close codes have in common: TCP and UDP.
 *
 * @module
 */
import type { Req } from "../cx.ts";
import { route } from "../cx.ts";
import { N2oError } from "../error.ts";
import type { Formatter } from "../format/formatter.ts";
import type { Frame } from "../proto.ts";
import type { Server } from "../server.ts";
import { atom } from "../term/atom.ts";
import { tuple } from "../term/term.ts";

/** What an endpoint of TCP or UDP is told. */
export interface EndpointOptions {
  /** Port that it listens on; one that is free by default. */
  readonly port?: number;
  /** Address that it listens on; 127.0.0.1 by default: nothing is encrypted, so that other machines are let in on purpose only. */
  readonly hostname?: string;
  /** Path and query of the page that its clients see, as of an address: `/app/index.htm?room=lobby`; `/` by default. */
  readonly path?: string;
  /** How terms are written and read; what the server chooses by default, else BERT. */
  readonly formatter?: Formatter;
  /** Milliseconds without a frame after which a client is closed with 1001; 60,000 by default: heartbeats come each 5 s. */
  readonly idle?: number;
}

/** An endpoint that listens. */
export interface Endpoint {
  /** Port that it listens on: the one that was free where none was asked for. */
  readonly port: number;
  /** Address that it listens on, as its options gave it; 127.0.0.1 by default. */
  readonly hostname: string;
  /** Listens no more; clients that are connected stay until the server stops or they leave. Resolves when nobody is left. */
  close(): Promise<void>;
}

/**
 * The page and the request of an endpoint's path.
 *
 * @throws {N2oError} `config` for a path that belongs to no page of the server.
 */
export function asked(server: Server, path: string): { readonly page: string; readonly req: Req } {
  const { pathname, search } = new URL(path, "http://n2o");
  const page = route(server.routes, pathname);
  if (page === undefined) {
    throw new N2oError("config", `path: no page of the routes is ${pathname}`);
  }
  return { page, req: { path: pathname, query: search.slice(1), headers: {} } };
}

/** Opens an endpoint of a server that starts: what the settings `tcp` and `udp` of an application take. */
export type Opening = (server: Server) => Promise<Endpoint>;

/** The request of a peer, with its address in the text that a WebSocket's has: one of IPv4 within IPv6 is what it is. */
export function from(req: Req, address: string | undefined): Req {
  return address === undefined
    ? req
    : { ...req, address: address.replace(/^::ffff:(?=\d+\.)/i, "") };
}

const utf8 = new TextEncoder(), strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Up to this length a loop is faster than the call of TextDecoder. */
const SHORT = 32;

/**
 * A frame of a carrier that does not tell text from bytes: text where it is UTF-8, which no term in BERT is, since none begins with its 131.
 */
export function frameOf(bytes: ArrayBuffer): string | ArrayBuffer {
  const view = new Uint8Array(bytes);
  if (view[0] === 131) return bytes;
  if (view.length <= SHORT && view.every((byte) => byte < 128)) return String.fromCharCode(...view);
  try {
    return strict.decode(view);
  } catch {
    return bytes;
  }
}

/** The bytes of a frame. */
export function bytesOf(frame: Frame): Uint8Array<ArrayBuffer> {
  return typeof frame === "string" ? utf8.encode(frame) : frame;
}

const CLOSE = atom("close");

/** The last frame of a connection, `{close, Code, <<"Reason">>}`: these carriers have no close codes of their own. */
export function farewell(code: number, reason: string, formatter: Formatter): Uint8Array {
  return bytesOf(formatter.encode(tuple(CLOSE, code, reason)));
}
