/**
 * Processes (`n2o_pi`): a state and a mailbox under a name, one message at a time, begun again when they fail.
 *
 * ```ts
 * import * as n2o from "@n2o/n2o/n2o";
 * import { pi } from "@n2o/n2o/n2o/process";
 *
 * const counter: pi.Module<number, "up" | "show", number> = {
 *   proc: (message, count) => message === "up" ? { state: count + 1 } : { reply: count },
 * };
 * const server = n2o.server({ secret: "sixteen or more random characters" });
 * const pid = await pi.start({ sup: server, table: "async", name: "/visits", module: counter, state: 0 });
 * pi.cast(pid, "up");
 * if (await pi.send(pid, "show") !== 1) throw new Error("not counted");
 * await pi.stop(pid);
 * ```
 *
 * A process that fails loses its state and what waits in its mailbox: it begins again with the state that `start` was given. Callers hear
 * it: `crashed` where their message was being handled and may be half done, `noproc` where it was not begun. Casts that are lost are
 * counted in the log line. Write down what must survive, in a store or a feed, before replying, and read it in `init`.
 *
 * Names are found in the running message's server; outside of one use what `start` resolved to, or give the server.
 *
 * @module
 */
import { context } from "../context.ts";
import { N2oError } from "../error.ts";
import type { CallOptions, Cast, Pid, Timer } from "../process/pid.ts";
import { Process } from "../process/process.ts";
import { self } from "../process/turn.ts";
import { Supervisor } from "../process/supervisor.ts";
import type { Server } from "../server.ts";
import { tableOf } from "../table.ts";
import { type Key, keyText } from "../term/plain.ts";
import { type Pi, PiChild, PiProcess } from "./child.ts";
import { processesOf } from "./processes.ts";

export type { Module, Outcome } from "../process/module.ts";
export type { Reason } from "../process/pid.ts";
export type { Restart } from "../process/restart.ts";
export { self };
export type { CallOptions, Cast, Pi, Pid, Timer };

/**
 * Starts a process; resolves when its `init` is done.
 *
 * Rejects with {@linkcode N2oError} `already_started` for a name that is taken, `crashed` or `timeout` when its `init` fails, `full` when its
 * table is, `config` for a table that is not there and a setting that cannot work, and `noproc` when its supervisor has ended.
 */
export async function start<State, Message, Answer>(
  pi: Pi<State, Message, Answer>,
): Promise<Pid<Message, Answer>> {
  const { sup = context().server } = pi;
  const supervisor = sup instanceof Supervisor ? sup : processesOf(sup).supervisor;
  const child = new PiChild(pi, supervisor.owner);
  await supervisor.startChild(child);
  return child.pid;
}

/**
 * Stops a process for good: it finishes the message that it is at, then comes its `terminate`; what waits in its mailbox is refused with
 * `noproc`. Resolves to what it was started of, with the state that it had.
 *
 * Rejects with {@linkcode N2oError} `noproc` where there is none, and `calling_self` within the process itself, which answers
 * `{ stop: "normal" }` instead. Outside of a message give the process, or the server.
 */
export async function stop(pid: Pid): Promise<Pi>;
/** Stops the process of a table and a name. */
export async function stop(table: string, name: Key, server?: Server): Promise<Pi>;
export async function stop(
  first: Pid | string,
  name: Key = "",
  server: Server = serverOf(first),
): Promise<Pi> {
  const id: Key = typeof first === "string" ? [first, name] : [first.table, first.name];
  const found = processesOf(server).supervisor.childOf(id);
  if (!(found?.spec instanceof PiChild)) throw none("stop", id);
  const { spec: child, above: sup } = found;
  if (child.isSelf) {
    throw new N2oError(
      "calling_self",
      `stop: ${keyText(id)} cannot wait for its own end: let its proc answer { stop: "normal" }`,
    );
  }
  await sup.stopChild(id);
  return { ...child.record, sup };
}

/**
 * Stops a process and starts it with the state that it had, which its `init` is given.
 *
 * Rejects as {@linkcode stop} and {@linkcode start} do.
 */
export async function restart(pid: Pid): Promise<Pid>;
/** Restarts the process of a table and a name. */
export async function restart(table: string, name: Key, server?: Server): Promise<Pid>;
export async function restart(
  first: Pid | string,
  name: Key = "",
  server: Server = serverOf(first),
): Promise<Pid> {
  const stopped = typeof first === "string" ? stop(first, name, server) : stop(first);
  return await start(await stopped);
}

/** The process of a name, or `undefined` where none takes messages; outside of a message give the server. */
export function pid(
  table: string,
  name: Key,
  server: Server = context().server,
): Pid | undefined {
  const known = tableOf(server.tables, table).get([table, name]);
  return known instanceof Process && known.alive ? known : undefined;
}

/**
 * Calls a process and resolves to what it replies; the callee is a process, or a table and a name of the running message's server.
 *
 * Rejects as `send` of {@linkcode Pid} does, and with `noproc` where nobody has the name.
 */
export function send<Message, Answer>(
  pid: Pid<Message, Answer>,
  message: Message,
  options?: CallOptions,
): Promise<Answer>;
/** Calls the process of a table and a name. */
export function send(
  table: string,
  name: Key,
  message: unknown,
  options?: CallOptions,
): Promise<unknown>;
export async function send(
  first: Pid | string,
  second: unknown,
  third?: unknown,
  options?: CallOptions,
): Promise<unknown> {
  // As: what the overloads say of the arguments behind each kind of the first.
  if (typeof first !== "string") return await first.send(second, third as CallOptions | undefined);
  const name = second as Key, callee = pid(first, name);
  if (callee === undefined) throw none("send", [first, name]);
  return await callee.send(third, options);
}

/** Puts a message into the mailbox of a process, or of that of a table and a name of the running message's server. */
export function cast<Message>(pid: Pid<Message>, message: Message): Cast;
/** Puts a message into the mailbox of the process of a table and a name. */
export function cast(table: string, name: Key, message: unknown): Cast;
export function cast(first: Pid | string, second: unknown, third?: unknown): Cast {
  if (typeof first !== "string") return first.cast(second);
  // As: the overload says so.
  return pid(first, second as Key)?.cast(third) ?? "noproc";
}

/**
 * Sends a message to a process, the running one by default, so many milliseconds from now; nothing comes when it has ended by then.
 *
 * @throws {N2oError} as `sendAfter` of {@linkcode Pid} does, and `no_context` where no process is running and none is given
 */
export function sendAfter(ms: number, message: unknown, pid: Pid = self()): Timer {
  return pid.sendAfter(ms, message);
}

/** Calls a delayed message off; tells whether it was still to come. */
export function cancel(timer: Timer): boolean {
  return timer.cancel();
}

function serverOf(first: Pid | string): Server {
  return first instanceof PiProcess ? first.server : context().server;
}

function none(what: string, id: Key): N2oError {
  return new N2oError("noproc", `${what}: there is no process ${keyText(id)}: start it first`);
}
