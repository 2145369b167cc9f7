/**
 * The TCP endpoint: frames with a length of four bytes before them, as Erlang's `gen_tcp` has them with `{packet, 4}`.
 *
 * A frame that is UTF-8 is text, any other is bytes; the rest is as on a WebSocket. Nothing is encrypted: put TLS before it where it leaves
 * the machine.
 *
 * ```ts
 * import { connect } from "node:net";
 * import * as n2o from "@n2o/n2o/n2o";
 * import { tcp } from "@n2o/n2o/n2o/tcp";
 *
 * const page = { event: () => {} };
 * const server = n2o.server({ secret: "sixteen or more random characters", routes: { "/": page } });
 * const endpoint = await tcp(server);
 *
 * const socket = connect(endpoint.port, endpoint.hostname);
 * socket.write("\0\0\0\x04PING");
 * const answer = await new Promise((resolve) => socket.once("data", resolve));
 * if (String(answer) !== "\0\0\0\x04PONG") throw new Error("no answer");
 * socket.destroy();
 * await endpoint.close();
 * ```
 *
 * @module
 */
import { createServer, type Server as Listener, type Socket } from "node:net";
import { messageOf } from "../../base/mod.ts";
import { connection } from "../connection.ts";
import type { Connection } from "../transport.ts";
import { bert } from "../format/bert.ts";
import type { Formatter } from "../format/formatter.ts";
import type { Req } from "../cx.ts";
import type { Server } from "../server.ts";
import {
  asked,
  bytesOf,
  type Endpoint,
  type EndpointOptions,
  farewell,
  frameOf,
  from,
  type Opening,
} from "./carry.ts";
import { packed, type Unpacker, unpacker } from "./packet.ts";

export type { Endpoint, EndpointOptions, Opening };

/** What the endpoint is told. */
export interface TcpOptions extends EndpointOptions {
  /** Milliseconds that a frame may take from its first byte to its last; 10,000 by default. */
  readonly patience?: number;
}

/** How often it is looked at whose time is over, in milliseconds. */
const ROUND = 1_000;
/** How long a peer may take to read what is left when it was closed, in milliseconds. */
const LINGER = 2_000;

/**
 * Listens for clients of a server.
 *
 * A frame over the server's `limits.frame` closes with 1009 before it is read, more connections than `limits.connections`, or of one address than `limits.address`, with 1013, and a
 * frame that does not come to its end with 1002. The last frame of one that is closed is `{close, Code, Reason}`. A peer that closes its
 * own side is answered still.
 *
 * Rejects with {@linkcode N2oError} `config` for a path that is no page's, and as the host does for an address that cannot be listened on.
 */
export async function tcp(server: Server, options: TcpOptions = {}): Promise<Endpoint> {
  const { port = 0, hostname = "127.0.0.1", path = "/" } = options;
  const { page, req } = asked(server, path), peers = new Set<Peer>();
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const { clock, connections } = server, own = from(req, socket.remoteAddress);
    const formatter = options.formatter ?? server.formatter?.(own) ?? bert;
    const full = server.peers.refusal(own.address, connections.size);
    if (full !== undefined) return refuse({ server, req: own, socket, formatter }, full);
    const gone = () => peers.delete(peer);
    const peer = new Peer({ server, page, req: own, socket, formatter, gone });
    peers.add(peer);
    timer ??= clock.setTimeout(look, ROUND);
  });
  let timer: unknown;
  const look = (): void => {
    timer = peers.size === 0 ? undefined : server.clock.setTimeout(look, ROUND);
    for (const peer of peers) peer.look(options);
  };
  await listening(listener, port, hostname);
  listener.on("error", (error) => server.log("error", "the TCP endpoint failed", { error }));
  const address = listener.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    hostname,
    close: () =>
      new Promise((resolve) =>
        listener.close(() => {
          server.clock.clearTimeout(timer);
          resolve();
        })
      ),
  };
}

