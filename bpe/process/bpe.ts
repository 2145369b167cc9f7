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
import { all } from "../../kvs/access.ts";
import { append } from "../../kvs/feed/append.ts";
import { systemClock } from "../../kvs/clock.ts";
import { retry } from "../../kvs/rows/commit.ts";
import { cut } from "../../kvs/feed/cut.ts";
import type { Kv } from "../../kvs/kv.ts";
import { remove } from "../../kvs/feed/remove.ts";
import type { ProcessRecord } from "../define/builders.ts";
import type { Definition } from "../definition/definition.ts";
import { appendDocs, type Doc, findDocs, removeDocs, spliceOf } from "../state/documents.ts";
import { BpeError } from "../error.ts";
import type { Asking, Bpe, BpeOptions, ProcChange, StartOptions } from "./api.ts";
import { by } from "./move/options.ts";
import { gwBlock, gwUnblock } from "./block.ts";
import { conditions } from "./condition.ts";
import { type Context, errorFeed, type ErrorRow, later, look } from "./context.ts";
import { bring, drain, enqueue, messagesFeed, queueFeed } from "./event/event.ts";
import { type Hist, type StepId, tell } from "./history.ts";
import { ensureMon, monChildren, monFeed, type Monitor, MONITORS, monLink } from "./monitor.ts";
import type { EventMessage } from "./message.ts";
import { move } from "./move/move.ts";
import { META, metaOf, type Proc } from "./proc.ts";
import { subscribe, subscribers, unsubscribe, unsubscribeAll } from "./event/topic.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { newId } from "../store/id.ts";
import { lanes } from "../store/lanes.ts";
import { PROC } from "../store/keys.ts";
import type { Version } from "../store/definitions.ts";

export type { Asking, Bpe, BpeOptions, ProcChange, StartOptions } from "./api.ts";
export type { ErrorRow } from "./context.ts";
export { conditions } from "./condition.ts";
export type { EventMessage } from "./message.ts";
export type { Hist, Sched, StepId } from "./history.ts";
export type { ActionResult, BpeModule, BpeModules, ConditionView, MoveRequest } from "./module.ts";
export type { Monitor, ProcRec } from "./monitor.ts";
export type { Block, Executor, Meta, Proc } from "./proc.ts";
export type { EventRecord, FlowView, Records, TaskRecord } from "./record.ts";
export type { Reply } from "./reply.ts";

