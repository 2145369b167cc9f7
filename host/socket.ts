/**
 * The events of a standard WebSocket, for hosts that have one.
 *
 * @module
 */
import { WSContext } from "./deps.ts";

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