/** The endpoint, for the setting `tcp` of an application: it is opened when that starts, and closed when it stops. */
export function onTcp(options: TcpOptions = {}): Opening {
  return (server) => tcp(server, options);
}

function listening(listener: Listener, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(port, hostname, () => {
      listener.off("error", reject);
      resolve();
    });
  });
}

/** A socket, and what is known of its other end. */
interface Found {
  readonly server: Server;
  readonly req: Req;
  readonly socket: Socket;
  readonly formatter: Formatter;
}

function refuse({ server, req, socket, formatter }: Found, reason: string): void {
  server.metrics.count("n2o_refused", { reason: "too many connections" });
  server.peers.warn(req.address, `refused: ${reason}`, { path: req.path });
  socket.on("error", () => socket.destroy());
  socket.end(packed(farewell(1013, reason, formatter)), () => socket.destroy());
}

interface PeerOptions extends Found {
  readonly page: string;
  readonly gone: () => void;
}

/** A socket, as the transport of a connection. */
class Peer {
  readonly #options: PeerOptions;
  readonly #unpacker: Unpacker;
  readonly #made: Connection;
  /** When the last frame came, when the one that is under way began, and when the connection was closed from here. */
  #heard: number;
  #begun: number | undefined;
  #closed: number | undefined;
  #why = "the client left";

  constructor(options: PeerOptions) {
    const { server, page, req, socket, formatter } = this.#options = options;
    this.#heard = server.clock.now();
    this.#unpacker = unpacker(server.limits.frame);
    this.#made = connection(server, page, req, {
      send: (frame) => void (socket.writable && socket.write(packed(bytesOf(frame)))),
      close: (code, reason) => this.#close(code, reason),
      get backlog() {
        return socket.writableLength;
      },
      formatter,
    });
    socket.on("data", (bytes: Uint8Array) => this.#take(bytes));
    socket.on("end", () => this.#made.finished("the client says no more"));
    socket.on("error", (error) => this.#why = messageOf(error));
    socket.on("close", () => {
      options.gone();
      this.#made.closed(this.#why);
    });
  }

  /** Closes for what took too long. */
  look({ idle = 60_000, patience = 10_000 }: TcpOptions): void {
    const { clock } = this.#options.server, now = clock.now();
    if (this.#closed !== undefined) {
      if (now - this.#closed >= LINGER) this.#options.socket.destroy();
    } else if (this.#begun !== undefined && now - this.#begun >= patience) {
      this.#drop(1002, `a frame took more than ${patience} ms`);
    } else if (now - this.#heard >= idle) this.#made.close(1001, `no frame in ${idle} ms`);
  }

  #take(bytes: Uint8Array): void {
    if (this.#closed !== undefined) return;
    const { server: { clock, limits }, socket } = this.#options;
    let frames = 0;
    // The answers to what came at once go out at once.
    socket.cork();
    const over = this.#unpacker.push(bytes, (frame) => {
      frames++;
      this.#made.receive(frameOf(frame));
    });
    socket.uncork();
    const now = clock.now();
    if (frames > 0) this.#heard = now;
    if (this.#unpacker.waiting === 0) this.#begun = undefined;
    else if (frames > 0 || this.#begun === undefined) this.#begun = now;
    if (over !== undefined) {
      this.#drop(1009, `a frame of more than ${limits.frame} bytes`);
    }
  }

  /** Closes for a reason that a person should know. */
  #drop(code: number, reason: string): void {
    const { server: { peers, metrics }, req, page } = this.#options;
    metrics.count("n2o_refused", { reason: `closed with ${code}` });
    peers.warn(req.address, `connection closed: ${reason}`, { page, code });
    this.#made.close(code, reason);
  }

  #close(code: number, reason: string): void {
    const { server, socket, formatter } = this.#options;
    if (this.#closed !== undefined) return;
    this.#closed = server.clock.now();
    // What a peer still sends is read and dropped: a socket with unread input is reset, and the peer would not see why.
    if (socket.writable) socket.end(packed(farewell(code, reason, formatter)));
  }
}