/**
 * The functions of the original over a store or a runtime.
 *
 * @param over a store, for which a runtime is opened with these options, or a runtime; that has to be opened with
 * `expressions: conditions(modules)` where conditions are written in the original's forms
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
  const { modules = {}, ...opening } = options;
  const given = isRuntime(over) ? over : undefined;
  const runtime = given ??
    openRuntime(over as Kv, { // as: what is no runtime is a store
      ...opening,
      expressions: options.expressions ?? conditions(modules),
    });
  const { clock = systemClock, onError = report, timeout = 30_000 } = options;
  const cx: Context = {
    runtime,
    modules,
    lanes: lanes(),
    background: new Set(),
    clock,
    timeout,
    onError,
  };
  const { kv } = runtime;
  const keys = new WeakMap<object, Promise<Version>>();

  /** The version of what is to be started, deployed where it has to be. */
  async function versionOf(process: string | ProcessRecord | Definition): Promise<Version> {
    if (typeof process === "object") {
      const kept = keys.get(process) ?? deployed(process);
      keys.set(process, kept);
      kept.catch(() => keys.delete(process));
      return await kept;
    }
    const def = Object.hasOwn(modules, process) ? modules[process]?.def : undefined;
    const own = typeof def === "function" ? def() : def;
    if (own !== undefined) return await (typeof own === "object" ? versionOf(own) : deployed(own));
    return process.includes("<") ? await deployed(process) : await runtime.version(process);
  }

  async function deployed(source: string | ProcessRecord | Definition): Promise<Version> {
    const [version] = await runtime.deploy(source);
    if (version !== undefined) return version;
    throw new BpeError("definition", "has no process", { element: "definitions" });
  }

  async function start(
    process: string | ProcessRecord | Definition,
    docs: readonly Doc[] = [],
    { id = newId(clock.now()), monitor, procRec, stepping = true, ...more }: StartOptions = {},
  ): Promise<string> {
    const version = await versionOf(process);
    const named = typeof process === "string" && Object.hasOwn(modules, process)
      ? process
      : version.process;
    const { notifications, identity, module = named } = more;
    const meta = { module, ...(notifications === undefined ? {} : { notifications }) };
    await runtime.start(version.key, {
      instance: id,
      stepping,
      docs,
      variables: { [META]: meta },
      ...(identity === undefined ? {} : { identity }),
    });
    if (monitor !== undefined) await monLink(cx, monitor, id, procRec);
    return id;
  }

  async function proc(id: string, { identity }: Asking = {}): Promise<Proc> {
    await runtime.permit(identity, { do: "read", instance: id });
    return (await look(cx, id)).proc;
  }

  async function load<T>(id: string, otherwise?: T): Promise<Proc | T | undefined> {
    try {
      return await proc(id);
    } catch (error) {
      if (error instanceof BpeError && error.code === "instance") return otherwise;
      throw error;
    }
  }

  /** Changes a process without moving it; answers it before and after. */
  async function change(id: string, how: (proc: Proc) => ProcChange, asking: Asking = {}) {
    await runtime.permit(asking.identity, { do: "amend", instance: id });
    return await cx.lanes.enter(id, () =>
      retry(`process ${id}`, async () => {
        const { proc: before, stored } = await look(cx, id);
        const { docs = before.docs, ...rest } = how(before);
        const splice = spliceOf(before.docs, docs);
        const { executed: _, ...meta } = metaOf(stored.state, before.process);
        const isMeta = Object.keys(rest).length > 0;
        if (splice === undefined && !isMeta) return { before, after: before };
        const { applied } = await runtime.command(id, {
          do: "set",
          variables: isMeta ? { [META]: { ...meta, ...rest } } : {},
          version: before.version,
          ...(splice === undefined ? {} : { docs: splice }),
        }, by(asking.identity));
        return applied ? { before, after: (await look(cx, id)).proc } : undefined;
      }));
  }

  /** Brings what was left for a process before anything else is asked of it. */
  async function asked<T>(id: string, run: () => Promise<T>): Promise<T> {
    await drain(cx, id);
    return await run();
  }

  async function leave(id: string, event: EventMessage): Promise<void> {
    await enqueue(cx, id, event);
    if (event.type !== "delayed") later(cx, drain(cx, id));
  }

  async function broadcastEvent(
    topic: string,
    event: Omit<EventMessage, "kind" | "topic">,
  ): Promise<number> {
    const id = event.id ?? newId(clock.now());
    let count = 0;
    for await (const subscriber of subscribers(kv, topic)) {
      await leave(subscriber, { ...event, kind: "broadcastEvent", topic, id });
      count++;
    }
    return count;
  }

  async function stop(id: string): Promise<Proc> {
    const { proc } = await look(cx, id);
    if (proc.status === "active") await runtime.command(id, { do: "cancel" });
    await unsubscribeAll(kv, id);
    await gwUnblock(cx, id);
    if (proc.monitor !== undefined) await remove(kv, id, monFeed(proc.monitor));
    return (await look(cx, id)).proc;
  }

  async function idle(): Promise<void> {
    while (cx.background.size > 0 || cx.lanes.size > 0) {
      await Promise.all(cx.background);
      await cx.lanes.idle();
    }
    await runtime.idle();
  }

  async function close(): Promise<void> {
    await idle();
    if (given === undefined) await runtime.close();
  }

  function hist(id: string): Promise<readonly Hist[]>;
  function hist(id: string, step: number): Promise<Hist | undefined>;
  function hist(step: StepId): Promise<Hist | undefined>;
  async function hist(of: string | StepId, step?: number) {
    const { hist } = await tell(runtime, typeof of === "string" ? of : of.proc);
    const wanted = typeof of === "string" ? step : of.step;
    return wanted === undefined ? hist : hist[wanted];
  }

  return {
    runtime,
    modules,
    deploy: (source) => runtime.deploy(source),
    start,
    load,
    proc: (id, asking) => asked(id, () => proc(id, asking)),
    update: async (id, next) => (await change(id, () => next)).before,
    persist: async (id, next) => (await change(id, () => next)).after,
    next: (id, flow, asking = {}) => asked(id, () => move(cx, id, { flow, ...asking })),
    complete: (id, task, asking = {}) => asked(id, () => move(cx, id, { task, ...asking })),
    amend: (id, docs, asking = {}) =>
      asked(id, () => move(cx, id, { edit: (old) => appendDocs(old, listed(docs)), ...asking })),
    discard: (id, docs, asking = {}) =>
      asked(id, () => move(cx, id, { edit: (old) => removeDocs(old, listed(docs)), ...asking })),
    modify: (id, docs, how, asking) =>
      asked(id, async () => {
        const edit = how === "append" ? appendDocs : removeDocs;
        if ((await look(cx, id)).proc.status !== "active") return "Final";
        const { after } = await change(
          id,
          (old) => ({ docs: edit(old.docs, listed(docs)) }),
          asking,
        );
        return { reply: currentTask(after) };
      }),
    messageEvent: async (id, event, { identity } = {}) => {
      await runtime.permit(identity, { do: "message", instance: id });
      return await bring(cx, id, { ...event, kind: "messageEvent" }, identity);
    },
    asyncEvent: (id, event) => leave(id, { ...event, kind: "asyncEvent" }),
    broadcastEvent,
    deliver: (id) => drain(cx, id),
    subscribe: (id, topic) => subscribe(kv, id, topic),
    unsubscribe: (id, topic) => unsubscribe(kv, id, topic),
    gwBlock: (id, gateway, subject) => gwBlock(cx, id, gateway, subject),
    gwUnblock: (id, gateway, subject) => gwUnblock(cx, id, gateway, subject),
    hist,
    head: async (id) => (await tell(runtime, id)).hist.at(-1),
    sched: async (id) => (await tell(runtime, id)).sched,
    schedHead: async (id) => (await tell(runtime, id)).sched.at(-1),
    errors: async (id) => {
      const rows = await all<ErrorRow>(kv, errorFeed(id));
      for await (const { incident, node, message, time } of runtime.incidents(id)) {
        rows.push({ id: `incident ${incident}`, name: message, task: node, time });
      }
      return rows.toSorted((left, right) => left.time - right.time);
    },
    step: ({ tasks }, name) => tasks.find(({ id }) => id === name),
    docs: ({ docs }) => docs,
    doc: (pattern, { docs }) => findDocs(pattern, docs).found,
    tasks: ({ tasks }) => tasks,
    flows: ({ flows }) => flows,
    events: ({ events }) => events,
    flow: (id, { flows }) => flows.find((each) => each.id === id),
    flowId: ({ state, pointer }) => state[pointer - 1],
    firstFlow: ({ flows, beginEvent }) => flows.find(({ source }) => source === beginEvent)?.id,
    firstTask: ({ beginEvent }) => beginEvent,
    currentTask,
    executors: ({ executors }) => executors,
    delete: async (id) => {
      const found = await stop(id);
      await append(kv, { id, process: found.process, status: "deleted" }, "/bpe/deleted");
      await remove(kv, id, PROC);
      return found;
    },
    cleanup: async (id) => {
      await stop(id);
      for (const feed of [errorFeed(id), queueFeed(id), messagesFeed(id)]) await cut(kv, feed);
      await runtime.erase(id);
    },
    assign: async (id) => (await ensureMon(cx, id)).monitor,
    ensureMon: (id) => ensureMon(cx, id),
    monLink: (monitor, id, rec) => monLink(cx, monitor, id, rec),
    monChildren: (monitor) => monChildren(cx, monitor),
    monitors: () => all<Monitor>(kv, MONITORS),
    idle,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function currentTask({ stage }: Proc): string {
  return typeof stage === "string" ? stage : stage.target;
}

/** One document or several: an array that begins with a text is one, any other array is a list of documents. */
function listed(docs: Doc): readonly Doc[] {
  return Array.isArray(docs) && typeof docs[0] !== "string" ? docs : [docs];
}

function isRuntime(over: Kv | Runtime): over is Runtime {
  return "command" in over;
}

function report(error: unknown): void {
  // deno-lint-ignore no-console -- where nobody else is told, the operator is
  console.error(error);
}
