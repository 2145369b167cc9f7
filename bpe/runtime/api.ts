/**
 * What a runtime can be asked.
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import type { Definition } from "../definition/definition.ts";
import type { Handler, HandlerOptions } from "../job/handler.ts";
import type { Renamed } from "../engine/migrate.ts";
import type { Publication, PublicationResult } from "../message/publication.ts";
import type { Command, CommandExtras, Trigger } from "../state/command.ts";
import type { Doc } from "../state/documents.ts";
import type { Meta } from "../state/reserved.ts";
import type { Variables } from "../state/state.ts";
import type { HistoryLine, HistoryQuery } from "../store/history.ts";
import type { VersionQuery } from "../store/definitions.ts";
import type { SignalOptions } from "../message/broadcast.ts";
import type { Committed } from "../store/host.ts";
import type { IncidentRow } from "../store/row/incident.ts";
import type { InstanceDetail } from "../store/row/instance.ts";
import type { Task } from "../store/row/task.ts";
import type { Version } from "../store/row/version.ts";
import type { CommandResult } from "../store/step.ts";
import type { Identity } from "../task/identity.ts";
import type { Permission } from "../task/permission.ts";
import type { TaskQuery, TaskRef } from "../task/work_list.ts";
import type { Deployment, DeployOptions, DeploySource } from "./deploy.ts";
import type { RuntimeOptions } from "./options.ts";
import type { IncidentQuery, InstanceLine, InstanceQuery } from "./queries.ts";

/** What a call takes that is made in somebody's name. */
export interface ByOptions {
  /** Who asks, for `auth` and the history; none: the program itself. */
  readonly by?: Identity | undefined;
}

/** How an instance is started. */
export interface StartOptions extends ByOptions {
  /** Its id, unique in the store: a second start with the same id starts nothing. One is made where none is given. */
  readonly id?: string;
  /** Its first variables; with `by` a start event with `camunda:initiator` keeps the id of who starts it as one of them. */
  readonly variables?: Variables;
  /** What triggers it, where it has no none start event. */
  readonly trigger?: Trigger;
  /** True: it moves one token at a time, when it is asked to by the command `next`. */
  readonly stepping?: boolean;
  /** Its first documents. */
  readonly docs?: readonly Doc[];
  /** What the functions of processes keep of it; theirs to give. */
  readonly meta?: Meta;
}

/** What goes with a command. */
export interface CommandOptions extends ByOptions {
  /** A key of its own: a command with a key that was seen is not carried out again; it is remembered for a week. */
  readonly key?: string;
  /** True: `auth` is not asked, for the program has asked it of something else, and `by` stands in the history only. */
  readonly permitted?: boolean;
  /** With `set` and `next`: what the functions of processes keep of the instance from now on; theirs to give. */
  readonly meta?: Meta;
}

/** How a task is completed: with what key, by whom, on which version, with which documents. */
export interface CompleteOptions
  extends Omit<CommandOptions, "permitted" | "meta">, CommandExtras {}

/** How an instance is migrated. */
export interface MigrateOptions extends ByOptions {
  /** Ids of nodes, flows and processes that have changed: the new ones by the old ones. */
  readonly renamed?: Renamed;
}

