/**
 * Node as a host.
 *
 * @module
 */
import "./standard.ts";
import { readFileSync } from "node:fs";
import process from "node:process";
import { addressOf } from "../address.ts";
import type { Gate, Host } from "../host.ts";
import { upgradeWebSocket } from "./deps.ts";
import { files } from "./files.ts";
import { listen, onEnd } from "./listen.ts";
import { onStray } from "./stray.ts";
import { mostConnections } from "./descriptors.ts";

/**
 * Node's listener, on Deno too, as the setting `listener`: it closes who does not end the headers of a request in ten seconds, or the
 * whole of it in sixty, and refuses connections beyond `limits.connections` or what the process has descriptors for.
 *
 * @example
 * ```ts
 * import { application } from "@n2o/n2o/host/deno";
 * import { guarded } from "@n2o/n2o/host/node";
 *
 * const routes = { "/": { event() {} } };
 * const { start } = await application({ routes, port: 0, log: () => {}, listener: guarded });
 * await (await start()).stop();
 * ```
 */
export const guarded: Gate = {
  upgrade: (c, events) => upgradeWebSocket(c, events),
  listen(fetch, options) {
    const connections = mostConnections(options.connections, limitsOfProcess());
    return listen(fetch, { ...options, connections });
  },
};

/** Node as a host: the files of its disk, its listener and its signals. */
export const node: Host = {
  name: "Node",
  ...guarded,
  address: ({ env }) => addressOf(env),
  files,
  isProduction: () => ["N2O_ENV", "NODE_ENV"].some((name) => process.env[name] === "production"),
  onEnd,
  onStray,
};

/** What the system says of this process's limits. */
function limitsOfProcess(): string | undefined {
  try {
    return readFileSync("/proc/self/limits", "utf8");
  } catch {
    return undefined; // another system, or Deno was not allowed that
  }
}
