/**
 * The durable runtime: instances in a store, jobs, timers, messages, signals, tasks.
 *
 * @module
 */
import type { Kv } from "../../kvs/kv.ts";
import { after } from "./dispatch.ts";
import type { Commanding, OpenOptions, Runtime, Starting } from "./api.ts";
import type { Command } from "../state/command.ts";
import { deedOf } from "../task/permission.ts";
import type { Performing } from "../store/command.ts";
import { throwSignal } from "../message/broadcast.ts";
import { type Alarm, alarm } from "../timer/alarm.ts";
import { commits } from "../store/commits.ts";
import { publish } from "../message/correlate.ts";
import { definitionOf, deploy, sourceOf, versionOf } from "../store/definitions.ts";
import { startByCondition } from "./condition.ts";
import { nextTime, tick } from "../timer/due.ts";
import { erase } from "./erase.ts";
import type { Host } from "../store/host.ts";
import { withInitiator } from "./initiator.ts";
import { lanes } from "../store/lanes.ts";
import { newId } from "../store/id.ts";
import { move } from "./migrate.ts";
import { options } from "./options.ts";
import { own, ownCommand, ownMessage, ownText, ownVariables } from "../store/input.ts";
import { begin } from "./start.ts";
import { perform } from "./perform.ts";
import { history } from "../store/history.ts";
import { fresh, incidents, instances, processes, versions } from "./queries.ts";
import { assign, claim, completeTask, permit, release } from "../task/claim.ts";
import { findTask, tasks } from "../task/work_list.ts";

export type { Fate, Publication } from "../message/publication.ts";
export type { Version } from "../store/definitions.ts";
export { BpmnError, type Handler, type HandlerOptions, type Job } from "../job/handler.ts";
export type { Committed, Sent } from "../store/host.ts";
export { type Auth, byCandidates, type Deed, type Identity } from "../task/identity.ts";
export type { IncidentRow } from "../store/indexes.ts";
export type { RuntimeOptions } from "./options.ts";
export type { Performed } from "../store/command.ts";
export type { HistoryLine, HistoryQuery } from "../store/history.ts";
export type { InstanceLine, InstanceQuery } from "./queries.ts";
export type { PackedEntry, PackedStep } from "../store/row/step.ts";
export type {
  CancelCalled,
  Delivery,
  Look,
  Open,
  OpenCall,
  OpenDelivery,
  OpenJob,
  Rows,
  Stored,
} from "../store/row/instance.ts";
export type { Row } from "../store/draft.ts";
export type { Task } from "../task/task.ts";
export type { TaskQuery, TaskRef } from "../task/work_list.ts";

export type { Commanding, Completing, OpenOptions, Runtime, Starting } from "./api.ts";

/**
 * A runtime over a store. Several, in any number of processes, may work on one store.
 *
 * @param kv any store of KVS: a file, memory, a Durable Object, Redis
 * @throws {BpeError} from its functions: `definition`, `instance`, `command`, `task`, `denied`, `message`, `closed`, and what
 * `parse` and `define` throw
 *
 * @example
 * ```ts
 * import { beginEvent, endEvent, openRuntime, process, sequenceFlow, serviceTask } from "@n2o/n2o/bpe";
 * import { memoryKv } from "@n2o/n2o/kvs";
 *
 * using kv = memoryKv();
 * await using bpe = openRuntime(kv, { handlers: { greet: ({ variables }) => ({ text: `hello ${variables.name}` }) } });
 * await bpe.deploy(process({
 *   id: "greeting",
 *   tasks: [beginEvent({ id: "asked" }), serviceTask({ id: "greet" }), endEvent({ id: "done" })],
 *   flows: [
 *     sequenceFlow({ source: "asked", target: "greet" }),
 *     sequenceFlow({ source: "greet", target: "done" }),
 *   ],
 * }));
 * const id = await bpe.start("greeting", { variables: { name: "Ann" } });
 * await bpe.idle();
 * const { state } = await bpe.instance(id);
 * if (state.status !== "completed" || state.result?.text !== "hello Ann") throw state;
 * ```
 */