/** A runtime over a store. Everything it answers is durable. */
export interface Runtime {
  /** The store, as it was given. */
  readonly kv: Kv;
  /**
   * Deploys a file: BPMN 2.0 XML, a compiled definition, or a process written in code; one that is there already changes nothing. What
   * cannot be executed is refused; what is untidy, and jobs without a handler in this runtime, are the `warnings` of what is answered.
   */
  deploy(source: DeploySource, options?: DeployOptions): Promise<Deployment>;
  /** The version that a key (`leave:3`) or the id of a process, its latest version, names. */
  version(name: string): Promise<Version>;
  /** The latest version of every process that is deployed, by id. */
  processes(query?: VersionQuery<string>): AsyncGenerator<Version, void, void>;
  /** All versions of a process, the oldest first unless told otherwise. */
  versions(process: string, query?: VersionQuery<number>): AsyncGenerator<Version, void, void>;
  /** The compiled definition of a version. */
  definition(name: string): Promise<Definition>;
  /** The XML that a version came from; undefined where it was written in code. */
  source(name: string): Promise<string | undefined>;
  /** Gives a topic a handler from now on; jobs that wait for one are taken at once, those that are incidents too. */
  handle(topic: string, handler: Handler | HandlerOptions): void;
  /** Starts an instance of a process (its latest version) or of one version, and answers its id. */
  start(process: string, options?: StartOptions): Promise<string>;
  /**
   * Gives an instance a command of the core: `complete`, `fail`, `set`, `cancel`, `resolve`, `activate`, ... Somebody needs leave for
   * it, and to complete each open task that it answers, changes or withdraws.
   */
  command(id: string, command: Command, options?: CommandOptions): Promise<CommandResult>;
  /** Takes in a message for whoever waits for it or is started by it. */
  publish(message: Publication): Promise<PublicationResult>;
  /** Throws a signal and answers how many heard it; one with a key that was seen is not thrown again, and answers the same. */
  signal(name: string, payload?: unknown, options?: SignalOptions): Promise<number>;
  /** Starts every process whose conditional start event holds with these values; answers the ids of the instances. */
  conditions(variables: Variables): Promise<string[]>;
  /** An instance with its state. */
  instance(id: string): Promise<InstanceDetail>;
  /** The history of an instance, oldest first unless told otherwise. */
  history(id: string, query?: HistoryQuery): AsyncGenerator<HistoryLine, void, void>;
  /** What one command did to an instance, by its number from 1, the last one by default; reads little more than that. */
  step(id: string, step?: number): Promise<readonly HistoryLine[]>;
  /** The instances that fit. */
  instances(query?: InstanceQuery): AsyncGenerator<InstanceLine, void, void>;
  /** Open incidents, of all instances or of one. */
  incidents(id?: string, query?: IncidentQuery): AsyncGenerator<IncidentRow, void, void>;
  /** Resolves an incident: what failed is tried again, with these values. */
  resolve(
    id: string,
    incident: number,
    variables?: Variables,
    options?: CommandOptions,
  ): Promise<CommandResult>;
  /** Moves an instance to another version of its process, as {@link migrate} does; `auth` is asked for `migrate`. */
  migrate(id: string, version: string, options?: MigrateOptions): Promise<void>;
  /** Erases an instance that has ended, with its history. */
  erase(id: string): Promise<void>;
  /** The tasks that fit, by instance and element. */
  tasks(query?: TaskQuery): AsyncGenerator<Task, void, void>;
  /** One task; undefined where it is done or was never there. */
  task(ref: TaskRef): Promise<Task | undefined>;
  /** Makes a task somebody's own. */
  claim(ref: TaskRef, options: { readonly by: Identity }): Promise<Task>;
  /** Gives a task back to its candidates. */
  release(ref: TaskRef, options?: ByOptions): Promise<Task>;
  /** Makes a task somebody else's. */
  assign(ref: TaskRef, assignee: string, options?: ByOptions): Promise<Task>;
  /** Asks `auth` whether somebody may do something; throws `denied` where they may not. */
  permit(permission: Permission, options?: ByOptions): Promise<void>;
  /** Completes a task with values. */
  complete(
    ref: TaskRef,
    variables?: Variables,
    options?: CompleteOptions,
  ): Promise<CommandResult>;
  /** Is told of everything that this process commits; call what is answered to hear no more. */
  observe(observer: (change: Committed) => void): () => void;
  /** Does what is due now, and answers how much was looked at. A runtime that is not `manual` does so by itself. */
  tick(): Promise<number>;
  /** When something is due next (milliseconds since 1970): what an edge host sets its alarm to. */
  nextDue(): Promise<number | undefined>;
  /** Resolves when nothing is under way in this process. */
  idle(): Promise<void>;
  /** Takes nothing new, waits for the handlers that run, and ends. The store stays open. */
  close(): Promise<void>;
  /** Does what `close` does, at the end of the block of an `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Options of {@link openRuntime}. */
export interface OpenOptions extends RuntimeOptions {
  /** True: it does by itself only what a command has left to do; `tick` does the rest, as from an edge host's alarm. False by default. */
  readonly manual?: boolean;
  /**
   * With `manual`: is told after each commit when the runtime needs a look (milliseconds since 1970), maybe later than it was told
   * before: an edge host sets its alarm where that is earlier.
   */
  readonly wake?: (time: number) => void;
}
