/**
 * A WebSocket in the request log: how long it was open, and how much went over it.
 *
 * @module
 */
import type { Socket, SocketEvents } from "../n2o/endpoint/ws.ts";
import type { Server } from "../n2o/mod.ts";
import type { AppContext } from "./deps.ts";
import { entriesTo, pathOf, requestId, type Requests } from "./request_log.ts";

/** The events of a socket, with an entry when it closes, where requests are logged. */
export function watched(
  events: SocketEvents,
  c: AppContext,
  server: Server,
  requests: Requests | undefined,
): SocketEvents {
  const id = requestId(c.req.raw);
  if (id === undefined || requests === undefined) return events;
  const said = entriesTo(requests, server), path = pathOf(c.req.raw.url), { clock } = server;
  let begun = clock.now(), bytes = 0, received = 0;
  return {
    onOpen(event, socket) {
      begun = clock.now();
      events.onOpen(event, counting(socket, (frame) => bytes += sizeOf(frame)));
    },
    onMessage(event, socket) {
      received += sizeOf(event.data);
      events.onMessage(event, socket);
    },
    onClose(event) {
      events.onClose(event);
      const ms = clock.now() - begun, status = event.code || 1006;
      said({ kind: "close", id, method: "GET", path, status, ms, bytes, received });
    },
    onError: (event) => events.onError(event),
  };
}

/** A socket that tells what it sends; the host's own below it does so as well. */
function counting(socket: Socket, sent: (frame: unknown) => void): Socket {
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
  const { raw } = socket;
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
  };
}

const encoder = new TextEncoder();

function sizeOf(frame: unknown): number {
  if (typeof frame === "string") return encoder.encode(frame).length;
  return frame instanceof ArrayBuffer || ArrayBuffer.isView(frame) ? frame.byteLength : 0;
}
