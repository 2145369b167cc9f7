/**
 * The services of a server: the process that sweeps, and the members of its rings.
 *
 * @module
 */
import type { Module } from "../process/module.ts";
import { fromNode } from "../process/partition.ts";
import { members as nodes } from "../process/ring.ts";
import { self } from "../process/turn.ts";
import { type Server, sweep } from "../server.ts";
import type { Pi } from "./child.ts";
import { member } from "./member.ts";
import { start as startPi } from "./pi.ts";
import { processesOf } from "./processes.ts";

/**
 * Starts the services of a server: the caching timer and the members of its rings, but not those that an endpoint brings. In an application: `app: (_, { server }) => start(server)`.
 *
 * Rejects with {@linkcode N2oError} `already_started` when they run, and `config` for a table of `services` that is not among the `tables`.
 */
export async function start(server: Server): Promise<void> {
  await startPi(caching(server));
  const { rings, members } = processesOf(server);
  for (const table of rings.keys()) {
    if (!members.has(table)) await startRing(server, table);
  }
}

/** Starts a process for each member of the rings of the WebSocket. */
export function startWs(server: Server): Promise<void> {
  return startRing(server, "ws");
}

/** Starts a process for each member of the rings of MQTT: one that is connected to a broker where `n2o/mqtt` was asked to, which calls this. */
export function startMqtt(server: Server): Promise<void> {
  return startRing(server, "mqtt");
}

/** Starts a process for each member of the rings of TCP. */
export function startTcp(server: Server): Promise<void> {
  return startRing(server, "tcp");
}

/** Resolves when the members of a table's rings run, which begin now if nobody has started them. */
export function started(server: Server, table: string): Promise<void> {
  return processesOf(server).starts.get(table) ?? startRing(server, table);
}

function startRing(server: Server, table: string): Promise<void> {
  const { starts } = processesOf(server), start = begin(server, table);
  starts.set(table, start);
  // One that failed may be tried again.
  start.catch(() => starts.delete(table));
  return start;
}

async function begin(server: Server, table: string): Promise<void> {
  const { rings, members } = processesOf(server);
  for (const ring of rings.get(table)?.values() ?? []) {
    for (const node of nodes(ring)) {
      const name = fromNode(node);
      const module: Module = members.get(table) ?? member(table);
      await startPi({ sup: server, table, name, module, state: undefined });
    }
  }
}

const MINUTE = 60_000;

/** The process `timer` of the table `caching`: it forgets each minute what expired, in the tables and of the sessions. */
function caching(server: Server): Pi {
  const module: Module = {
    name: "n2o",
    init: () => void self().sendAfter(MINUTE, "ping"),
    proc() {
      // First, so that a table that cannot be swept does not end the sweeping.
      self().sendAfter(MINUTE, "ping");
      sweep(server);
      server.sessions.invalidateSessions();
    },
  };
  return { sup: server, table: "caching", name: "timer", module, restart: "permanent" };
}
