/**
 * The services of a server: the process that sweeps, and the members of its rings.
 *
 * @module
 */
import { fromNode } from "../process/partition.ts";
import { members } from "../process/ring.ts";
import type { Server } from "../server.ts";
import { caching } from "./caching.ts";
import { member } from "./member.ts";
import { start as startPi } from "./pi.ts";

/**
 * Starts the services of a server: the caching timer and the members of its rings. `server.supervisor.stop()` ends them, and all others.
 *
 * Rejects with {@linkcode N2oError} `already_started` when they run, and `config` for a table of `services` that is not among the `tables`.
 */
export async function start(server: Server): Promise<void> {
  await startPi(caching(server));
  for (const table of server.rings.keys()) await startRing(server, table);
}

/** Starts a process for each member of the rings of the WebSocket. */
export function startWs(server: Server): Promise<void> {
  return startRing(server, "ws");
}

/** Starts a process for each member of the rings of MQTT; the connection to a broker is its endpoint's. */
export function startMqtt(server: Server): Promise<void> {
  return startRing(server, "mqtt");
}

/** Starts a process for each member of the rings of TCP. */
export function startTcp(server: Server): Promise<void> {
  return startRing(server, "tcp");
}

async function startRing(server: Server, table: string): Promise<void> {
  for (const ring of server.rings.get(table)?.values() ?? []) {
    for (const node of members(ring)) {
      const name = fromNode(node);
      await startPi({ sup: server, table, name, module: member(table), state: undefined });
    }
  }
}
