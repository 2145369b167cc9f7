/**
 * The durable runtime: instances in a store, jobs, timers, messages, signals, tasks.
 *
 * @module
 */
import type { Kv } from "../kvs/kv.ts";
import type { ProcessRecord } from "./builders.ts";
import type { Besides, Command, Trigger } from "./command.ts";
import type { Definition } from "./definition.ts";
import type { Doc } from "./documents.ts";
import type { Renamed } from "./migrate.ts";
import { after } from "./runtime/after.ts";
import { throwSignal } from "./runtime/broadcast.ts";
import { type Alarm, alarm } from "./runtime/alarm.ts";
import { commits } from "./runtime/commits.ts";
import { publish } from "./runtime/correlate.ts";
import type { Fate, Publication } from "./runtime/publication.ts";
import { definitionOf, deploy, sourceOf, type Version, versionOf } from "./runtime/definitions.ts";
import { startByCondition } from "./runtime/conditions.ts";
import { nextTime, tick } from "./runtime/due.ts";
import { erase } from "./runtime/erase.ts";
import type { Committed, Host } from "./runtime/host.ts";
import type { Deed, Identity } from "./runtime/identity.ts";
import type { IncidentRow } from "./runtime/indexes.ts";
import { withInitiator } from "./runtime/initiator.ts";
import { lanes } from "./runtime/lanes.ts";
import { newId } from "./runtime/id.ts";
import { move } from "./runtime/migrate.ts";
import { options, type RuntimeOptions } from "./runtime/options.ts";
import { own, ownCommand, ownMessage, ownText, ownVariables } from "./runtime/own.ts";
import { begin, perform, type Performed } from "./runtime/perform.ts";
import {
  fresh,
  history,
  type HistoryLine,
  incidents,
  type InstanceLine,
  type InstanceQuery,
  instances,
} from "./runtime/queries.ts";
import type { Stored } from "./runtime/stored.ts";
import type { Task } from "./runtime/task.ts";
import {
  assign,
  claim,
  completeTask,
  findTask,
  permit,
  release,
  type TaskQuery,
  type TaskRef,
  tasks,
} from "./runtime/tasks.ts";
import type { Variables } from "./state.ts";

export type { Fate, Publication } from "./runtime/publication.ts";
export type { Version } from "./runtime/definitions.ts";
export { BpmnError, type Handler, type HandlerOptions, type Job } from "./runtime/handler.ts";
export type { Committed, Sent } from "./runtime/host.ts";
export { type Auth, byCandidates, type Deed, type Identity } from "./runtime/identity.ts";
export type { IncidentRow } from "./runtime/indexes.ts";
export type { RuntimeOptions } from "./runtime/options.ts";
export type { Performed } from "./runtime/perform.ts";
export type { HistoryLine, InstanceLine, InstanceQuery } from "./runtime/queries.ts";
export type { StepEntry, StepLog } from "./runtime/record.ts";
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
} from "./runtime/stored.ts";
export type { Row } from "./runtime/draft.ts";
export type { Task } from "./runtime/task.ts";
export type { TaskQuery, TaskRef } from "./runtime/tasks.ts";

/** How an instance is started. */
export interface Starting {
  /** Its first variables. */
  readonly variables?: Variables;
  /** Its id, unique in the store: a second start with the same id starts nothing. One is made where none is given. */
  readonly instance?: string;
  /** What triggers it, where it has no none start event. */
  readonly trigger?: Trigger;
  /** Who starts it; a start event with `camunda:initiator` keeps his id as a variable. */
  readonly identity?: Identity;
  /** True: it moves one token at a time, when it is asked to by the command `next`. */
  readonly stepping?: boolean;
  /** Its first documents. */
  readonly docs?: readonly Doc[];
}

/** What goes with a command. */
export interface Commanding {
  /** A key of its own: a command with a key that was seen is not carried out again; it is remembered for a week. */
  readonly key?: string;
  /** Who asks, for the history. */
  readonly by?: string;
}

/** How tasks are completed. */
export interface Completing {
  /** What goes with the command: the version it was decided on, and what it changes of the documents. */
  readonly besides?: Besides;
  /** Who completes it; none: the program itself. */
  readonly identity?: Identity;
  /** A key of its own, as in {@link Commanding}. */
  readonly key?: string;
}

