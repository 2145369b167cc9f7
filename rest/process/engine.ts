/**
 * What the operations of processes ask of an engine: a small interface that the host fills, for this room knows none.
 *
 * @module
 */
import type {
  Delivered,
  DeployedFile,
  Finding,
  FormField,
  HistoryRow,
  IncidentRow,
  InstanceDetail,
  InstanceRow,
  Outcome,
  ProcessVersion,
  TaskPlace,
  TaskRow,
} from "./row.ts";

/** Who asks, as the engine knows people. */
export interface ProcessIdentity {
  /** The name that assignees and histories bear; empty for somebody whom nobody knows. */
  readonly id: string;
  /** Roles and groups: names of lanes and of candidate groups. */
  readonly roles: readonly string[];
}

/** Values of variables, as they are stored. */
export type Values = Readonly<Record<string, unknown>>;

/** What every change is told. */
export interface By {
  /** In whose name it is done, also where nobody is known. */
  readonly by: ProcessIdentity;
}

/** What goes with a change of an instance. */
export interface ChangeOptions extends By {
  /** With a key that was seen nothing is done again. */
  readonly key?: string;
  /** The version of the instance that it was decided on: at another one nothing is done. */
  readonly version?: number;
}

/** Which part of a list is read. */
export interface Behind<After> {
  /** Only what is behind this, in the direction read. */
  readonly after?: After;
  /** From the last to the first. */
  readonly reverse?: boolean;
}

/** Which instances are listed: those that fit everything that is said. */
export interface InstanceFilter extends Behind<string> {
  /** How they stand. */
  readonly status?: string;
  /** The id of their process. */
  readonly process?: string;
  /** The id of a node at which they wait for a person; with `process`. */
  readonly task?: string;
  /** The lane in which they wait for a person. */
  readonly lane?: string;
  /** A variable with its value, of those that the engine has an index of. */
  readonly variable?: { readonly name: string; readonly value: unknown };
}

/** Which tasks are listed: those that fit everything that is said. */
export interface TaskFilter extends Behind<TaskPlace> {
  /** Those that somebody may do. */
  readonly for?: ProcessIdentity;
  /** Those assigned to somebody. */
  readonly assignee?: string;
  /** Unassigned ones with this candidate. */
  readonly user?: string;
  /** Unassigned ones with this candidate group. */
  readonly role?: string;
  /** Those of a node: `process/node`. */
  readonly node?: string;
  /** Those of one instance. */
  readonly instance?: string;
  /** Those of a lane. */
  readonly lane?: string;
  /** Those that are due before this time: milliseconds since 1970. */
  readonly dueBefore?: number;
}

/** What an instance is asked to do. */
export type InstanceCommand =
  /** Values are set: in the view of an element, the process by default. */
  | { readonly do: "set"; readonly variables: Values; readonly element?: number }
  /** It ends, or one of its elements does. */
  | { readonly do: "cancel"; readonly element?: number }
  /** An activity of an ad-hoc sub-process is chosen; without one that ends. */
  | { readonly do: "activate"; readonly element: number; readonly node?: string }
  /** An incident is over: what failed is tried again. */
  | { readonly do: "resolve"; readonly incident: number; readonly variables?: Values }
  /** It gets a message. */
  | {
    readonly do: "message";
    readonly name: string;
    readonly payload?: unknown;
    readonly keys?: Readonly<Record<string, string>>;
  };

/** How a task ends otherwise than completed. */
export type TaskEvent =
  /** An error of the model where it has a code, else an incident. */
  | {
    readonly do: "fail";
    readonly code?: string;
    readonly message?: string;
    readonly variables?: Values;
  }
  /** An escalation: the task goes on. */
  | { readonly do: "escalate"; readonly code: string; readonly variables?: Values };

/** How an instance is started. */
export interface StartRequest extends By {
  /** Its id; one is made where none is given. With one that is there nothing is started. */
  readonly id?: string;
  /** Its first values. */
  readonly variables?: Values;
  /** Its first documents. */
  readonly documents?: readonly unknown[];
}

/** A message from outside, for whoever waits for it, or to start a process that begins by it. */
export interface MessageRequest {
  /** The name of its `message` element. */
  readonly name: string;
  /** Its content: an object is merged into the variables. */
  readonly payload?: unknown;
  /** Its correlation keys. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Milliseconds that it waits for somebody; 0: it is refused where nobody waits. */
  readonly ttl?: number;
  /** With a key that was seen it is not taken again. */
  readonly key?: string;
}

/** What a key of a client stands for. */
export interface KeyUse {
  /** As the client sent it. */
  readonly key: string;
  /** Who sent it: keys of two people are two. */
  readonly by: ProcessIdentity;
  /** A digest of what was asked with it. */
  readonly digest: string;
}

