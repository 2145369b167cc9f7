/**
 * Cloudflare as a host.
 *
 * @module
 */
import type { Host } from "../host.ts";
import { upgradeWebSocket } from "./websocket.ts";

/** Cloudflare's runtime, with sockets that last as long as what accepted them. */
export const cloudflare: Host = {
  name: "Cloudflare",
  upgrade: (c, events) => upgradeWebSocket(c, events),
  // The network's edge sets it, whatever a client wrote.
  address: (c) => c.req.header("cf-connecting-ip"),
  isApart: true,
  isProduction: () => true,
};
