/**
 * WebSockets of Cloudflare's runtime.
 *
 * @module
 */
import { defineWebSocketHelper, type UpgradeWebSocket } from "../deps.ts";
import { contextOf } from "../endpoint.ts";

/** The runtime's end of a pair. */
interface ServerSocket extends WebSocket {
  accept(): void;
}

declare const WebSocketPair: new () => { readonly 0: WebSocket; readonly 1: ServerSocket };

/** Answers the handshake of a WebSocket, as Hono's helpers do. */
export const upgradeWebSocket: UpgradeWebSocket<WebSocket, never> = defineWebSocketHelper(
  (c, events) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return;
    const { 0: client, 1: socket } = new WebSocketPair();
    const context = contextOf(socket);
    // Compatibility dates from 2026-03-17 on would give a Blob.
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", (event) => events.onMessage?.(event, context));
    socket.addEventListener("error", (event) => events.onError?.(event, context));
    socket.addEventListener("close", (event) => {
      // Older compatibility dates leave the answer to a close to us: without it the client waits.
      if (socket.readyState < WebSocket.CLOSED) socket.close(codeOf(event), event.reason);
      events.onClose?.(event, context);
    });
    socket.accept();
    // The runtime has no such event: an accepted socket is open.
    events.onOpen?.(new Event("open"), context);
    return new Response(null, { status: 101, webSocket: client } as ResponseInit);
  },
);

/** A code that may be sent: 1005 and 1006 only say that none came. */
function codeOf({ code }: CloseEvent): number {
  return code === 1005 || code === 1006 ? 1000 : code;
}
