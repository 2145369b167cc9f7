/**
 * The WebSocket endpoint: a socket of the host as the transport of a connection.
 *
 * The events have the shape that Hono's `upgradeWebSocket` takes; nothing here knows Hono.
 *
 * @module
 */
import { connection, woken } from "../connection.ts";
import type { Asleep, Connection, Sleeper, Transport } from "../transport.ts";
import type { Req } from "../cx.ts";
import type { Server } from "../server.ts";

export type { Asleep, Sleeper } from "../transport.ts";

/** The part of a host's socket that is used. */
export interface Socket {
  /** Sends a text or bytes as one frame. */
  send(frame: string | Uint8Array<ArrayBuffer>): void;
  /** Closes the socket; 1000 without a code. */
  close(code?: number, reason?: string): void;
  /** 1 while open. */
  readonly readyState: number;
  /** The host's own WebSocket, used directly where there is one. */
  readonly raw?: unknown;
  /** What keeps the connection with the socket, where the host may forget all else; `wake` then goes on. */
  readonly sleeper?: Sleeper;
}

/** What happens on a socket. */
export interface SocketEvents {
  /** The socket opened: the connection begins. */
  onOpen(event: unknown, socket: Socket): void;
  /** A frame came; one that is neither text nor an ArrayBuffer closes with 1003. */
  onMessage(event: { readonly data: unknown }, socket: Socket): void;
  /** The socket closed: what had come before is handled still. */
  onClose(event: { readonly code?: number; readonly reason?: string }): void;
  /** The socket failed; `onClose` follows. */
  onError(event: unknown): void;
}

/**
 * Under this key, beside what a host hands an application with a request (the second argument of `fetch`), who asks within the process
 * gives what takes the events of the socket that it asks for: there is no handshake of a network then.
 */
export const SOCKET: unique symbol = Symbol.for("@n2o/n2o socket");

/** The events of a socket whose connection slept; `onOpen` came before it did. */
export function wake(server: Server, asleep: Asleep, socket: Socket): SocketEvents {
  const endpoint = new Endpoint(server, asleep.cx.page, asleep.req);
  endpoint.wake(asleep, socket);
  return endpoint;
}

/** The events of a socket whose client asked for `page`, a name of the server's routes. */
export function ws(server: Server, page: string, req: Req): SocketEvents {
  return new Endpoint(server, page, req);
}

/** One object and no closures: many sockets are idle. */
class Endpoint implements SocketEvents, Transport {
  readonly #server: Server;
  readonly #page: string;
  readonly #req: Req;
  #host: (Socket & { readonly bufferedAmount?: number }) | undefined;
  #made: Connection | undefined;

  constructor(server: Server, page: string, req: Req) {
    this.#server = server;
    this.#page = page;
    this.#req = req;
  }

  onOpen(_: unknown, socket: Socket): void {
    const host = native(socket);
    if (host !== undefined) host.binaryType = "arraybuffer";
    this.#host = host ?? socket;
    const { sleeper } = socket, transport = sleeper ? new Sleeping(this, sleeper) : this;
    this.#made = connection(this.#server, this.#page, this.#req, transport);
  }

  wake(asleep: Asleep, socket: Socket): void {
    this.#host = socket;
    const { sleeper } = socket, transport = sleeper ? new Sleeping(this, sleeper) : this;
    this.#made = woken(this.#server, asleep, transport);
  }

  onMessage({ data }: { readonly data: unknown }): void {
    if (typeof data === "string" || data instanceof ArrayBuffer) this.#made?.receive(data);
    else this.#made?.close(1003, "frames are text or bytes");
  }

  onClose({ code, reason }: { readonly code?: number; readonly reason?: string }): void {
    this.#made?.closed(reason || String(code ?? "closed"));
  }

  onError(): void {
    this.#made?.closed("the socket failed");
  }

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    if (this.#host?.readyState === 1) this.#host.send(frame);
  }

  close(code: number, reason: string): void {
    if (this.#host !== undefined && this.#host.readyState <= 1) this.#host.close(code, reason);
  }

  get backlog(): number {
    return this.#host?.bufferedAmount ?? 0;
  }
}

/** An endpoint on a host that may sleep; apart from the others, which are many. */
class Sleeping implements Transport {
  readonly sleeper: Sleeper;
  readonly #endpoint: Transport;

  constructor(endpoint: Transport, sleeper: Sleeper) {
    this.#endpoint = endpoint;
    this.sleeper = sleeper;
  }

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    this.#endpoint.send(frame);
  }

  close(code: number, reason: string): void {
    this.#endpoint.close(code, reason);
  }

  get backlog(): number {
    return this.#endpoint.backlog;
  }
}

/** A host's own WebSocket: the part of the standard's that every host has. */
interface NativeSocket extends Socket {
  binaryType: string;
  /** Bytes that wait to be sent; a host may not tell. */
  readonly bufferedAmount?: number;
}

/** The host's own WebSocket where there is one: each layer between costs a frame some time. */
function native({ raw }: Socket): NativeSocket | undefined {
  return isNative(raw) ? raw : undefined;
}

function isNative(raw: unknown): raw is NativeSocket {
  return typeof raw === "object" && raw !== null && "binaryType" in raw &&
    "readyState" in raw && typeof raw.readyState === "number" &&
    "send" in raw && typeof raw.send === "function" &&
    "close" in raw && typeof raw.close === "function";
}
