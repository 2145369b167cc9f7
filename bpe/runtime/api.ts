/**
 * What a runtime can be asked.
 *
 * @module
 */
import type { Kv } from "../../kvs/kv.ts";
import type { ProcessRecord } from "../define/builders.ts";
import type { Besides, Command, Trigger } from "../state/command.ts";
import type { Definition } from "../definition/definition.ts";
import type { Doc } from "../state/documents.ts";
import type { Renamed } from "../engine/migrate.ts";
import type { Variables } from "../state/state.ts";
import type { Version } from "../store/definitions.ts";
import type { Committed } from "../store/host.ts";
import type { Deed, Identity } from "../task/identity.ts";
import type { IncidentRow } from "../store/indexes.ts";
import type { RuntimeOptions } from "./options.ts";
import type { Performed } from "../store/command.ts";
import type { Fate, Publication } from "../message/publication.ts";
import type { HistoryLine, HistoryQuery } from "../store/history.ts";
import type { InstanceLine, InstanceQuery } from "./queries.ts";
import type { Stored } from "../store/row/instance.ts";
import type { Task } from "../task/task.ts";
import type { TaskQuery, TaskRef } from "../task/work_list.ts";

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
  /** Who asks: `auth` decides with the roles of the lane of what it is about, and the history tells him. */
  readonly identity?: Identity;
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
  /** The latest version of every process that is deployed, by id. */
  processes(): AsyncGenerator<Version, void, void>;
  /** All versions of a process, the oldest first. */
  versions(process: string): AsyncGenerator<Version, void, void>;
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
  /** The history of an instance, oldest first unless told otherwise. */
  history(instance: string, query?: HistoryQuery): AsyncGenerator<HistoryLine, void, void>;
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
  /**
   * With `manual`: is told after each commit when the runtime needs a look (milliseconds since 1970), maybe later than it was told
   * before: an edge host sets its alarm where that is earlier.
   */
  readonly wake?: (time: number) => void;
}
