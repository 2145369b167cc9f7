/**
 * Node as a host.
 *
 * @module
 */
import "./standard.ts";
import process from "node:process";
import { isObject } from "../../base/mod.ts";
import type { AppContext } from "../deps.ts";
import type { Host } from "../host.ts";
import { upgradeWebSocket } from "./deps.ts";
import { files } from "./files.ts";
import { listen, onEnd } from "./listen.ts";

/** What Node says of who is connected. */
function address({ env }: AppContext): string | undefined {
  const bindings: unknown = env;
  if (!isObject(bindings) || !isObject(bindings["incoming"])) return undefined;
  const { socket } = bindings["incoming"];
  const remote = isObject(socket) ? socket["remoteAddress"] : undefined;
  return typeof remote === "string" ? remote : undefined;
}

/** Node. */
export const node: Host = {
  name: "Node",
  upgrade: (c, events) => upgradeWebSocket(c, events),
  address,
  files,
  isProduction: () => ["N2O_ENV", "NODE_ENV"].some((name) => process.env[name] === "production"),
  listen,
  onEnd,
};