/** A runtime over a store. Everything it answers is durable. */
export interface Runtime {
  /** The store. */
  readonly kv: Kv;
  /** Deploys a file: see {@link openRuntime}. */
  deploy(
    source: string | Uint8Array | Definition | ProcessRecord,
  ): Promise<readonly Version[]>;
  /** The version that a key (`leave:3`) or the id of a process, its latest version, names. */
  version(name: string): Promise<Version>;
  /** The compiled definition of a version. */
  definition(name: string): Promise<Definition>;
  /** The XML that a version came from; undefined where it was written in code. */
  source(name: string): Promise<string | undefined>;
  /** Starts an instance of a process (its latest version) or of one version, and answers its id. */
  start(process: string, start?: Starting): Promise<string>;
  /** Gives an instance a command of the core: `complete`, `fail`, `set`, `cancel`, `resolve`, `activate`, ... */
  command(instance: string, command: Command, more?: Commanding): Promise<Performed>;
  /** Takes in a message for whoever waits for it or is started by it. */
  publish(message: Publication): Promise<Fate>;
  /** Throws a signal and answers how many heard it. */
  signal(name: string, payload?: unknown): Promise<number>;
  /** Starts every process whose conditional start event holds with these values; answers the ids of the instances. */
  conditions(variables: Variables): Promise<string[]>;
  /** An instance with its state. */
  instance(instance: string): Promise<Stored>;
  /** The history of an instance, oldest first. */
  history(instance: string): AsyncGenerator<HistoryLine, void, void>;
  /** The instances that fit. */
  instances(query?: InstanceQuery): AsyncGenerator<InstanceLine, void, void>;
  /** Open incidents, of all instances or of one. */
  incidents(instance?: string): AsyncGenerator<IncidentRow, void, void>;
  /** Resolves an incident: what failed is tried again, with these values. */
  resolve(
    instance: string,
    incident: number,
    variables?: Variables,
    more?: Commanding,
  ): Promise<Performed>;
  /** Moves an instance to another version of its process; `renamed` tells ids that have changed. */
  migrate(instance: string, version: string, renamed?: Renamed, more?: Commanding): Promise<void>;
  /** Erases an instance that has ended, with its history. */
  erase(instance: string): Promise<void>;
  /** The tasks that fit. */
  tasks(query?: TaskQuery): AsyncGenerator<Task, void, void>;
  /** One task; undefined where it is done or was never there. */
  task(ref: TaskRef): Promise<Task | undefined>;
  /** Makes a task somebody's own. */
  claim(ref: TaskRef, identity: Identity): Promise<Task>;
  /** Gives a task back. */
  release(ref: TaskRef, identity?: Identity): Promise<Task>;
  /** Makes a task somebody else's. */
  assign(ref: TaskRef, assignee: string, identity?: Identity): Promise<Task>;
  /** Asks `auth` whether somebody may do something; throws `denied` where he may not. */
  permit(identity: Identity | undefined, deed: Deed): Promise<void>;
  /** Completes a task with values. */
  complete(ref: TaskRef, variables?: Variables, more?: Completing): Promise<Performed>;
  /** Is told of everything that this process commits; call what is answered to hear no more. */
  observe(observer: (change: Committed) => void): () => void;
  /** Does what is due now, and answers how much was looked at. A runtime that is not `manual` does so by itself. */
  tick(): Promise<number>;
  /** When something is due next: what an edge host sets its alarm to. */
  nextDue(): Promise<number | undefined>;
  /** Resolves when nothing is under way in this process. */
  idle(): Promise<void>;
  /** Takes nothing new, waits for the handlers that run, and ends. The store stays open. */
  close(): Promise<void>;
  /** As `close`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Options of {@link openRuntime}. */
export interface OpenOptions extends RuntimeOptions {
  /** True: it does by itself only what a command has left to do; `tick` does the rest, as from an edge host's alarm. */
  readonly manual?: boolean;
}

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
  if (bell !== undefined) host.wake = bell.wake;

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
    definition: async (name) => await definitionOf(host, (await versionOf(host, name)).key),
    source: (name) => sourceOf(host, name),
    start,
    command: async (instance, command, { key, by } = {}) =>
      await perform(host, instance, ownCommand(command), {
        key: key === undefined ? undefined : ownText(key, "key"),
        by,
      }),
    publish: async (message) => await publish(host, ownMessage(message)),
    signal: async (name, payload) =>
      await throwSignal(host, ownText(name, "signal"), own(payload, `signal ${name}`)),
    conditions: async (variables) =>
      await startByCondition(host, ownVariables(variables, "the values of a condition") ?? {}),
    instance: async (instance) => (await fresh(host, ownText(instance, "instance"))).stored,
    history: (instance) => history(host, instance),
    instances: (query) => instances(host, query),
    incidents: (instance) => incidents(host, instance),
    resolve: async (instance, incident, given, more) => {
      const variables = ownVariables(given, "the values that resolve an incident");
      const values = variables === undefined ? {} : { variables };
      return await perform(host, instance, { do: "resolve", incident, ...values }, more);
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
