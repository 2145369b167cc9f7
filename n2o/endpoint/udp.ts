/**
 * The UDP endpoint: a datagram is a frame, and a frame is a datagram.
 *
 * A datagram that is UTF-8 is text, any other is bytes; the rest is as on a WebSocket. Who sends from an address has to prove that it
 * receives there, since anybody can write any sender on a datagram:
 *
 * 1. The client sends `COOKIE,` and 22 letters, whatever they are.
 * 2. The server answers `COOKIE,` and 22 letters that say the address: as many bytes as it got. It remembers nothing.
 * 3. The client sends that back and gets it back: from now on it has a connection.
 *
 * Any other datagram of a peer that has none is answered by step 2 where it is long enough, else not at all: an answer to an unproven peer
 * is never longer than what it sent, and of answers to what is no first step there are 16 in a second for an address: two servers that a
 * forged sender has told of each other would answer each other for ever. Datagrams may be lost, doubled or come in another order: a client keeps one event under way at a time
 * and sends it again until it is answered; the server carries a number out once. Nothing is encrypted, and who can listen can forge.
 *
 * ```ts
 * import { createSocket } from "node:dgram";
 * import * as n2o from "@n2o/n2o/n2o";
 * import { udp } from "@n2o/n2o/n2o/udp";
 *
 * const page = { event: () => {} };
 * const server = n2o.server({ secret: "sixteen or more random characters", routes: { "/": page } });
 * const endpoint = await udp(server);
 *
 * const socket = createSocket("udp4");
 * const ask = (datagram: string) => {
 *   socket.send(datagram, endpoint.port, endpoint.hostname);
 *   return new Promise<string>((resolve) => socket.once("message", (bytes) => resolve(String(bytes))));
 * };
 * const cookie = await ask(`COOKIE,${"-".repeat(22)}`);
 * if (await ask(cookie) !== cookie) throw new Error("not proven");
 * if (await ask("PING") !== "PONG") throw new Error("no answer");
 * socket.close();
 * await n2o.stop(server);
 * await endpoint.close();
 * ```
 *
 * @module
 */
import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { connection } from "../connection.ts";
import type { Connection, Transport } from "../transport.ts";
import { bert } from "../format/bert.ts";
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
import { Answers, LENGTH, PREFIX, type Proof, proof } from "./proof.ts";

export type { Endpoint, EndpointOptions, Opening };

/** What the endpoint is told. */
export interface UdpOptions extends EndpointOptions {
  /** Bytes of the longest answer; 65,507 by default, the most that UDP over IPv4 has. A longer one closes with 1009. */
  readonly datagram?: number;
}

/** How often it is looked at whose time is over, in milliseconds. */
const ROUND = 1_000;
/** The longest datagram of UDP over IPv4, in bytes. */
const LONGEST = 65_507;
/** How many times in a row a client may prove its address, whose answers may be lost. */
const PROOFS = 16;

/** The part of the sender of a datagram that is used. */
interface Sender {
  readonly address: string;
  readonly port: number;
}

/** A peer that proved its address. */
interface Peer {
  readonly made: Connection;
  heard: number;
  /** How many times in a row it proved its address, and said nothing else. */
  proofs: number;
}

/**
 * Listens for clients of a server.
 *
 * A client that is silent for `idle` milliseconds is closed with 1001; more connections than `limits.connections`, or of one address than
 * `limits.address`, are refused by silence.
 * The last datagram to one that is closed is `{close, Code, Reason}`.
 *
 * Rejects with {@linkcode N2oError} `config` for a path that is no page's, and as the host does for an address that cannot be listened on.
 */
export async function udp(server: Server, options: UdpOptions = {}): Promise<Endpoint> {
  const { port = 0, hostname = "127.0.0.1", path = "/" } = options;
  const { page, req } = asked(server, path);
  const socket = createSocket(isIPv6(hostname) ? "udp6" : "udp4");
  const hub = new Hub({ server, page, req, socket, options });
  socket.on("message", (bytes, sender) => hub.take(bytes, sender));
  await listening(socket, port, hostname);
  // What the network says of a peer that went away; the socket itself goes on.
  socket.on("error", (error) => server.log("warning", "the UDP endpoint failed", { error }));
  return { port: socket.address().port, hostname, close: () => hub.close() };
}

/** The endpoint, for the setting `udp` of an application: it is opened when that starts, and closed when it stops. */
export function onUdp(options: UdpOptions = {}): Opening {
  return (server) => udp(server, options);
}

function listening(socket: Socket, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, hostname, () => {
      socket.off("error", reject);
      resolve();
    });
  });
}

interface HubOptions {
  readonly server: Server;
  readonly page: string;
  readonly req: Req;
  readonly socket: Socket;
  readonly options: UdpOptions;
}

