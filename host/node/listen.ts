/**
 * Ports and signals of Node.
 *
 * @module
 */
import { type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import process from "node:process";
import { type Fetch, type Listener, listenError, type ListenOptions } from "../host.ts";
import { createAdaptorServer, WebSocketServer } from "./deps.ts";

/** Milliseconds in which the headers of a request and the whole of it have to come, and how often that is looked at. */
const HEADERS = 10_000, REQUEST = 60_000, CHECK = 2_000;

/** Listens on a port. A connection beyond the limit is closed at once, one that does not end its headers or its request after a time. */
export async function listen(fetch: Fetch, options: ListenOptions): Promise<Listener> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.frame });
  // As: without options for HTTP/2 it is a server of HTTP/1.1.
  const http = createAdaptorServer({
    fetch,
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: HEADERS,
      requestTimeout: REQUEST,
      connectionsCheckingInterval: CHECK,
    },
    // As: it is what the adaptor was made for; the types of Node that some library brings along say otherwise.
    websocket: { server: sockets as never },
  }) as Server;
  http.maxConnections = options.connections;
  onlyWebSockets(http);
  // Node forgets a connection when it becomes a WebSocket.
  const connections = new Set<Socket>();
  http.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  const port = await bound(http, options);
  let closed: Promise<void> | undefined;
  const drain = () => closed ??= closing(http);
  return {
    port,
    drain,
    async close() {
      for (const socket of connections) socket.destroy();
      await drain();
    },
  };
}

/**
 * Has requests for other protocols answered as if they had not asked: Node hands over every socket that asks for an upgrade, as
 * `curl --http2` does, and then nobody answers.
 */
function onlyWebSockets(http: Server): void {
  // As: which arguments they take differs in the types of Node.
  const listeners = http.listeners(
    "upgrade",
  ) as unknown as readonly ((...given: unknown[]) => void)[];
  http.removeAllListeners("upgrade");
  http.on("upgrade", (request: IncomingMessage, socket: Socket, head: Uint8Array) => {
    if (request.headers.upgrade?.toLowerCase() === "websocket") {
      for (const listener of listeners) listener.call(http, request, socket, head);
    } else if (request.method === "GET" || request.method === "HEAD") {
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket);
      response.on("finish", () => socket.end());
      http.emit("request", request, response);
    } else {
      // What it sends is beyond Node's parser now.
      socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    }
  });
}

function bound(http: Server, { port, hostname }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", (error) => reject(listenError(error, { port, hostname })));
    http.listen(port, hostname, () => {
      const address = http.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function closing(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeIdleConnections();
  });
}

/** Has `stop` called on SIGINT and SIGTERM. */
export function onEnd(stop: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}
