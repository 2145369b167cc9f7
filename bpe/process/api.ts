/**
 * What the functions of processes are: their names, arguments and answers.
 *
 * @module
 */
import type { ProcessRecord } from "../define/builders.ts";
import type { Definition } from "../definition/definition.ts";
import type { Doc } from "../state/documents.ts";
import type { OpenOptions, Runtime } from "../runtime/api.ts";
import type { Version } from "../store/row/version.ts";
import type { Identity } from "../task/identity.ts";
import type { ErrorRow } from "./context.ts";
import type { Hist, Sched, StepId } from "./history.ts";
import type { EventMessage } from "./message.ts";
import type { BpeModules } from "./module.ts";
import type { Monitor, ProcRec } from "./monitor.ts";
import type { Proc } from "./proc.ts";
import type { EventRecord, FlowView, TaskRecord } from "./record.ts";
import type { Reply } from "./reply.ts";

/** How processes are set up. */
export interface BpeOptions extends OpenOptions {
  /** The functions of the processes, each of which has the time that `timeout` says, by the names of their modules; a process without another has that of its own id. */
  readonly modules?: BpeModules;
}

/** How one process is started. */
export interface ProcStartOptions {
  /** Its id; one is made where none is given. A second start with the same id starts nothing. */
  readonly id?: string;
  /** The name of its module; by default the name it was started by, or the id of the process. */
  readonly module?: string;
  /** The monitor it is put into. */
  readonly monitor?: Monitor;
  /** What stands of it there. */
  readonly procRec?: Omit<ProcRec, "id">;
  /** Anything the application notes of it. */
  readonly notifications?: unknown;
  /** False: it runs by itself until it waits, and persons and handlers do its tasks; true by default. */
  readonly stepping?: boolean;
  /** Who starts it. */
  readonly identity?: Identity;
}

/** What `update` and `persist` can change of a process. */
export interface ProcChange {
  /** Its documents. */
  readonly docs?: readonly Doc[];
  /** Who works on it. */
  readonly executors?: Proc["executors"];
  /** Anything the application notes of it. */
  readonly notifications?: unknown;
}

/** Who asks. */
export interface Asking {
  /** Who; none: the program itself. */
  readonly identity?: Identity;
}

