/**
 * Deno as a host.
 *
 * @module
 */
import type { Host } from "../host.ts";
import { isProduction } from "./environment.ts";
import { files } from "./files.ts";
import { listen, onEnd } from "./listen.ts";
import { upgradeWebSocket } from "./websocket.ts";

/** Deno. */
export const deno: Host = {
  name: "Deno",
  upgrade: (c, events) => upgradeWebSocket(c, events),
  files,
  isProduction,
  listen,
  onEnd,
};
