/**
 * What an engine tells of processes, instances and tasks.
 *
 * @module
 */

/** A version of a process. */
export interface ProcessVersion {
  /** What instances are started with: `leave:3`. */
  readonly key: string;
  /** The id of the process. */
  readonly process: string;
  /** The name of the process; empty where the file gives none. */
  readonly name: string;
  /** Counts from 1. */
  readonly version: number;
  /** The hash of its file. */
  readonly file: string;
  /** When it was deployed: milliseconds since 1970. */
  readonly deployed: number;
}

/** What is wrong, or untidy, in a file. */
export interface Finding {
  /** The id of the element, or its tag. */
  readonly element: string;
  /** The rule that is broken; empty where the file cannot even be read. */
  readonly rule: string;
  /** Whether the file is refused for it. */
  readonly severity: "error" | "warning";
  /** What is wrong and what to do, to be read after the element. */
  readonly message: string;
  /** Line in the file, from 1. */
  readonly line: number | undefined;
  /** Column in the file, from 1. */
  readonly column: number | undefined;
}

/** A file that was deployed. */
export interface DeployedFile {
  /** The versions of its processes. */
  readonly versions: readonly ProcessVersion[];
  /** What is untidy. */
  readonly warnings: readonly Finding[];
}

/** A field of a form. */
export interface FormField {
  /** Its id: the variable that it fills. */
  readonly id: string;
  /** What a person reads beside it; empty where the file gives none. */
  readonly label: string;
  /** Its type as the file has it: `string`, `long`, `boolean`, `date`, `enum`. */
  readonly type: string;
  /** What it begins with, as written. */
  readonly defaultValue: string;
  /** The values of an `enum`. */
  readonly values: readonly { readonly id: string; readonly name: string }[];
  /** What is asked of its value: `required`, `min`, ... */
  readonly constraints: readonly { readonly name: string; readonly config: string }[];
}

/** An instance in a list. */
export interface InstanceRow {
  /** Unique in the store. */
  readonly id: string;
  /** The id of its process. */
  readonly process: string;
  /** The version that it runs on, as `leave:3`. */
  readonly definition: string;
  /** How it stands: `active`, `completed`, `terminated`, `failed`, `cancelled`. */
  readonly status: string;
  /** When it was started: milliseconds since 1970. */
  readonly started: number;
  /** When it ended: milliseconds since 1970. */
  readonly ended?: number;
  /** How many incidents wait for a person. */
  readonly incidents: number;
}

/** Something alive in an instance. */
export interface ElementRow {
  /** Its number in the instance. */
  readonly element: number;
  /** The id of its node, or of the process. */
  readonly node: string;
  /** The name of its node. */
  readonly name: string;
  /** What its node is: `userTask`, `subProcess`, ...; `process`. */
  readonly kind: string;
  /** What it does: `ready`, `active`, `leaving`, `compensating`. */
  readonly phase: string;
  /** The element around it; undefined for the process. */
  readonly parent: number | undefined;
}

/** Something that an instance waits for. */
export interface WaitRow {
  /** Its number in the instance. */
  readonly wait: number;
  /** `message`, `signal`, `timer` or `condition`. */
  readonly kind: string;
  /** The element that waits. */
  readonly element: number;
  /** The id of the event. */
  readonly node: string;
  /** The name of the message or signal. */
  readonly name?: string;
  /** The keys that a message must bear. */
  readonly keys?: Readonly<Record<string, string>>;
  /** When the timer fires: milliseconds since 1970. */
  readonly due?: number;
}

/** Work that no handler has answered. */
export interface JobRow {
  /** By which its handler is found. */
  readonly topic: string;
  /** The element that waits for it. */
  readonly element: number;
  /** The id of its node. */
  readonly node: string;
  /** How often it has failed. */
  readonly failures: number;
  /** When it is tried again: milliseconds since 1970. */
  readonly due?: number;
}

/** What in an instance could not go on, and waits for a person. */
export interface IncidentRow {
  /** The id of the instance. */
  readonly instance: string;
  /** Its number in the instance. */
  readonly incident: number;
  /** The version, as `leave:3`. */
  readonly definition: string;
  /** The id of the node, or of the process. */
  readonly node: string;
  /** The code of the error that it is for. */
  readonly code: string;
  /** What went wrong, where, and what to do. */
  readonly message: string;
  /** When: milliseconds since 1970. */
  readonly time: number;
}

/** An instance with all that it does and waits for. */
export interface InstanceDetail extends Omit<InstanceRow, "incidents"> {
  /** How many changes it has had: another one with each. */
  readonly version: number;
  /** The instance whose call activity has started it. */
  readonly caller?: string;
  /** The code of the error that ended it. */
  readonly error?: string;
  /** The instances that its call activities have started. */
  readonly called: readonly string[];
  /** What is alive. */
  readonly elements: readonly ElementRow[];
  /** What it waits for. */
  readonly waits: readonly WaitRow[];
  /** The work that handlers have still to do. */
  readonly jobs: readonly JobRow[];
  /** What waits for a person. */
  readonly incidents: readonly IncidentRow[];
}

/** A line of a history. */
export interface HistoryRow {
  /** The number of the command that it belongs to, from 1. */
  readonly step: number;
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** The command: `start`, `complete`, `timer`, ... */
  readonly command: string;
  /** The id of who asked for it; absent where the program itself did. */
  readonly by?: string;
  /** What happened: `entered`, `completed`, `taken`, `set`, ... */
  readonly event: string;
  /** The element, as numbered in the instance. */
  readonly element: number;
  /** The id of the node, or of the process. */
  readonly node: string;
  /** The name of the node, or of the process. */
  readonly name: string;
  /** The id of the sequence flow that was taken. */
  readonly flow?: string;
  /** Values that were set; the code of an error. */
  readonly data?: unknown;
}

/** Where a task is. */
export interface TaskPlace {
  /** The id of the instance. */
  readonly instance: string;
  /** As numbered in the instance. */
  readonly element: number;
}

/** A task of a person. */
export interface TaskRow extends TaskPlace {
  /** The version, as `leave:3`. */
  readonly definition: string;
  /** The id of the process. */
  readonly process: string;
  /** The id of the node. */
  readonly node: string;
  /** The name of the node. */
  readonly name: string;
  /** The name of its lane; empty where it is in none. */
  readonly lane: string;
  /** The groups that may do it. */
  readonly roles: readonly string[];
  /** The persons that may do it. */
  readonly users: readonly string[];
  /** Who does it. */
  readonly assignee?: string;
  /** Whether it is nobody's until it is assigned. */
  readonly unassigned?: true;
  /** When it came up: milliseconds since 1970. */
  readonly created: number;
  /** When it is to be done: milliseconds since 1970. */
  readonly due?: number;
  /** When to ask after it: milliseconds since 1970. */
  readonly followUp?: number;
  /** Its priority; 50 where the file says none. */
  readonly priority: number;
  /** The key of its form; empty where it has none. */
  readonly formKey: string;
}

/** What has become of a change. */
export interface Outcome {
  /** The version of the instance now. */
  readonly version: number;
  /** How the instance stands now. */
  readonly status: string;
  /** Whether anything was changed. */
  readonly applied: boolean;
  /** Whether a change with this key was made before. */
  readonly repeated: boolean;
}

/** What has become of a message. */
export interface Delivered {
  /** Whether an instance that waited has it, it has started one, it waits, or came before. */
  readonly taken: "instance" | "started" | "kept" | "repeated";
  /** The id of the instance. */
  readonly instance?: string;
}
