/**
 * Between the original's records as terms and this module's: definitions are built from terms, answers are written as terms.
 *
 * @module
 */
import type { FlowRecord, ProcessRecord, Step } from "../../../../bpe/define/builders.ts";
import type { Hist, Sched } from "../../../../bpe/process/history/row.ts";
import type { Proc } from "../../../../bpe/process/proc.ts";
import type { FlowView, TaskRecord } from "../../../../bpe/process/record.ts";
import { isRecord } from "../../../../bpe/state/data.ts";
import { equal } from "../../../_support/assert.ts";
import {
  atom,
  binary,
  read,
  type Term,
  text,
  type Tuple,
  tuple,
} from "../../../_support/erlang_text.ts";

/** The fields of `#process{}` that are looked at, by their place in the tuple. */
const PLACE = { id: 1, name: 4, module: 8, tasks: 10, events: 11, flows: 12, docs: 13 } as const;
const BEGIN = 27, END = 28, STAGE = 30, EXECUTORS = 39;
/** Those that differ from run to run, or that a process here has not: links, timer, notifications, times. */
const VARYING = [2, 3, 8, 15, 17, 18, 20, 21, 22];

/** A definition of the recording. */
export interface Recorded {
  readonly term: Tuple;
  readonly record: ProcessRecord;
  readonly module: string;
  /** Terms of nodes and flows by id. */
  readonly nodes: ReadonlyMap<string, Term>;
  readonly flows: ReadonlyMap<string, Term>;
  /** Whether its ids are lists of characters, as those of files are. */
  readonly isFile: boolean;
}

/** Reads a text of the recording; what varies stands in it as an atom. */
export function term(source: string): Term {
  return read(source.replace(/\{(ID|TIME|REF)\}/g, "'$1'"));
}

/** The places of a tuple. */
export function places(of: Term | undefined): readonly Term[] {
  if (typeof of === "object" && "tuple" in of) return of.tuple;
  throw new Error(`no tuple: ${JSON.stringify(of)}`);
}

/** The text of a binary or of a list of characters; "" for `[]`. */
export function string(of: Term | undefined): string {
  if (Array.isArray(of)) return of.map((code) => String.fromCodePoint(Number(code))).join("");
  if (typeof of === "object" && "binary" in of) return text(of);
  if (typeof of === "object" && "atom" in of) return of.atom;
  throw new Error(`no text: ${JSON.stringify(of)}`);
}

function list(of: Term | undefined): readonly Term[] {
  if (Array.isArray(of)) return of;
  throw new Error(`no list: ${JSON.stringify(of)}`);
}

/** The definition that a term of the recording is. */
export function recorded(source: string): Recorded {
  const whole = term(source), at = places(whole);
  const flows = list(at[PLACE.flows]), nodes = list(at[PLACE.tasks]);
  const module = string(at[PLACE.module]).split(".").at(-1) ?? "";
  const idOf = (one: Term) => string(places(one)[1]);
  const isFile = flows.some((flow) => Array.isArray(places(flow)[1]));
  const events = list(at[PLACE.events]), astray = nodes.filter((node) => isAstray(node));
  return {
    term: { tuple: [...at] },
    module,
    isFile,
    nodes: new Map(nodes.map((node) => [idOf(node), node])),
    flows: new Map(flows.map((flow) => [idOf(flow), flow])),
    record: {
      id: module,
      name: string(at[PLACE.name]),
      tasks: nodes.map(step),
      events: [...events.map(event), ...astray.map((node) => limit(node, flows, events))],
      // The loader of files gives the flows in reverse.
      flows: [
        ...(isFile ? flows.toReversed() : flows).map(flow),
        ...astray.map(idOf).map((id) => ({ source: `limit of ${id}`, target: id })),
      ],
    },
  };
}

/**
 * Whether nothing leads to a node though the process has a start: a file with such a one is refused (EXT150). The examples say
 * that the time limit of the process leads there; so here it does.
 */
function isAstray(node: Term): boolean {
  const [kind, , , input] = places(node);
  return string(kind).endsWith("Task") && list(input).length === 0;
}

/** The time limit as an event at the boundary of the task to which such a node leads back. */
function limit(node: Term, flows: readonly Term[], events: readonly Term[]): Step {
  const id = string(places(node)[1]);
  const back = flows.map(flow).find(({ source }) => source === id);
  const timer = events.map(event).find(({ kind }) => kind === "boundaryEvent");
  return {
    kind: "boundaryEvent",
    id: `limit of ${id}`,
    attachedTo: String(back?.target),
    on: timer?.on ?? [],
  };
}

function step(node: Term): Step {
  const [kind, id, name, , , , roles, , type, def] = places(node);
  const own = { id: string(id), name: string(name), roles: list(roles).map(string) };
  if (string(kind) !== "gateway") return { kind: string(kind) as Step["kind"], ...own };
  return {
    kind: "gateway",
    ...own,
    type: string(type) as Step["type"] & string,
    ...(string(def) === "" ? {} : { def: string(def) }),
  };
}

