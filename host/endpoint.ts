/**
 * The WebSocket endpoint: checks the path, then hands the socket over; and the events of a standard WebSocket, for hosts
 * that have one.
 *
 * @module
 */
import { SOCKET, ws } from "../n2o/endpoint/ws.ts";
import { cookieOf, type Req, route, type Server } from "../n2o/mod.ts";
import type { Config } from "./config.ts";
import { type AppContext, WSContext } from "./deps.ts";
import type { Host } from "./host.ts";
import { traced } from "./request_log.ts";
import { watched } from "./request_socket.ts";
import type { Requests } from "./session/request.ts";

/** The version of WebSockets that RFC 6455 is about, and no host knows another. */
const VERSION = "13";

/** Answers what is asked under `/ws` for the page of the path behind that. */
export function endpoint(
  given: Server,
  { upgrade }: Host,
  requests: Requests,
  logged: Config["requests"],
): (c: AppContext) => Promise<Response> {
  return async (c) => {
    const server = traced(given, c), path = new URL(c.req.url).pathname.slice("/ws".length);
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
      return c.text("a WebSocket is expected here", 426, { upgrade: "websocket" });
    }
    const page = route(server.routes, path);
    if (page === undefined) return c.notFound();
    const { address } = requests.peer(c);
    const full = server.peers.refusal(address, server.connections.size);
    if (full !== undefined) {
      server.metrics.count("n2o_refused", { reason: "too many connections" });
      server.peers.warn(address, `refused: ${full}`, { path });
      return c.text("full, try again later", 503);
    }
    if ((c.req.header("sec-websocket-version") ?? VERSION) !== VERSION) {
      const headers = { "upgrade": "websocket", "sec-websocket-version": VERSION };
      return c.text(`version ${VERSION} of the protocol is spoken here`, 426, headers);
    }
    const req = await socketRequest(server, requests, c, path);
    const events = watched(ws(server, page, req), c, given, logged);
    const taken: unknown = Reflect.get(Object(c.env), SOCKET);
    if (typeof taken === "function") {
      // There was no handshake: who asks within the process, as a test does, has no network.
      taken(events);
      return c.body(null, 204);
    }
    try {
      return await upgrade(c, events);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return c.text("this is no handshake of a WebSocket (RFC 6455, section 4.2.1)", 400);
    }
  };
}

/** The request of a socket; whom the application knows in it is asked where its session has no user. */
async function socketRequest(
  server: Server,
  requests: Requests,
  c: AppContext,
  path: string,
): Promise<Req> {
  const req = await requests.req(c, path),
    cookie = cookieOf(req.headers["cookie"], server.sessions.cookie);
  const session = cookie === undefined ? undefined : await server.sessions.open(cookie, false);
  const user = session === undefined ? undefined : server.sessions.getValue(session, "user");
  return user === undefined ? await requests.identified(c, req) : req;
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
