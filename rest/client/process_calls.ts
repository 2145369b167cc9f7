/**
 * What the operations of processes are asked with, and what they answer.
 *
 * @module
 */
import type {
  Delivered,
  Finding,
  FormField,
  HistoryRow,
  IncidentRow,
  InstanceDetail,
  InstanceRow,
  JobRow,
  Outcome,
  ProcessVersion,
  TaskPlace,
  TaskRow,
} from "../process/row.ts";
import type { Unkeyed } from "./operations.ts";

/** Fields that are times: text of RFC 3339 where an API tells them. */
export type Times = "deployed" | "started" | "ended" | "created" | "due" | "followUp" | "time";

/** A row as an API tells it. */
export type Told<Row> = {
  readonly [F in keyof Row]: F extends Times ? string
    : Row[F] extends readonly (infer Each extends object)[] ? readonly Told<Each>[]
    : Row[F];
};

/** Values of variables, as JSON has them. */
export type Variables = Readonly<Record<string, unknown>>;

/** Which part of a list is read. */
export interface Paged {
  /** The most rows. */
  readonly limit?: number;
  /** Behind this cursor. */
  readonly after?: string;
}

/** Which part of a list is read, and from where. */
export interface Ordered extends Paged {
  /** From the last to the first by `desc`. */
  readonly order?: "asc" | "desc";
}

/** What names a process. */
export interface OfProcess {
  /** A version, as `leave:3`, or the id of a process for its latest. */
  readonly path: { readonly process: string };
}

/** What names an instance. */
export interface OfInstance {
  /** The id of the instance. */
  readonly path: { readonly id: string };
}

/** What names a task. */
export interface OfTask {
  /** The instance, and the number of the element in it. */
  readonly path: TaskPlace;
}

/** A change of an instance: once for its key, and at the version of `ifMatch` only. */
export interface Changed {
  /** What has become of it. */
  readonly answer: Omit<Outcome, "applied"> & { readonly id: string };
}

/** What takes a file of BPMN. */
export interface OfFile extends Unkeyed {
  /** By `strict` every rule that is broken refuses the file. */
  readonly query?: { readonly strict?: boolean };
  /** A file of BPMN 2.0. */
  readonly body: string | Uint8Array<ArrayBuffer> | Blob;
}

/** Those at a task of a process, or of any task. */
export type AtTask =
  | { readonly process?: string; readonly task?: undefined }
  | { readonly process: string; readonly task: string };

/** Those with a value of a variable, or with any: text that may read like a number, `true` or `false` as `JSON.stringify` gives it. */
export type WithValue =
  | { readonly variable?: undefined; readonly value?: undefined }
  | { readonly variable: string; readonly value: string | number | boolean };

/** Which instances are listed: `task` with `process`, and `variable` with `value`, or neither. */
export type InstanceQuery =
  & Ordered
  & AtTask
  & WithValue
  & {
    readonly status?: "active" | "completed" | "terminated" | "failed" | "cancelled";
    readonly lane?: string;
  };

/** The fields of a form. */
export type Form = { readonly fields: readonly FormField[] };
/** A page of versions of processes. */
export type Versions = { readonly processes: readonly Told<ProcessVersion>[] };
/** A page of incidents. */
export type Incidents = { readonly incidents: readonly Told<IncidentRow>[] };

