/**
 * WebSockets of Deno.
 *
 * @module
 */
import { defineWebSocketHelper, type UpgradeWebSocket } from "../deps.ts";
import { contextOf } from "../socket.ts";

/** Answers the handshake of a WebSocket, as Hono's helpers do; the options are Deno's (`idleTimeout` is 30 seconds by default). */
export const upgradeWebSocket: UpgradeWebSocket<WebSocket, Deno.UpgradeWebSocketOptions> =
  defineWebSocketHelper(
    (c, events, options) => {
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return;
      const protocol = c.req.header("sec-websocket-protocol")?.split(",")[0]?.trim();
      const { response, socket } = Deno.upgradeWebSocket(c.req.raw, {
        ...protocol ? { protocol } : {},
        ...options,
      });
      const context = contextOf(socket);
      socket.binaryType = "arraybuffer";
      socket.onopen = (event) => events.onOpen?.(event, context);
      socket.onmessage = (event) => events.onMessage?.(event, context);
      socket.onclose = (event) => events.onClose?.(event, context);
      socket.onerror = (event) => events.onError?.(event, context);
      return response;
    },
  );