export function openRuntime(kv: Kv, given: OpenOptions = {}): Runtime {
  const host: Host = {
    kv,
    options: options(given),
    commits: commits(kv, () => host.alive),
    lanes: lanes(),
    cache: new Map(),
    definitions: new Map(),
    observers: new Set(),
    background: new Set(),
    running: new Map(),
    queue: new Map(),
    after: (change) => after(host, change),
    wake: () => {},
    closing: false,
    alive: true,
  };
  const bell = given.manual === true ? undefined : ring(host);
  host.wake = bell?.wake ?? given.wake ?? host.wake;

  async function start(process: string, { identity, instance, ...start }: Starting = {}) {
    const version = await versionOf(host, ownText(process, "process"));
    await permit(host, identity, { do: "start", process: version.process });
    const { key: definition, process: name } = version;
    const variables = withInitiator(
      await definitionOf(host, definition),
      name,
      ownVariables(start.variables, `the variables of ${name}`),
      identity?.id,
    );
    const trigger = own(start.trigger, `the trigger of ${name}`);
    const docs = own(start.docs, `the documents of ${name}`);
    for (;;) {
      const id = instance ?? newId(host.options.clock.now());
      const { applied } = await begin(host, {
        instance: id,
        definition,
        process: name,
        ...(variables === undefined ? {} : { variables }),
        ...(trigger === undefined ? {} : { trigger }),
        ...(start.stepping === true ? { stepping: true } : {}),
        ...(docs === undefined ? {} : { docs: { at: 0, cut: 0, put: docs } }),
      }, { by: identity?.id });
      // An id that is made by chance may be there; one that is given is then the same start.
      if (applied || instance !== undefined) return id;
    }
  }

  async function idle() {
    while (host.background.size > 0 || host.lanes.size > 0) {
      await Promise.all(host.background);
      await host.lanes.idle();
    }
  }

  async function close() {
    if (host.closing) return;
    host.closing = true;
    await bell?.stop();
    host.queue.clear();
    await idle();
    host.alive = false;
  }

  return {
    kv,
    deploy: (source) => deploy(host, source),
    version: async (name) => await versionOf(host, ownText(name, "process")),
    processes: () => processes(host),
    versions: (process) => versions(host, process),
    definition: async (name) => await definitionOf(host, (await versionOf(host, name)).key),
    source: (name) => sourceOf(host, name),
    start,
    command: async (instance, command, more) =>
      await perform(host, instance, ownCommand(command), commanding(host, command, more)),
    publish: async (message) => await publish(host, ownMessage(message)),
    signal: async (name, payload) =>
      await throwSignal(host, ownText(name, "signal"), own(payload, `signal ${name}`)),
    conditions: async (variables) =>
      await startByCondition(host, ownVariables(variables, "the values of a condition") ?? {}),
    instance: async (instance) => (await fresh(host, ownText(instance, "instance"))).stored,
    history: (instance, query) => history(host, instance, query),
    instances: (query) => instances(host, query),
    incidents: (instance) => incidents(host, instance),
    resolve: async (instance, incident, given, more) => {
      const variables = ownVariables(given, "the values that resolve an incident");
      const values = variables === undefined ? {} : { variables };
      const command = { do: "resolve", incident, ...values } as const;
      return await perform(host, instance, command, commanding(host, command, more));
    },
    migrate: (instance, version, renamed, more) => move(host, instance, version, renamed, more?.by),
    erase: (instance) => erase(host, instance),
    tasks: (query) => tasks(host, query),
    task: (ref) => findTask(host, ref),
    claim: (ref, identity) => claim(host, ref, identity),
    release: (ref, identity) => release(host, ref, identity),
    assign: (ref, assignee, identity) => assign(host, ref, assignee, identity),
    permit: (identity, deed) => permit(host, identity, deed),
    complete: async (ref, variables, { identity, key, besides } = {}) => {
      const what = `the values of task ${ref.element}`;
      const values = ownVariables(variables, what) ?? {};
      return await completeTask(host, ref, values, identity, key, own(besides, what));
    },
    observe(observer) {
      host.observers.add(observer);
      return () => void host.observers.delete(observer);
    },
    tick: () => tick(host),
    nextDue: () => nextTime(host),
    idle,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What goes with a command: its key, who asks, and whether he may. */
function commanding(
  host: Host,
  command: Command,
  { key, by, identity }: Commanding = {},
): Performing {
  return {
    key: key === undefined ? undefined : ownText(key, "key"),
    by: by ?? identity?.id,
    ...(identity === undefined ? {} : {
      permit: (loaded) => permit(host, identity, deedOf(command, loaded)),
    }),
  };
}

/** The alarm of a runtime; what fails while it looks is told, and it looks again. */
function ring(host: Host): Alarm {
  return alarm(host.options.clock, host.options.poll, async () => {
    try {
      await tick(host);
      return await nextTime(host);
    } catch (error) {
      if (host.alive) host.options.onError(error);
      return undefined;
    }
  });
}
