/**
 * Node as a host.
 *
 * @module
 */
import "./standard.ts";
import process from "node:process";
import type { Host } from "../host.ts";
import { upgradeWebSocket } from "./deps.ts";
import { files } from "./files.ts";
import { listen, onEnd } from "./listen.ts";

/** Node. */
export const node: Host = {
  name: "Node",
  upgrade: (c, events) => upgradeWebSocket(c, events),
  files,
  isProduction: () => ["N2O_ENV", "NODE_ENV"].some((name) => process.env[name] === "production"),
  listen,
  onEnd,
};
