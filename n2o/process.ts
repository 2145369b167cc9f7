/**
 * Processes: `pi`, a state and a mailbox under a name, what they stand under, the rings of a server's services; in the isolate of the server
 * or in a Worker, through a protocol chain of their own where they have one.
 *
 * A server has them from the first one on: importing this entry is all that an application does for them, and they end with it.
 *
 * ```ts
 * import * as n2o from "@n2o/n2o/n2o";
 * import { pi, processesOf } from "@n2o/n2o/n2o/process";
 *
 * const server = n2o.server({ secret: "sixteen or more random characters" });
 * const echo: pi.Module = { proc: (message) => ({ reply: message }) };
 * const pid = await pi.start({ sup: server, table: "async", name: "/echo", module: echo });
 * if (await pi.send(pid, "hello") !== "hello") throw new Error("no answer");
 * await processesOf(server).supervisor.stop();
 * ```
 *
 * @module
 */
export type {
  ChildInfo,
  ChildSpec,
  NestedOptions,
  Running,
  SupervisorOptions,
  SupervisorPid,
} from "./process/child.ts";
export type { Module, Outcome } from "./process/module.ts";
export type { Rings } from "./process/partition.ts";
export type { CallOptions, Cast, End, Pid, Reason, Timer } from "./process/pid.ts";
export type { Intensity, Restart, Strategy } from "./process/restart.ts";
export type { Position, Ring } from "./process/ring.ts";
export type { Supervisor } from "./process/supervisor.ts";
export type { Schedule } from "./process/turn.ts";
export { chain, type ChainMessage } from "./service/chain.ts";
export type { Pi } from "./service/child.ts";
export * as pi from "./service/pi.ts";
export { type Processes, processesOf } from "./service/processes.ts";
export * as ring from "./service/ring.ts";
export { start, startMqtt, startTcp, startWs } from "./service/start.ts";
export * as supervisor from "./service/supervisor.ts";
export { serve } from "./process/worker/serve.ts";
export { worker } from "./process/worker/worker.ts";
