/**
 * Supervisors of a server: what its processes stand under.
 *
 * A supervisor begins its children again when they fail. When more than `intensity` restarts within `period` seconds are needed it gives up:
 * it ends all its children and itself, and the one above it restarts it as it would a process. The topmost, `n2o`, has none above it: it
 * counts for each child, 100 restarts in 10 seconds, and gives up that child alone.
 *
 * ```ts
 * import * as n2o from "@n2o/n2o/n2o";
 * import { pi, processesOf, supervisor } from "@n2o/n2o/n2o/process";
 *
 * const server = n2o.server({ secret: "sixteen or more random characters" });
 * const workers = await supervisor.start({ sup: server, name: "workers", strategy: "one_for_all" });
 * await pi.start({ sup: workers, table: "async", name: "/one", module: { proc: () => {} } });
 * const [child] = supervisor.whichChildren("workers", server);
 * if (String(child?.id) !== "async,/one") throw new Error("not there");
 * await processesOf(server).supervisor.stop();
 * ```
 *
 * @module
 */
import { isInteger, LONGEST_TIMER } from "../../base/mod.ts";
import { context } from "../context.ts";
import { N2oError } from "../error.ts";
import type { ChildInfo, NestedOptions } from "../process/child.ts";
import {
  type Intensity,
  oneOf,
  type Restart,
  restartTypes,
  strategies,
  type Strategy,
} from "../process/restart.ts";
import { Supervisor } from "../process/supervisor.ts";
import type { Server } from "../server.ts";
import { type Pi, PiChild } from "./child.ts";
import { processesOf } from "./processes.ts";

export type { ChildInfo, ChildSpec, Running, SupervisorPid } from "../process/child.ts";
export type { NestedOptions, SupervisorOptions } from "../process/child.ts";
export type { End } from "../process/pid.ts";
export type { Intensity, Strategy } from "../process/restart.ts";
export type { Schedule } from "../process/turn.ts";
export { Supervisor };

/** What a supervisor is started of. */
export interface SupervisorPi extends Partial<Intensity> {
  /** Its name, which no other of the server has. */
  readonly name: string;
  /** What it stands under: a server or another supervisor; the running message's server by default. */
  readonly sup?: Server | Supervisor<Server>;
  /** Which begin again with one that failed; "one_for_one" by default. */
  readonly strategy?: Strategy;
  /** When it begins again; "permanent" by default. */
  readonly restart?: Restart;
  /** Milliseconds that its children have to end in all; 5,000 by default. */
  readonly timeout?: number;
  /** Processes and supervisors that it begins with, and again after a restart of its own, which loses the others. */
  readonly children?: readonly (Pi | SupervisorPi)[];
}

/**
 * Starts a supervisor; resolves when its children are started. What it resolves to stays the same when it is restarted.
 *
 * Rejects with {@linkcode N2oError} `already_started` for a name that is taken, `config` for a setting that cannot be, and with what fails the
 * start of a child.
 */
export async function start(pi: SupervisorPi): Promise<Supervisor<Server>> {
  const { sup = context().server } = pi;
  const above = sup instanceof Supervisor ? sup : processesOf(sup).supervisor, server = above.owner;
  return await above.startSupervisor(optionsOf(pi, server));
}

function optionsOf(pi: SupervisorPi, server: Server): NestedOptions {
  const { name, intensity = 1, period = 5, timeout = 5_000, children = [] } = pi;
  const { strategy = "one_for_one", restart = "permanent" } = pi;
  oneOf(strategies, strategy, `${name}: strategy`);
  oneOf(restartTypes, restart, `${name}: restart`);
  if (
    !isInteger(intensity, 0, 1_000_000) || !(period > 0) || !isInteger(timeout, 0, LONGEST_TIMER)
  ) {
    throw new N2oError(
      "config",
      `${name}: give an intensity from 0, a period in seconds, a timeout in milliseconds`,
    );
  }
  return {
    name,
    strategy,
    restart,
    timeout,
    intensity,
    period,
    children: children.map((each) =>
      "module" in each ? new PiChild(each, server) : optionsOf(each, server)
    ),
  };
}

/**
 * Stops a supervisor for good, its children before it; tells whether there was one. The topmost is stopped with its server.
 */
export async function stop(name: string, server: Server = context().server): Promise<boolean> {
  return await processesOf(server).supervisor.childOf(name)?.above.stopChild(name) ?? false;
}

/**
 * The children of the supervisor of a name, "n2o" for the server's own, the youngest first; outside of a message give the server.
 *
 * @throws {N2oError} `noproc` where there is no such supervisor
 */
export function whichChildren(
  name: string = "n2o",
  server: Server = context().server,
): ChildInfo[] {
  return processesOf(server).supervisor.whichChildren(name);
}
