/**
 * What the functions of processes are: their names, arguments and answers.
 *
 * @module
 */
import type { ProcessRecord } from "../define/builders.ts";
import type { Definition } from "../definition/definition.ts";
import type { Doc } from "../state/documents.ts";
import type { ByOptions, OpenOptions, Runtime } from "../runtime/api.ts";
import type { Deployment, DeployOptions, DeploySource } from "../runtime/deploy.ts";
import type { ProcChange } from "./change.ts";
import type { Hist, Sched, StepId } from "./history/row.ts";
import type { EventMessage } from "./message.ts";
import type { BpeModules } from "./module.ts";
import type { Monitor, Monitored, ProcRec } from "./monitor.ts";
import type { Proc } from "./proc.ts";
import type { EventRecord, FlowView, TaskRecord } from "./record.ts";
import type { ErrorRow } from "./refusal.ts";
import type { Reply } from "./reply.ts";
import type { ProcStartOptions } from "./start.ts";

/** How processes are set up. */
export interface BpeOptions extends OpenOptions {
  /** The functions of the processes, each of which has the time that `timeout` says, by the names of their modules; a process without another has that of its own id. */
  readonly modules?: BpeModules;
}

/** The functions. An id that is none is a {@link BpeError} `instance`; who may not, `denied`. */
export interface Bpe {
  /** The runtime beneath: for what the original has no function for. */
  readonly runtime: Runtime;
  /** The functions that were given for each process. */
  readonly modules: BpeModules;
  /** Puts a process from code or a file into the store; one that is there already changes nothing. */
  deploy(source: DeploySource, options?: DeployOptions): Promise<Deployment>;
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
  proc(id: string, options?: ByOptions): Promise<Proc>;
  /** Changes a process; answers it as it was. */
  update(id: string, change: ProcChange): Promise<Proc>;
  /** Changes a process; answers it as it is. */
  persist(id: string, change: ProcChange): Promise<Proc>;
  /** Moves one token: the one whose turn it is, or one on this flow. */
  next(id: string, flow?: string, options?: ByOptions): Promise<Reply>;
  /** Completes the current task, or moves a token to the named one; of a process that does not step, completes an open task. */
  complete(id: string, task?: string, options?: ByOptions): Promise<Reply>;
  /** Adds documents and moves. An array that begins with a text is one document, any other array is a list of them. */
  amend(id: string, docs: Doc, options?: ByOptions): Promise<Reply>;
  /** Takes documents away by pattern and moves. */
  discard(id: string, docs: Doc, options?: ByOptions): Promise<Reply>;
  /** Adds documents, or takes them away by pattern, and moves nothing; replies where the process stands. */
  modify(id: string, docs: Doc, how: "append" | "remove", options?: ByOptions): Promise<Reply>;
  /** Brings an event to a process, and answers what its action does. */
  messageEvent(
    id: string,
    event: Omit<EventMessage, "kind" | "type">,
    options?: ByOptions,
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
  /** The history of a process, oldest first. Costs as much as there is of it. */
  hist(id: string): Promise<readonly Hist[]>;
  /** One row of the history by its number, from 0; undefined where there is none. Costs what there is up to it. */
  hist(id: string, step: number): Promise<Hist | undefined>;
  /** One row of the history; undefined where there is none. */
  hist(step: StepId): Promise<Hist | undefined>;
  /** The newest row of the history. The first look at a process costs its history, every next one here what has come since. */
  head(id: string): Promise<Hist | undefined>;
  /** The schedule of a process: the flows on which its tokens waited, after each move. */
  sched(id: string): Promise<readonly Sched[]>;
  /** The newest row of the schedule, at the cost of `head`. */
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
  ensureMon(id: string): Promise<Monitored>;
  /** Puts a process into a monitor. */
  monLink(monitor: Monitor, id: string, procRec?: Omit<ProcRec, "id">): Promise<Proc>;
  /** The processes of a monitor. */
  monChildren(monitor: string): Promise<readonly ProcRec[]>;
  /** All monitors that a process was put into. */
  monitors(): Promise<readonly Monitor[]>;
  /** Resolves when nothing is under way in this process. */
  idle(): Promise<void>;
  /** Waits for what is under way, and closes the runtime where it was opened here. */
  close(): Promise<void>;
  /** Does what `close` does, at the end of the block of an `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
