/**
 * The rows of history and schedule, computed from the runtime's history, which keeps only what changed.
 *
 * @module
 */
import type { Definition } from "../../definition/definition.ts";
import { isRecord } from "../../state/data.ts";
import { type Doc, docsOf, type Splice, spliced } from "../../state/documents.ts";
import { type Executor, isMeta, OLD_COMMANDS } from "../../state/reserved.ts";
import type { HistoryLine } from "../../store/history.ts";
import { type FlowView, flowView } from "../record.ts";
import type { Hist, Sched } from "./row.ts";

/** What is folded. */
export interface Folded {
  /** The id of the process. */
  readonly id: string;
  /** The last step at which its documents and executors lay among its variables; 0 for none. */
  readonly since: number;
}

/** Who takes rows as they are found. */
export interface Rows {
  /** Takes a row of history when it is final: when the next one has come. */
  hist?(row: Hist): void;
  /** Takes a row of the schedule. */
  sched?(row: Sched): void;
}

/** What the lines of a history, added one after another from the first, come to. It holds one row of each kind. */
export class HistoryFold {
  /** The newest row of history: it changes as long as executors of it do their part. */
  hist: Hist | undefined;
  /** The newest row of the schedule. */
  sched: Sched | undefined;
  /** The number of the last step that was added, from 1. */
  step = 0;
  #docs: readonly Doc[] = [];
  /** The documents before the step that is being added. */
  #before: readonly Doc[] = [];
  #executors: readonly Executor[] = [];
  #flows: readonly string[] = [];
  readonly #proc: string;
  readonly #since: number;
  readonly #rows: Rows;

  /**
   * A fold of no lines yet.
   *
   * @param of the process, and the last step at which its documents and executors lay among its variables
   */
  constructor({ id, since }: Folded, rows: Rows = {}) {
    this.#proc = id;
    this.#since = since;
    this.#rows = rows;
  }

  /** Adds a line. */
  add(line: HistoryLine, definition: Definition): void {
    if (line.step !== this.step) this.#before = this.#docs;
    this.step = line.step;
    const { event, data } = line;
    if (line.command === "start" && event === "entered" && line.element === 0) {
      this.#setOld(line);
      this.#addHist(line, "", beginOf(definition, line.node), this.#docs);
    } else if (event === "set") this.#setOld(line);
    else if (event === "kept") this.#keep(data);
    else if (event === "documents" && isSplice(data)) this.#docs = spliced(this.#docs, data);
    else if (event === "taken") this.#taken(line, definition);
    else if (event === "threads" && isThreads(data)) {
      this.#flows = data.flows;
      this.#addSched(data.pointer);
    }
  }

  #taken(line: HistoryLine, definition: Definition): void {
    const flow = definition.flows.find(({ id }) => id === line.flow);
    const task = flow === undefined ? line.flow ?? "" : flowView(definition, flow);
    const forced = isRecord(line.data) ? line.data.forced : undefined;
    if (typeof forced === "string") {
      this.#addHist(line, "Forced Flow", task, this.#before);
      this.#addSched(this.#flows.indexOf(forced));
    }
    this.#addHist(line, "", task, this.#docs);
  }

  #addHist(
    { time, by }: HistoryLine,
    name: string,
    task: FlowView | string,
    docs: readonly Doc[],
  ): void {
    if (this.hist !== undefined) this.#rows.hist?.(this.hist);
    const id = { step: (this.hist?.id.step ?? -1) + 1, proc: this.#proc };
    const row = { id, name, task, docs, time, executors: this.#executors };
    this.hist = by === undefined ? row : { ...row, by };
  }

  #addSched(pointer: number): void {
    const id = { step: (this.sched?.id.step ?? -1) + 1, proc: this.#proc };
    this.sched = { id, pointer: pointer + 1, state: this.#flows };
    this.#rows.sched?.(this.sched);
  }

  /** What a store of an older version has among the variables. */
  #setOld({ step, command, element, data }: HistoryLine): void {
    if (step > this.#since || element !== 0 || !OLD_COMMANDS.has(command)) return;
    if (!isRecord(data)) return;
    if (Object.hasOwn(data, "docs")) this.#docs = docsOf(data);
    if (Object.hasOwn(data, "proc")) this.#keep(data.proc);
  }

  #keep(meta: unknown): void {
    if (!isMeta(meta)) return;
    const { executed = {} } = meta;
    if (this.hist !== undefined && Object.keys(executed).length > 0) {
      this.hist = { ...this.hist, executors: marked(this.hist.executors, executed) };
    }
    this.#executors = meta.executors ?? [];
  }
}

/** Executors with the time at which some of them did their part; who had done it before keeps the first time. */
function marked(
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
