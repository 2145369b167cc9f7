/**
 * WebSockets of Cloudflare's runtime.
 *
 * @module
 */
import { defineWebSocketHelper, type UpgradeWebSocket } from "../deps.ts";
import { contextOf } from "../endpoint.ts";
import { answerClose, handed, pair } from "./runtime.ts";

/** The runtime's end of a pair. */
interface ServerSocket extends WebSocket {
  accept(): void;
}

/** Answers the handshake of a WebSocket, as Hono's helpers do. */
export const upgradeWebSocket: UpgradeWebSocket<WebSocket, never> = defineWebSocketHelper(
  (c, events) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return;
    const ends = pair(), client = ends[0];
    // As: it is a WebSocket as well, before it is handed over to be held.
    const socket = ends[1] as unknown as ServerSocket;
    const context = contextOf(socket);
    // Compatibility dates from 2026-03-17 on would give a Blob.
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", (event) => events.onMessage?.(event, context));
    socket.addEventListener("error", (event) => events.onError?.(event, context));
    socket.addEventListener("close", (event) => {
      answerClose(socket, event.code);
      events.onClose?.(event, context);
    });
    socket.accept();
    // The runtime has no such event: an accepted socket is open.
    events.onOpen?.(new Event("open"), context);
    return handed(client);
  },
);
