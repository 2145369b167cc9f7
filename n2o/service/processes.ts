/**
 * The processes of a server: what they stand under, and its rings. They are there as soon as somebody asks for them.
 *
 * @module
 */
import type { Module } from "../process/module.ts";
import { type Rings, ringsOf } from "../process/partition.ts";
import { Supervisor } from "../process/supervisor.ts";
import type { Server } from "../server.ts";

/** What the processes of a server have in common. */
export interface Processes {
  /** What they stand under: its `stop` ends all, and takes none from then on. */
  readonly supervisor: Supervisor<Server>;
  /** The rings of the server's services. */
  readonly rings: Rings;
  /** What the members of a table's rings run where an endpoint brings that, by the table; that endpoint starts them. */
  readonly members: Map<string, Module>;
  /** The starts of the rings, by the table: of those that began, or were asked for. */
  readonly starts: Map<string, Promise<void>>;
}

/** How often each process of a server may be restarted before it is given up, and in how many seconds. */
const INTENSITY = { intensity: 100, period: 10 };

const known = new WeakMap<Server, Processes>();

/**
 * The processes of a server. An application ends them when it stops; who made the server without one calls `supervisor.stop()`.
 *
 * @example
 * ```ts
 * import * as n2o from "@n2o/n2o/n2o";
 * import { processesOf } from "@n2o/n2o/n2o/process";
 *
 * const server = n2o.server({ secret: "sixteen or more random characters", services: { ws: ["chat"] } });
 * const { rings, supervisor } = processesOf(server);
 * if (!rings.get("ws")?.has("chat")) throw new Error("no ring");
 * await supervisor.stop();
 * ```
 */
export function processesOf(server: Server): Processes {
  const found = known.get(server);
  if (found !== undefined) return found;
  const { clock, log, metrics, checks, enders, services } = server;
  const supervisor = new Supervisor<Server>({
    name: "n2o",
    strategy: "one_for_one",
    ...INTENSITY,
    owner: () => server,
    clock,
    log,
    restarted: () => metrics.count("n2o_process_restarts"),
  });
  metrics.gauge("n2o_processes", () => kindsOf(supervisor));
  checks.set("processes", () => supervisor.givenUp.size === 0);
  enders.add((ms) => supervisor.stop(ms));
  const made: Processes = {
    supervisor,
    rings: ringsOf(services),
    members: new Map(),
    starts: new Map(),
  };
  known.set(server, made);
  return made;
}

/** How many processes there are of each kind: those of a table, and supervisors. */
function kindsOf(
  supervisor: Supervisor<Server>,
): (readonly [{ readonly kind: string }, number])[] {
  const counts = new Map<string, number>();
  for (const { id, type } of supervisor.whichChildren()) {
    const kind = type === "supervisor" ? type : Array.isArray(id) ? String(id[0]) : "worker";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => [{ kind }, count] as const);
}