/**
 * An engine of processes. What it refuses are errors of its own, whose statuses the host hands to the API; what it answers is durable.
 */
export interface ProcessEngine {
  /** Whether what was thrown says that there is no such version, or no such instance. */
  isMissing(error: unknown): boolean;
  /** Deploys a file; what is there already changes nothing. `flaws` where the file is refused. */
  deploy(
    file: Uint8Array,
    options: { readonly strict: boolean },
  ): Promise<DeployedFile | { readonly flaws: readonly Finding[] }>;
  /** The ids of the processes that a file would be deployed as; none where it would be refused. */
  contents(file: Uint8Array): readonly string[];
  /** What is wrong with a file, without deploying it. */
  findings(file: Uint8Array, options: { readonly strict: boolean }): readonly Finding[];
  /** The latest version of every process, by id. */
  processes(query: Behind<string>): AsyncIterable<ProcessVersion>;
  /** The versions of a process. */
  versions(process: string, query: Behind<number>): AsyncIterable<ProcessVersion>;
  /** A version by its key (`leave:3`), or the latest of a process. */
  version(name: string): Promise<ProcessVersion>;
  /** The file of a version; undefined where it was written in code. */
  source(name: string): Promise<string | undefined>;
  /** A version as a file of SVG. */
  picture(name: string): Promise<string>;
  /** The form that starts a version, or that of one of its nodes; undefined where there is no such node. */
  form(name: string, node?: string): Promise<readonly FormField[] | undefined>;

  /** What a key of a client stands for here: the same for the same key, by the same person, for as long as keys are remembered. */
  keyed(use: KeyUse): Promise<string>;
  /** Starts an instance and answers its id. */
  start(process: string, request: StartRequest): Promise<string>;
  /** The instances that fit. */
  instances(query: InstanceFilter): AsyncIterable<InstanceRow>;
  /** Whether somebody may read an instance. */
  isReadable(id: string, by: ProcessIdentity): Promise<boolean>;
  /** An instance with all that it does and waits for. */
  instance(id: string): Promise<InstanceDetail>;
  /** What an element of an instance sees, the process where none is named; undefined where there is no such element. */
  variables(id: string, element?: number): Promise<Values | undefined>;
  /** The documents of an instance. */
  documents(id: string): Promise<readonly unknown[]>;
  /** Adds documents to an instance, in front. */
  addDocuments(
    id: string,
    documents: readonly unknown[],
    options: ChangeOptions,
  ): Promise<Outcome>;
  /** The history of an instance. */
  history(id: string, query: Behind<number>): AsyncIterable<HistoryRow>;
  /** An instance on its diagram, as a file of SVG. */
  instancePicture(id: string): Promise<string>;
  /** Has an instance do something. */
  command(id: string, command: InstanceCommand, options: ChangeOptions): Promise<Outcome>;
  /** Moves an instance to another version. */
  migrate(
    id: string,
    version: string,
    options: By & { readonly renamed?: Readonly<Record<string, string>> },
  ): Promise<void>;
  /** Erases an instance that has ended. */
  erase(id: string): Promise<void>;
  /** Open incidents, of all instances or of one. */
  incidents(
    instance: string | undefined,
    query: { readonly after?: { readonly instance: string; readonly incident: number } },
  ): AsyncIterable<IncidentRow>;
  /** Tells the id of each instance that this process changes, or whose tasks it does; call what is answered to hear no more. */
  observe(changed: (instance: string) => void): () => void;

  /** The tasks that fit, by instance and element. */
  tasks(query: TaskFilter): AsyncIterable<TaskRow>;
  /** One task; undefined where it is done or was never there. */
  task(place: TaskPlace): Promise<TaskRow | undefined>;
  /** Whether somebody may make a task their own. */
  isClaimable(task: TaskRow, by: ProcessIdentity): Promise<boolean>;
  /** Makes a task somebody's own. */
  claim(place: TaskPlace, options: By): Promise<TaskRow>;
  /** Gives a task back to its candidates. */
  release(place: TaskPlace, options: By): Promise<TaskRow>;
  /** Makes a task somebody else's. */
  assign(place: TaskPlace, assignee: string, options: By): Promise<TaskRow>;
  /** Completes a task. */
  complete(place: TaskPlace, variables: Values, options: ChangeOptions): Promise<Outcome>;
  /** Ends a task otherwise, or escalates from it. */
  raise(place: TaskPlace, event: TaskEvent, options: ChangeOptions): Promise<Outcome>;

  /** Takes in a message. */
  publish(message: MessageRequest): Promise<Delivered>;
  /** Throws a signal; answers how many heard it. With a key that was seen it is not thrown again, and answers the same. */
  signal(name: string, payload: unknown, options: { readonly key?: string }): Promise<number>;
  /** Starts what begins when these values hold; answers the ids of the instances. */
  conditions(variables: Values): Promise<readonly string[]>;
}
