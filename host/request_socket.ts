/**
 * A WebSocket in the request log: how long it was open, and how much went over it.
 *
 * @module
 */
import type { Sleeper, Socket, SocketEvents } from "../n2o/endpoint/ws.ts";
import type { Server } from "../n2o/mod.ts";
import type { AppContext } from "./deps.ts";
import { entriesTo, pathOf, requestId, type Requests, tracedBy } from "./request_log.ts";

/** A socket that is open: what is said of it when it closes. Plain data, so that a host that sleeps keeps it with the socket. */
interface Opened {
  readonly id: string;
  readonly path: string;
  /** When it opened, in milliseconds since the epoch. */
  begun: number;
  /** Bytes that were sent. */
  bytes: number;
  /** Bytes that came. */
  received: number;
}

/** The events of a socket, with an entry when it closes, where requests are logged. */
export function watched(
  events: SocketEvents,
  c: AppContext,
  server: Server,
  requests: Requests | undefined,
): SocketEvents {
  const id = requestId(c.req.raw);
  if (id === undefined || requests === undefined) return events;
  const begun = server.clock.now();
  const opened: Opened = { id, path: pathOf(c.req.raw.url), begun, bytes: 0, received: 0 };
  return new Watched(opened, server, requests, () => events);
}

/** The events of a socket that slept, with the entry when it closes; `wake` goes on with the connection. */
export function watchedAgain(
  beside: unknown,
  server: Server,
  requests: Requests | undefined,
  wake: (server: Server, counting: (socket: Socket) => Socket) => SocketEvents,
): SocketEvents {
  if (beside === undefined || requests === undefined) return wake(server, (socket) => socket);
  // As: what is kept beside a connection was put there by `keeping`.
  const opened = beside as Opened, named = tracedBy(server, opened.id);
  const again: Watched = new Watched(
    opened,
    server,
    requests,
    () => wake(named, (socket) => again.counting(socket)),
  );
  again.begin();
  return again;
}

class Watched implements SocketEvents {
  readonly #opened: Opened;
  readonly #server: Server;
  readonly #requests: Requests;
  readonly #make: () => SocketEvents;
  #events: SocketEvents | undefined;

  constructor(opened: Opened, server: Server, requests: Requests, make: () => SocketEvents) {
    this.#opened = opened;
    this.#server = server;
    this.#requests = requests;
    this.#make = make;
  }

  begin(): SocketEvents {
    return this.#events ??= this.#make();
  }

  onOpen(event: unknown, socket: Socket): void {
    this.#opened.begun = this.#server.clock.now();
    this.begin().onOpen(event, this.counting(socket));
  }

  onMessage(event: { readonly data: unknown }, socket: Socket): void {
    this.#opened.received += sizeOf(event.data);
    this.begin().onMessage(event, socket);
  }

  onClose(event: { readonly code?: number; readonly reason?: string }): void {
    this.begin().onClose(event);
    const { id, path, begun, bytes, received } = this.#opened;
    const ms = this.#server.clock.now() - begun, status = event.code || 1006;
    const entry = { kind: "close", id, method: "GET", path, status, ms, bytes, received } as const;
    entriesTo(this.#requests, this.#server)(entry);
  }

  onError(event: unknown): void {
    this.begin().onError(event);
  }

  /** The socket, whose output is counted. */
  counting(socket: Socket): Socket {
    const opened = this.#opened;
    return counting(socket, (frame) => void (opened.bytes += sizeOf(frame)), opened);
  }
}

/** A socket that tells what it sends; the host's own below it does so as well. */
function counting(socket: Socket, sent: (frame: unknown) => void, opened: Opened): Socket {
  const handler: ProxyHandler<Socket> = {
    get(target, name) {
      if (name === "send") {
        return (frame: string | Uint8Array<ArrayBuffer>) => {
          sent(frame);
          target.send(frame);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  };
  const { raw, sleeper } = socket;
  const inner = typeof raw === "object" && raw !== null && "send" in raw
    // As: what has `send` is a socket; whatever else is asked of it the endpoint looks at first.
    ? new Proxy(raw as Socket, handler)
    : raw;
  return {
    send: (frame) => {
      sent(frame);
      socket.send(frame);
    },
    close: (code, reason) => socket.close(code, reason),
    get readyState() {
      return socket.readyState;
    },
    raw: inner,
    ...sleeper && { sleeper: keeping(sleeper, opened) },
  };
}

/** What keeps a connection, and beside it what is said of its socket. */
function keeping(sleeper: Sleeper, opened: Opened): Sleeper {
  return {
    get heard() {
      return sleeper.heard;
    },
    room: (state) => sleeper.room(state),
    holds: (connection) => sleeper.holds(connection),
    keep: (asleep) => sleeper.keep(asleep && { ...asleep, beside: opened }),
    rested: () => sleeper.rested(),
  };
}

const encoder = new TextEncoder();

function sizeOf(frame: unknown): number {
  if (typeof frame === "string") return encoder.encode(frame).length;
  return frame instanceof ArrayBuffer || ArrayBuffer.isView(frame) ? frame.byteLength : 0;
}
