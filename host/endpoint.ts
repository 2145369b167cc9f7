/**
 * The WebSocket endpoint: checks the origin and the path, then hands the socket over; and the events of a standard WebSocket, for hosts
 * that have one.
 *
 * @module
 */
import { ws } from "../n2o/endpoint/ws.ts";
import { route, type Server } from "../n2o/mod.ts";
import { type AppContext, WSContext } from "./deps.ts";
import type { Host } from "./host.ts";

/** The version of WebSockets that RFC 6455 is about, and no host knows another. */
const VERSION = "13";

/** Answers what is asked under `/ws` for the page of the path behind that. */
export function endpoint(
  server: Server,
  { upgrade }: Host,
  origin: string | readonly string[] | undefined,
): (c: AppContext) => Promise<Response> {
  return async (c) => {
    const { pathname, search } = new URL(c.req.url), path = pathname.slice("/ws".length);
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      return c.text("a WebSocket is expected here", 426, { upgrade: "websocket" });
    }
    if (!admitted(c.req.header("origin"), c.req.header("host"), origin)) {
      server.log("warning", "refused: a foreign origin", { origin: c.req.header("origin"), path });
      return c.text("this origin may not connect", 403);
    }
    const page = route(server.routes, path);
    if (page === undefined) return c.notFound();
    if (server.connections.size >= server.limits.connections) {
      server.log("warning", "refused: too many connections", { path });
      return c.text("full, try again later", 503);
    }
    if ((c.req.header("sec-websocket-version") ?? VERSION) !== VERSION) {
      const headers = { "upgrade": "websocket", "sec-websocket-version": VERSION };
      return c.text(`version ${VERSION} of the protocol is spoken here`, 426, headers);
    }
    const events = ws(server, page, { path, query: search.slice(1), headers: c.req.header() });
    try {
      return await upgrade(c, events);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return c.text("this is no handshake of a WebSocket (RFC 6455, section 4.2.1)", 400);
    }
  };
}

/** Whether a page of `origin` may connect. Programs that are no browser send none and are let in. */
function admitted(
  origin: string | undefined,
  host: string | undefined,
  allowed: string | readonly string[] | undefined,
): boolean {
  if (origin === undefined) return true;
  if (allowed === undefined) {
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
  }
  const origins = typeof allowed === "string" ? [allowed] : allowed;
  return origins.includes("*") || origins.includes(origin);
}

/** Hono's view of a socket. */
export function contextOf(socket: WebSocket): WSContext<WebSocket> {
  return new WSContext<WebSocket>({
    raw: socket,
    url: socket.url || null,
    protocol: socket.protocol,
    get readyState() {
      // As: the standard has no other states; its type is a number.
      return socket.readyState as 0 | 1 | 2 | 3;
    },
    send: (frame) => socket.send(frame),
    close: (code, reason) => socket.close(code, reason),
  });
}