/** The functions. An id that is none is a {@link BpeError} `instance`; who may not, `denied`. */
export interface Bpe {
  /** The runtime beneath. */
  readonly runtime: Runtime;
  /** The modules. */
  readonly modules: BpeModules;
  /** Puts a process from code or a file into the store; one that is there already changes nothing. */
  deploy(source: string | Uint8Array | Definition | ProcessRecord): Promise<readonly Version[]>;
  /** Starts a process with documents: one from code, a compiled one, a file's text, the name of a module or of one deployed. */
  start(
    process: string | ProcessRecord | Definition,
    docs?: readonly Doc[],
    options?: ProcStartOptions,
  ): Promise<string>;
  /** The process with this id, or else the other value. */
  load(id: string): Promise<Proc | undefined>;
  /** The process with this id, or else the other value. */
  load<T>(id: string, otherwise: T): Promise<Proc | T>;
  /** The process with this id. */
  proc(id: string, asking?: Asking): Promise<Proc>;
  /** Changes a process; answers it as it was. */
  update(id: string, change: ProcChange): Promise<Proc>;
  /** Changes a process; answers it as it is. */
  persist(id: string, change: ProcChange): Promise<Proc>;
  /** Moves one token: the one whose turn it is, or one on this flow. */
  next(id: string, flow?: string, asking?: Asking): Promise<Reply>;
  /** Completes the current task, or moves a token to the named one; of a process that does not step, completes an open task. */
  complete(id: string, task?: string, asking?: Asking): Promise<Reply>;
  /** Adds documents and moves. An array that begins with a text is one document, any other array is a list of them. */
  amend(id: string, docs: Doc, asking?: Asking): Promise<Reply>;
  /** Takes documents away by pattern and moves. */
  discard(id: string, docs: Doc, asking?: Asking): Promise<Reply>;
  /** Adds documents, or takes them away by pattern, and moves nothing; replies where the process stands. */
  modify(id: string, docs: Doc, how: "append" | "remove", asking?: Asking): Promise<Reply>;
  /** Brings an event to a process, and answers what its action does. */
  messageEvent(
    id: string,
    event: Omit<EventMessage, "kind" | "type">,
    asking?: Asking,
  ): Promise<Reply>;
  /** Leaves an event for a process: it is durable when this is answered, and brought in the background. */
  asyncEvent(id: string, event: Omit<EventMessage, "kind" | "type">): Promise<void>;
  /** Leaves an event for every process that has subscribed to a topic; answers how many. */
  broadcastEvent(topic: string, event: Omit<EventMessage, "kind" | "topic">): Promise<number>;
  /** Brings a process the events that were left for it; so does whatever is asked of it next. */
  deliver(id: string): Promise<void>;
  /** Subscribes a process to a topic; `exist` where it is. */
  subscribe(id: string, topic: string): Promise<"ok" | "exist">;
  /** Takes a process out of a topic. */
  unsubscribe(id: string, topic: string): Promise<void>;
  /** Holds up a gateway of another process, whose conditions `{service,gw_block}` do not hold meanwhile. */
  gwBlock(id: string, gateway: string, subject: string): Promise<"ok" | "exist">;
  /** Lets go what a process holds up: one gateway of another, or all. */
  gwUnblock(id: string, gateway?: string, subject?: string): Promise<void>;
  /** The history of a process, oldest first. */
  hist(id: string): Promise<readonly Hist[]>;
  /** One row of the history; undefined where there is none. */
  hist(id: string, step: number): Promise<Hist | undefined>;
  /** One row of the history; undefined where there is none. */
  hist(step: StepId): Promise<Hist | undefined>;
  /** The newest row of the history. */
  head(id: string): Promise<Hist | undefined>;
  /** The schedule of a process: the flows on which its tokens waited, after each move. */
  sched(id: string): Promise<readonly Sched[]>;
  /** The newest row of the schedule. */
  schedHead(id: string): Promise<Sched | undefined>;
  /** What was refused, and what could not go on. */
  errors(id: string): Promise<readonly ErrorRow[]>;
  /** A task of a process by id. */
  step(proc: Proc, name: string): TaskRecord | undefined;
  /** The documents of a process. */
  docs(proc: Proc): readonly Doc[];
  /** The documents of a process that fit a pattern. */
  doc(pattern: Doc, proc: Proc): readonly Doc[];
  /** The tasks of a process. */
  tasks(proc: Proc): readonly TaskRecord[];
  /** The flows of a process. */
  flows(proc: Proc): readonly FlowView[];
  /** The events of a process. */
  events(proc: Proc): readonly EventRecord[];
  /** A flow of a process by id. */
  flow(id: string, proc: Proc): FlowView | undefined;
  /** The id of the flow that moves next. */
  flowId(sched: Sched): string | undefined;
  /** The id of the first flow of a process. */
  firstFlow(proc: Proc): string | undefined;
  /** The id of the node with which a process begins. */
  firstTask(proc: Proc): string;
  /** The id of the node to which the last token has come. */
  currentTask(proc: Proc): string;
  /** Who works on a process. */
  executors(proc: Proc): Proc["executors"];
  /** Ends a process and moves it to the feed `/bpe/deleted`; its history stays. */
  delete(id: string): Promise<Proc>;
  /** Ends a process and erases all that is stored of it. */
  cleanup(id: string): Promise<void>;
  /** The monitor of a process; one is made where it has none. */
  assign(id: string): Promise<Monitor>;
  /** As `assign`, with the process. */
  ensureMon(id: string): Promise<{ readonly monitor: Monitor; readonly proc: Proc }>;
  /** Puts a process into a monitor. */
  monLink(monitor: Monitor, id: string, procRec?: Omit<ProcRec, "id">): Promise<Proc>;
  /** The processes of a monitor. */
  monChildren(monitor: string): Promise<readonly ProcRec[]>;
  /** All monitors. */
  monitors(): Promise<readonly Monitor[]>;
  /** Resolves when nothing is under way in this process. */
  idle(): Promise<void>;
  /** Waits for what is under way, and closes the runtime where it was opened here. */
  close(): Promise<void>;
  /** As `close`. */
  [Symbol.asyncDispose](): Promise<void>;
}
