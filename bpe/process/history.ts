/**
 * The history of a process as the original's records `hist` and `sched` show it: computed from the runtime's history, which keeps
 * only what changed.
 *
 * @module
 */
import { isRecord } from "../state/data.ts";
import type { Definition } from "../definition/definition.ts";
import { type Doc, DOCS, docsOf, type Splice, spliced } from "../state/documents.ts";
import type { Runtime } from "../runtime/api.ts";
import type { HistoryLine } from "../store/history.ts";
import { type Executor, isMeta, META } from "./proc.ts";
import { type FlowView, flowView } from "./record.ts";

/** The number of a row, and its process. */
export interface StepId {
  /** The number, from 0. */
  readonly step: number;
  /** The process. */
  readonly proc: string;
}

/** A row of history: the beginning, or a token that went over a flow. */
export interface Hist {
  /** Which. */
  readonly id: StepId;
  /** `Forced Flow` for the row that tells that the flow was named by who asked; else "". */
  readonly name: string;
  /** The flow, or the id of the node it began with. */
  readonly task: FlowView | string;
  /** The documents as they were then. */
  readonly docs: readonly Doc[];
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** Who asked. */
  readonly by?: string;
  /** Who was to work on it, and who has. */
  readonly executors: readonly Executor[];
}

/** A row of the schedule: the flows on which tokens wait, after each move. */
export interface Sched {
  /** Which. */
  readonly id: StepId;
  /** The place of the flow that moves next, from 1. */
  readonly pointer: number;
  /** Ids of the flows. */
  readonly state: readonly string[];
}

/** Both, as far as they are read. */
export interface Told {
  /** History. */
  readonly hist: readonly Hist[];
  /** Schedule. */
  readonly sched: readonly Sched[];
}

/** Reads the history of an instance from its beginning. Costs as much as there is of it. */
export async function tell(runtime: Runtime, proc: string): Promise<Told> {
  const telling = new Telling(proc);
  let definition: Definition | undefined;
  const { state } = await runtime.instance(proc);
  for await (const line of runtime.history(proc)) {
    definition ??= await runtime.definition(state.definition);
    telling.hear(line, definition);
  }
  return telling;
}

class Telling implements Told {
  readonly hist: Hist[] = [];
  readonly sched: Sched[] = [];
  #docs: readonly Doc[] = [];
  /** The documents before the command that is being read. */
  #before: readonly Doc[] = [];
  #executors: readonly Executor[] = [];
  #step = 0;
  #flows: readonly string[] = [];
  readonly #proc: string;

  constructor(proc: string) {
    this.#proc = proc;
  }

  hear(line: HistoryLine, definition: Definition): void {
    if (line.step !== this.#step) this.#before = this.#docs;
    this.#step = line.step;
    const { event, data } = line;
    if (line.command === "start" && event === "entered" && line.element === 0) {
      this.#set(data);
      this.#add(line, "", beginOf(definition, line.node), this.#docs);
    } else if (event === "set") this.#set(data);
    else if (event === "documents" && isSplice(data)) this.#docs = spliced(this.#docs, data);
    else if (event === "taken") this.#taken(line, definition);
    else if (event === "threads" && isThreads(data)) {
      this.#flows = data.flows;
      this.#schedule(data.pointer);
    }
  }

  #taken(line: HistoryLine, definition: Definition): void {
    const flow = definition.flows.find(({ id }) => id === line.flow);
    const task = flow === undefined ? line.flow ?? "" : flowView(definition, flow);
    const forced = isRecord(line.data) ? line.data.forced : undefined;
    if (typeof forced === "string") {
      this.#add(line, "Forced Flow", task, this.#before);
      this.#schedule(this.#flows.indexOf(forced));
    }
    this.#add(line, "", task, this.#docs);
  }

  #add(line: HistoryLine, name: string, task: Hist["task"], docs: readonly Doc[]): void {
    const { time, by } = line;
    const id = { step: this.hist.length, proc: this.#proc };
    const row = { id, name, task, docs, time, executors: this.#executors };
    this.hist.push(by === undefined ? row : { ...row, by });
  }

  #schedule(pointer: number): void {
    const id = { step: this.sched.length, proc: this.#proc };
    this.sched.push({ id, pointer: pointer + 1, state: this.#flows });
  }

  #set(data: unknown): void {
    if (!isRecord(data)) return;
    if (Object.hasOwn(data, DOCS)) this.#docs = docsOf(data);
    const meta = Object.hasOwn(data, META) ? data[META] : undefined;
    if (!isMeta(meta)) return;
    const last = this.hist.at(-1), { executed = {} } = meta;
    if (last !== undefined && Object.keys(executed).length > 0) {
      this.hist[this.hist.length - 1] = { ...last, executors: done(last.executors, executed) };
    }
    this.#executors = meta.executors ?? [];
  }
}

/** Executors of whom some have done their part. */
export function done(
  executors: readonly Executor[],
  executed: Readonly<Record<string, number>>,
): readonly Executor[] {
  return executors.map((each) => {
    const time = Object.hasOwn(executed, each.id) ? executed[each.id] : undefined;
    return time === undefined || each.executed !== undefined ? each : { ...each, executed: time };
  });
}

function beginOf(definition: Definition, process: string): string {
  const found = definition.processes.find(({ id }) => id === process);
  const start = definition.scopes[found?.scope ?? -1]?.starts[0] ?? -1;
  return definition.nodes[start]?.id ?? "";
}

function isSplice(data: unknown): data is Splice {
  return isRecord(data) && typeof data.at === "number" && typeof data.cut === "number" &&
    Array.isArray(data.put);
}

function isThreads(
  data: unknown,
): data is { readonly flows: readonly string[]; readonly pointer: number } {
  return isRecord(data) && Array.isArray(data.flows) && typeof data.pointer === "number";
}
