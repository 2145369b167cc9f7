/**
 * The functions of the original's API over a durable runtime: processes are started, moved one token at a time, given documents
 * and events, and asked.
 *
 * What each function has acknowledged is durable. What belongs together is one commit: a token that moves, the documents, the
 * executors, the history and the schedule. Promises take the place of replies; a process needs no process of the host's, so
 * that `pid`, `reg`, `unreg`, `send`, `cache`, `ttl`, `till`, `ping` and `reload` have no counterpart: what waits is a row of the
 * store and costs no memory, and nothing has to be respawned. Nor have `continue` records: an action may be asynchronous, and
 * `moved` is told when it is durable. The drivers `first`, `last`, `random` and `exclusive` are none either: the standard says
 * which flows are taken, and a reply of the action may choose another.
 *
 * @module
 */
import { consoleLog, messageOf, serialQueue, systemClock } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import type { Runtime } from "../runtime/api.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { callable, fields, guarded, options as optionsOf } from "../argument.ts";
import { timeSpan } from "../bound.ts";
import type { Bpe, BpeOptions } from "./api.ts";
import { conditions } from "./condition.ts";
import type { Context } from "./context.ts";
import { eventFunctions } from "./functions/event.ts";
import { groupFunctions } from "./functions/group.ts";
import { historyFunctions } from "./functions/history.ts";
import { lifeFunctions } from "./functions/life.ts";
import { moveFunctions } from "./functions/move.ts";
import { viewFunctions } from "./functions/view.ts";
import { SIGNATURES } from "./signatures.ts";

export type { Bpe, BpeOptions } from "./api.ts";
export type { ProcChange } from "./change.ts";
export { conditions } from "./condition.ts";
export type { Hist, Sched, StepId } from "./history/row.ts";
export type { EventMessage } from "./message.ts";
export type { ActionResult, BpeModule, BpeModules, ConditionView, MoveRequest } from "./module.ts";
export type { Monitor, Monitored, ProcRec } from "./monitor.ts";
export type { Block, Executor, Meta } from "../state/reserved.ts";
export type { Proc } from "./proc.ts";
export type { EventRecord, FlowView, Records, TaskRecord } from "./record.ts";
export type { ErrorRow } from "./refusal.ts";
export type { Reply } from "./reply.ts";
export type { ProcStartOptions } from "./start.ts";

/**
 * The functions of the original over a store or a runtime.
 *
 * @param over a store, for which a runtime is opened with these options, or a runtime; that has to be opened with
 * `expressions: conditions(modules)` where conditions are written in the original's forms
 * @throws {BpeError} `config` for a bound that is none
 *
 * @example
 * ```ts
 * import { beginEvent, bpe, endEvent, process, sequenceFlow, userTask } from "@n2o/n2o/bpe";
 * import { memoryKv } from "@n2o/n2o/kvs";
 *
 * using kv = memoryKv();
 * await using b = bpe(kv);
 * const id = await b.start(process({
 *   id: "ticket",
 *   tasks: [beginEvent({ id: "Create" }), userTask({ id: "Work" }), endEvent({ id: "Closed" })],
 *   flows: [sequenceFlow({ source: "Create", target: "Work" }), sequenceFlow({ source: "Work", target: "Closed" })],
 * }), [{ kind: "issue", text: "it leaks" }]);
 * await b.next(id); // { complete: "Work" }
 * await b.amend(id, { kind: "answer", text: "mended" }); // { complete: "Closed" }
 * if (await b.next(id) !== "Final") throw id;
 * if ((await b.hist(id)).length !== 3) throw id;
 * ```
 */
export function bpe(over: Kv | Runtime, options: BpeOptions = {}): Bpe {
  fields()(over, "the store of bpe");
  theOptions(options, "the options of bpe");
  const isOpened = isRuntime(over);
  const cx = contextOf(isOpened ? over : opened(over, options), options);
  const { runtime, modules } = cx;
  const close = async () => {
    await idle(cx);
    if (!isOpened) await runtime.close();
  };
  return guarded<Bpe>({
    runtime,
    modules,
    ...lifeFunctions(cx),
    ...moveFunctions(cx),
    ...eventFunctions(cx),
    ...historyFunctions(cx),
    ...groupFunctions(cx),
    ...viewFunctions,
    idle: () => idle(cx),
    close,
    [Symbol.asyncDispose]: close,
  }, SIGNATURES);
}

const theOptions = optionsOf({
  modules: fields(),
  log: callable,
  clock: fields({ now: callable }),
});

function isRuntime(over: Kv | Runtime): over is Runtime {
  return "command" in over;
}

function opened(kv: Kv, { modules = {}, ...options }: BpeOptions): Runtime {
  return openRuntime(kv, { ...options, expressions: options.expressions ?? conditions(modules) });
}

function contextOf(
  runtime: Runtime,
  { modules = {}, clock = systemClock, timeout = 30_000, log = consoleLog }: BpeOptions,
): Context {
  return {
    runtime,
    modules,
    queue: serialQueue(),
    background: new Set(),
    versions: new WeakMap(),
    clock,
    timeout: timeSpan("timeout", timeout),
    report: (error) => log("error", `a process has failed: ${messageOf(error)}`, { error }),
  };
}

async function idle({ runtime, background, queue }: Context): Promise<void> {
  while (background.size > 0 || queue.size > 0) {
    await Promise.all(background);
    await queue.idle();
  }
  await runtime.idle();
}
