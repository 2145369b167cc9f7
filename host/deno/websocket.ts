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
      if (!isHandshake(c.req.raw)) throw new TypeError("no handshake");
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

/** What RFC 6455, section 4.2.1, asks of a handshake, and Deno does not look at. */
function isHandshake({ method, headers }: Request): boolean {
  return method === "GET" && headers.get("sec-websocket-version") === "13" &&
    /^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key")?.trim() ?? "");
}
