/**
 * Rings (`n2o_ring`): consistent hashing, and the rings of a server's services, each of whose members is a process.
 *
 * @module
 */
import { context } from "../context.ts";
import { N2oError } from "../error.ts";
import { fromNode } from "../process/partition.ts";
import { lookup, type Ring } from "../process/ring.ts";
import type { Server } from "../server.ts";
import type { Term } from "../term/term.ts";
import { pid } from "./pi.ts";
import { processesOf } from "./processes.ts";
import { started } from "./start.ts";

export * from "../process/ring.ts";
export type { Rings } from "../process/partition.ts";
export type { Services } from "../server.ts";
export type { Publish, Published, Unknown } from "./member.ts";

/** Where a message goes, and how long its sender waits. */
export interface Route {
  /** The table of the transport; "ws" by default. */
  readonly table?: string;
  /** The application; the table's only one where there is no other. */
  readonly app?: string;
  /** Whose rings; the running message's server by default. */
  readonly server?: Server;
  /** Milliseconds until the sender is told `timeout`; 5,000 by default. */
  readonly timeout?: number;
}

/**
 * The ring of an application on a transport; outside of a message give the server.
 *
 * @throws {N2oError} `config` where the server's `services` do not name it
 */
export function ring({ table = "ws", app, server = context().server }: Route = {}): Ring {
  const { rings: all } = processesOf(server), rings = all.get(table);
  const found = app === undefined && rings?.size === 1
    ? [...rings.values()][0]
    : rings?.get(app ?? "");
  if (found !== undefined) return found;
  const known = [...all].flatMap(([table, apps]) =>
    [...apps.keys()].map((each) => `${each} on ${table}`)
  );
  throw new N2oError(
    "config",
    `services: there is no ring of ${app ?? "one application"} on ${table}, there is ${
      known.join(", ") || "none"
    }`,
  );
}

/**
 * Calls the member that a key belongs to; resolves to what it replies. The members of a table begin with the first call.
 *
 * Rejects with {@linkcode N2oError} `config` for a ring that is not there, `noproc` where the member has ended, and as `send` of a process
 * does.
 *
 * @example
 * ```ts
 * import * as n2o from "@n2o/n2o/n2o";
 * import { processesOf, ring } from "@n2o/n2o/n2o/process";
 *
 * const server = n2o.server({ secret: "sixteen or more random characters", services: { ws: ["chat"] } });
 * const sent: n2o.Frame[] = [];
 * const ping: ring.Publish = { type: "publish", frame: "PING", send: (frame) => void sent.push(frame) };
 * await ring.send("room 7", ping, { server });
 * if (sent.join() !== "PONG") throw new Error("no answer");
 * await processesOf(server).supervisor.stop();
 * ```
 */
export async function send(key: Term, message: unknown, route: Route = {}): Promise<unknown> {
  const { table = "ws", server = context().server, timeout } = route;
  const name = fromNode(lookup(ring({ ...route, server }), key));
  await started(server, table);
  const member = pid(table, name, server);
  if (member === undefined) {
    throw new N2oError("noproc", `ring: ${name} does not run: call again later`);
  }
  return await member.send(message, timeout === undefined ? {} : { timeout });
}
