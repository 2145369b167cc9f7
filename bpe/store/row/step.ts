/**
 * The history of an instance as it is stored: what each command did.
 *
 * While jobs of an instance are under way in this process it takes several steps in a row, and the history of the last few lies
 * in its own row, committed with each step; when it comes to rest, they go to its feed together. A file pays for every row that
 * a commit touches, and this way a step touches one.
 *
 * @module
 */
import { sizeBound } from "../../../kvs/tool.ts";
import { NONE } from "../../definition/definition.ts";
import type { Entry, Happening, Step } from "../../state/outcome.ts";

/** What one command did. */
export interface StepLog {
  /** The number of the command, from 1: the version of the state. */
  readonly step: number;
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** What was asked: `start`, `complete`, `timer`, ... */
  readonly do: string;
  /** The version it ran on. */
  readonly definition: string;
  /** The id of whoever gave the command; absent where the program itself did. */
  readonly by?: string;
  /** What happened, in order. */
  readonly entries: readonly StepEntry[];
}

/** One thing that happened; indices are those of the definition. */
export interface StepEntry {
  readonly event: Happening;
  readonly element: number;
  /** Index into `Definition.nodes`; -1: the process. */
  readonly node: number;
  /** Index into `Definition.flows`, of what was `taken`. */
  readonly flow?: number;
  /** Values that were set; the code of an error. */
  readonly data?: unknown;
}

/** An entry of the feed: the steps between two rests; its id is the number of the last. */
export interface HistoryRecord {
  /** The number of the last step. */
  readonly id: number;
  /** At least one, the oldest first. */
  readonly steps: readonly PackedStep[];
}

/** A step as it is stored: number, time, command, version, who asked or null, and what happened. */
export type PackedStep = readonly [
  step: number,
  time: number,
  command: string,
  definition: string,
  by: string | null,
  entries: readonly PackedEntry[],
];

/** What happened, as it is stored: its code, element, node, flow or -1, values. The last two are left out where there are none. */
export type PackedEntry = readonly [
  event: number,
  element: number,
  node: number,
  flow?: number,
  data?: unknown,
];

/** The codes of what happens are the places in this list: it only grows. */
const EVENTS: readonly Happening[] = [
  "entered",
  "completed",
  "cancelled",
  "taken",
  "threads",
  "documents",
  "set",
  "triggered",
  "failed",
  "resolved",
  "compensated",
  "uncaught",
  "kept",
];

/** The largest delta that the history holds, in bytes; of a larger one it holds the size. */
const MOST = 32_768;

/** What a step did, as it is stored. */
export function packStep(
  { history, state }: Step,
  command: string,
  time: number,
  by: string | undefined,
): PackedStep {
  const entries = history.map((entry) => packed(bounded(entry)));
  return [state.version, time, command, state.definition, by ?? null, entries];
}

function packed({ event, element, node, flow, data }: Entry): PackedEntry {
  const code = EVENTS.indexOf(event);
  if (data !== undefined) return [code, element, node, flow ?? NONE, data];
  return flow === undefined ? [code, element, node] : [code, element, node, flow];
}

/** What a stored step tells. */
export function unpackStep([step, time, command, definition, by, entries]: PackedStep): StepLog {
  return {
    step,
    time,
    do: command,
    definition,
    ...(by === null ? {} : { by }),
    entries: entries.map(([code, element, node, flow = NONE, data]) => ({
      event: EVENTS[code] ?? "entered",
      element,
      node,
      ...(flow === NONE ? {} : { flow }),
      ...(data === undefined ? {} : { data }),
    })),
  };
}

/** About how many bytes a step takes. */
export function weightOf([, , , , , entries]: PackedStep): number {
  let bytes = 60;
  for (const [, , , , data] of entries) {
    bytes += 14 + (data === undefined ? 0 : sizeBound(data, MOST));
  }
  return bytes;
}

/** A delta over 32 KiB is told by its size: the value itself stands in the instance. */
function bounded<T extends { readonly event: Happening; readonly data?: unknown }>(entry: T): T {
  // What happened to the documents is what their history is told from.
  if (entry.data === undefined || entry.event === "documents") return entry;
  if (sizeBound(entry.data, MOST) <= MOST) return entry;
  return { ...entry, data: { omitted: sizeBound(entry.data, Infinity) } };
}