/** The peers of a socket. */
class Hub {
  readonly #options: HubOptions;
  readonly #proof: Proof;
  readonly #answers: Answers;
  readonly #peers = new Map<string, Peer>();
  /** Resolved when everybody has left, while nobody new is let in. */
  #left: PromiseWithResolvers<void> | undefined;
  /** Farewells under way. */
  #parting = 0;
  #timer: unknown;
  /** The end, once it has begun. */
  #closing: Promise<void> | undefined;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#proof = proof(options.server.clock);
    this.#answers = new Answers(options.server.clock);
  }

  take(bytes: Uint8Array, sender: Sender): void {
    const name = `${sender.address} ${sender.port}`, peer = this.#peers.get(name);
    const cookie = bytes.length === LENGTH && bytes[0] === 0x43 ? ascii(bytes) : "";
    if (cookie.startsWith(PREFIX)) return this.#prove(cookie, sender, name, bytes.length);
    if (peer === undefined) return this.#doubt(sender, name, bytes.length);
    peer.heard = this.#options.server.clock.now();
    peer.proofs = 0;
    peer.made.receive(frameOf(new Uint8Array(bytes).buffer));
  }

  /** Nobody new; resolves when all have left, however often it is asked. */
  close(): Promise<void> {
    return this.#closing ??= this.#end();
  }

  async #end(): Promise<void> {
    if (this.#peers.size > 0 || this.#parting > 0) {
      this.#left = Promise.withResolvers();
      await this.#left.promise;
    }
    const { server: { clock }, socket } = this.#options;
    clock.clearTimeout(this.#timer);
    await new Promise<void>((resolve) => socket.close(resolve));
  }

  #prove(cookie: string, sender: Sender, name: string, length: number): void {
    if (!this.#proof.is(cookie, name)) {
      return this.#doubt(sender, name, length, !this.#proof.isMade(cookie));
    }
    const { server: { clock } } = this.#options;
    const peer = this.#peers.get(name);
    // What sends back all that it gets is no client; it may be this server itself.
    if (peer !== undefined && peer.proofs++ >= PROOFS) return;
    if (peer !== undefined) peer.heard = clock.now();
    else {
      if (this.#closing !== undefined || this.#isFull(sender)) return;
      this.#open(sender, name);
    }
    this.#send(sender, bytesOf(cookie));
  }

  /** Whether there is no room for one more of this address; nobody is answered that. */
  #isFull({ address }: Sender): boolean {
    const { server: { peers, connections, metrics }, req } = this.#options;
    const own = from(req, address), full = peers.refusal(own.address, connections.size);
    if (full === undefined) return false;
    metrics.count("n2o_refused", { reason: "too many connections" });
    peers.warn(own.address, `refused: ${full}`, { path: req.path });
    return true;
  }

  /** Answers who has proven nothing, with no more bytes than came; always what asks for a cookie, all else within bounds. */
  #doubt(sender: Sender, name: string, length: number, isAsked = false): void {
    if (length < LENGTH || this.#closing !== undefined) return;
    if (isAsked || this.#answers.admits(name)) this.#send(sender, bytesOf(this.#proof.of(name)));
  }

  #open(sender: Sender, name: string): void {
    const { server, page, req } = this.#options, { clock } = server;
    const made = connection(server, page, from(req, sender.address), this.#transport(sender, name));
    this.#peers.set(name, { made, heard: clock.now(), proofs: 0 });
    this.#timer ??= clock.setTimeout(() => this.#look(), ROUND);
  }

  #transport(sender: Sender, name: string): Transport {
    const { server, options: { datagram = LONGEST, formatter: chosen }, req } = this.#options;
    const formatter = chosen ?? server.formatter?.(from(req, sender.address)) ?? bert;
    let backlog = 0;
    return {
      send: (frame) => {
        const bytes = bytesOf(frame);
        if (bytes.length > datagram) return this.#tooLong(sender, name, bytes.length);
        backlog += bytes.length;
        this.#send(sender, bytes, () => backlog -= bytes.length);
      },
      close: (code, reason) => {
        const peer = this.#peers.get(name);
        if (peer === undefined) return;
        this.#peers.delete(name);
        this.#parting++;
        this.#send(sender, farewell(code, reason, formatter), () => {
          if (--this.#parting === 0 && this.#peers.size === 0) this.#left?.resolve();
        });
        // Nothing tells when the other side has heard it.
        queueMicrotask(() => peer.made.closed(reason));
      },
      get backlog() {
        return backlog;
      },
      formatter,
    };
  }

  #tooLong({ address }: Sender, name: string, length: number): void {
    const { server: { peers, metrics }, page, req, options: { datagram = LONGEST } } =
      this.#options;
    const reason = `an answer of ${length} bytes, a datagram takes ${datagram}`;
    metrics.count("n2o_refused", { reason: "closed with 1009" });
    peers.warn(from(req, address).address, `connection closed: ${reason}`, { page, code: 1009 });
    this.#peers.get(name)?.made.close(1009, reason);
  }

  /** Closes those who are silent for too long. */
  #look(): void {
    const { server: { clock }, options: { idle = 60_000 } } = this.#options, now = clock.now();
    for (const { made, heard } of [...this.#peers.values()]) {
      if (now - heard >= idle) made.close(1001, `no datagram in ${idle} ms`);
    }
    this.#timer = this.#peers.size > 0 ? clock.setTimeout(() => this.#look(), ROUND) : undefined;
  }

  #send({ address, port }: Sender, bytes: Uint8Array, sent: () => void = () => {}): void {
    const { server: { peers }, socket, req } = this.#options;
    socket.send(bytes, port, address, (error) => {
      sent();
      // The address that a datagram names may be one that nothing can be sent to: that is its sender's doing.
      if (error !== null) {
        peers.warn(from(req, address).address, "a datagram could not be sent", { error });
      }
    });
  }
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