/** The operations of processes by their ids: with what each is asked, and what it answers. */
export interface ProcessCalls {
  /** Deploys a file: the next version of each of its processes. */
  readonly deployProcess: OfFile & {
    readonly answer: Versions & { readonly warnings: readonly Finding[] };
  };
  /** What is wrong, and untidy, in a file. */
  readonly checkProcess: OfFile & { readonly answer: { readonly findings: readonly Finding[] } };
  /** The latest version of every process. */
  readonly listProcesses: { readonly query?: Ordered; readonly answer: Versions };
  /** The versions of a process, the oldest first. */
  readonly listVersions: OfProcess & { readonly query?: Ordered; readonly answer: Versions };
  /** A version of a process; undefined where the tag given as `ifNoneMatch` is still its own. */
  readonly getProcess: OfProcess & { readonly answer: Told<ProcessVersion> | undefined };
  /** The file that a version came from. */
  readonly getProcessXml: OfProcess & { readonly answer: string | undefined };
  /** A process as it is drawn: SVG. */
  readonly getProcessPicture: OfProcess & { readonly answer: string | undefined };
  /** The fields that a process, or one of its nodes, asks for. */
  readonly getProcessForm: OfProcess & {
    readonly query?: { readonly node?: string };
    readonly answer: Form | undefined;
  };
  /** Starts an instance. */
  readonly startInstance: {
    readonly body: {
      readonly process: string;
      readonly variables?: Variables;
      readonly documents?: readonly unknown[];
    };
    readonly answer: Told<InstanceRow>;
  };
  /** Instances, by id; `task` with `process`, and `variable` with `value`. */
  readonly listInstances: {
    readonly query?: InstanceQuery;
    readonly answer: { readonly instances: readonly Told<InstanceRow>[] };
  };
  /** An instance: what it does and waits for. */
  readonly getInstance: OfInstance & {
    readonly answer: Told<Omit<InstanceDetail, "jobs">> | undefined;
  };
  /** Its variables, as an element of it sees them; as the process does unless told. */
  readonly getVariables: OfInstance & {
    readonly query?: { readonly element?: number };
    readonly answer: Variables | undefined;
  };
  /** Sets variables; others stay as they are. */
  readonly setVariables: OfInstance & Changed & {
    readonly query?: { readonly element?: number };
    readonly body: Variables;
  };
  /** The documents of an instance; undefined where the tag given as `ifNoneMatch` is still theirs. */
  readonly getDocuments: OfInstance & {
    readonly answer: { readonly documents: readonly unknown[] } | undefined;
  };
  /** Adds documents, in front. */
  readonly addDocuments: OfInstance & Changed & {
    readonly body: { readonly documents: readonly unknown[] };
  };
  /** It on its diagram: SVG. */
  readonly getPicture: OfInstance & { readonly answer: string | undefined };
  /** The work that handlers have still to do. */
  readonly listJobs: OfInstance & { readonly answer: { readonly jobs: readonly Told<JobRow>[] } };
  /** What has happened to it, the oldest first. */
  readonly listHistory: OfInstance & {
    readonly query?: Ordered;
    readonly answer: { readonly history: readonly Told<HistoryRow>[] };
  };
  /** What cannot go on, of all instances. */
  readonly listIncidents: { readonly query?: Paged; readonly answer: Incidents };
  /** What of an instance cannot go on. */
  readonly listInstanceIncidents: OfInstance & {
    readonly query?: Paged;
    readonly answer: Incidents;
  };
  /** Ends an instance, or one element of it. */
  readonly cancelInstance: OfInstance & Changed & { readonly body?: { readonly element?: number } };
  /** Chooses an activity of an ad-hoc sub-process; without `node` that ends. */
  readonly activate: OfInstance & Changed & {
    readonly body: { readonly element: number; readonly node?: string };
  };
  /** Has what failed tried again. */
  readonly retryIncident: Changed & {
    readonly path: { readonly id: string; readonly incident: number };
    readonly body?: { readonly variables?: Variables };
  };
  /** Gives an instance a message that it waits for. */
  readonly sendMessage: OfInstance & Changed & {
    readonly body: {
      readonly name: string;
      readonly payload?: unknown;
      readonly keys?: Readonly<Record<string, string>>;
    };
  };
  /** Moves an instance to another version. */
  readonly migrateInstance: OfInstance & Unkeyed & {
    readonly body: {
      readonly version: string;
      readonly renamed?: Readonly<Record<string, string>>;
    };
    readonly answer: undefined;
  };
  /** Erases an instance that has ended. */
  readonly eraseInstance: OfInstance & Unkeyed & { readonly answer: undefined };
  /** Tasks that are yours to do; those of all for who oversees. */
  readonly listTasks: {
    readonly query?: Ordered & {
      readonly mine?: boolean;
      readonly assignee?: string;
      readonly user?: string;
      readonly role?: string;
      readonly process?: string;
      readonly node?: string;
      readonly instance?: string;
      readonly lane?: string;
      readonly "due-before"?: string;
    };
    readonly answer: { readonly tasks: readonly Told<TaskRow>[] };
  };
  /** A task that you may see, as long as it is not done. */
  readonly getTask: OfTask & { readonly answer: Told<TaskRow> };
  /** The variables that it sees. */
  readonly getTaskVariables: OfTask & { readonly answer: Variables };
  /** The fields that it asks for. */
  readonly getTaskForm: OfTask & { readonly answer: Form };
  /** Makes it your own. */
  readonly claimTask: OfTask & Unkeyed & { readonly answer: Told<TaskRow> };
  /** Gives it back to its candidates. */
  readonly releaseTask: OfTask & Unkeyed & { readonly answer: Told<TaskRow> };
  /** Makes it somebody else's. */
  readonly assignTask: OfTask & Unkeyed & {
    readonly body: { readonly assignee: string };
    readonly answer: Told<TaskRow>;
  };
  /** Completes it with values. */
  readonly completeTask: OfTask & Changed & { readonly body?: { readonly variables?: Variables } };
  /** Ends it by an error of the model, or makes it an incident where none is named. */
  readonly failTask: OfTask & Changed & {
    readonly body?: {
      readonly code?: string;
      readonly message?: string;
      readonly variables?: Variables;
    };
  };
  /** Escalates from it: it goes on. */
  readonly escalateTask: OfTask & Changed & {
    readonly body: { readonly code: string; readonly variables?: Variables };
  };
  /** Sends a message to whoever waits for it; `ttl` in milliseconds. */
  readonly publishMessage: {
    readonly body: {
      readonly name: string;
      readonly payload?: unknown;
      readonly keys?: Readonly<Record<string, string>>;
      readonly ttl?: number;
    };
    readonly answer: Delivered;
  };
  /** Throws a signal to all who wait for it. */
  readonly throwSignal: {
    readonly body: { readonly name: string; readonly payload?: unknown };
    readonly answer: { readonly heard: number };
  };
  /** Starts what begins by a condition that holds with these values. */
  readonly tellConditions: Unkeyed & {
    readonly body: { readonly variables: Variables };
    readonly answer: { readonly instances: readonly string[] };
  };
}