function event(of: Term): Step {
  const [kind, id, , , , , timeout] = places(of);
  if (string(kind) === "messageEvent") {
    return { kind: "catchEvent", id: string(id), on: { message: string(id) } };
  }
  const [days, clock] = places(places(timeout)[1]), [hours, minutes, seconds] = places(clock);
  return {
    kind: "boundaryEvent",
    id: string(id),
    on: { duration: `P${days}DT${hours}H${minutes}M${seconds}S` },
  };
}

function flow(of: Term): FlowRecord {
  const [, id, name, condition, source, target] = places(of);
  const text = Array.isArray(condition) ? undefined : write(condition);
  return {
    id: string(id),
    name: string(name),
    source: string(source),
    target: string(target),
    ...(text === undefined ? {} : { condition: { language: "", text } }),
  };
}

/** A term as text, as the recording has it; lists of characters are texts. */
export function write(of: Term | undefined): string {
  if (typeof of === "number" || typeof of === "bigint") return String(of);
  if (Array.isArray(of)) {
    const isText = of.length > 0 && of.every((each) => typeof each === "number" && each > 31);
    return isText ? JSON.stringify(string(of)) : `[${of.map(write).join()}]`;
  }
  if (of === undefined) return "";
  if ("atom" in of) return /^[a-z]\w*$/.test(of.atom) ? of.atom : `'${of.atom}'`;
  if ("tuple" in of) return `{${of.tuple.map(write).join()}}`;
  return of.binary === "" ? "<<>>" : `<<${JSON.stringify(string(of))}>>`;
}

/** Writes answers of a process of one definition as terms. */
export interface Writer {
  /** An id, as the definition writes ids. */
  id(of: string): Term;
  /** What a reply is about: a task, a flow, a text. */
  what(of: unknown): Term;
  stage(of: FlowView | string): Term;
  hist(row: Hist, last: boolean): Term;
  sched(row: Sched, last: boolean): Term;
  proc(of: Proc): Term;
}

const link = (step: number) => tuple(atom("step"), step, atom("ID"));
/** The links of a row to its neighbours, as they are when it was written. */
const links = (step: number, last: boolean): Term[] => [
  link(step),
  step === 0 ? [] : link(step - 1),
  last ? [] : link(step + 1),
];

/** The writer for a definition. */
export function writer({ isFile, flows, nodes, term }: Recorded): Writer {
  const id = (of: string): Term =>
    isFile ? Array.from(of, (char) => char.codePointAt(0) ?? 0) : binary(of);
  const flowTerm = ({ id: name, source, target }: FlowView): Term => {
    const found = flows.get(name), [, , , , from, to] = places(found);
    equal([source, target], [string(from), string(to)], name);
    return found ?? [];
  };
  const stage = (of: FlowView | string) => typeof of === "string" ? id(of) : flowTerm(of);
  return {
    id,
    stage,
    what(of) {
      if (typeof of === "string") return id(of);
      if (!isRecord(of) || typeof of.id !== "string") throw new Error(JSON.stringify(of));
      const node = nodes.get(of.id);
      return node ?? flowTerm(of as unknown as FlowView); // as: only tasks and flows are told of
    },
    hist: ({ id: { step }, name, task, docs, executors }, last) => {
      equal(executors, []);
      return tuple(
        atom("hist"),
        ...links(step, last),
        name === "" ? [] : binary(name),
        stage(task),
        docs as Term[], // as: the scenarios have terms for documents
        tuple(atom("ts"), atom("TIME")),
        [],
      );
    },
    sched: ({ id: { step }, pointer, state }, last) =>
      tuple(atom("sched"), ...links(step, last), pointer, state.map(id)),
    proc(of) {
      const written = [...term.tuple];
      equal(of.tasks.map((task) => task.id).toSorted(), [...nodes.keys()].toSorted());
      for (const task of of.tasks) sameFlows(task, nodes.get(task.id));
      equal(of.flows.map((each) => each.id).toSorted(), [...flows.keys()].toSorted());
      written[PLACE.id] = atom("ID");
      written[PLACE.name] = binary(of.name);
      written[PLACE.docs] = of.docs as Term[]; // as: the scenarios have terms for documents
      written[BEGIN] = id(of.beginEvent);
      written[END] = id(of.endEvent);
      written[STAGE] = stage(of.stage);
      written[EXECUTORS] = [...of.executors].map(() => atom("executor"));
      return steady(tuple(...written));
    },
  };
}

/** A process with another stage. */
export function staged(process: Term, stage: Term): Term {
  return tuple(...places(process).map((each, index) => index === STAGE ? stage : each));
}

/** A process without what differs from run to run. */
export function steady(process: Term): Term {
  return tuple(...places(process).map((each, index) => VARYING.includes(index) ? [] : each));
}

/** A task has the flows that its term has. An end event's term has none: the loader of files leaves them out. */
function sameFlows({ kind, input, output }: TaskRecord, node: Term | undefined): void {
  const [, , , into, out] = places(node);
  if (kind !== "endEvent") equal(input.toSorted(), list(into).map(string).toSorted());
  equal(output.toSorted(), list(out).map(string).toSorted());
}
