/**
 * The history of an instance as it is stored: what each command did.
 *
 * While jobs of an instance are under way in this process it takes several steps in a row, and the history of the last few lies
 * in its own row, committed with each step; when it comes to rest, they go to its feed together. A file pays for every row that
 * a commit touches, and this way a step touches one.
 *
 * @module
 */
import { sizeBound } from "../../kvs/size.ts";
import type { Happening, Step } from "../outcome.ts";

/** What one command did. */
export interface StepLog {
  /** The number of the command, from 1: the version of the state. */
  readonly step: number;
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** The command. */
  readonly do: string;
  /** The version it ran on. */
  readonly definition: string;
  /** Who asked. */
  readonly by?: string;
  /** What happened, in order. */
  readonly entries: readonly StepEntry[];
}

/** One thing that happened; indices are those of the definition. */
export interface StepEntry {
  /** What. */
  readonly event: Happening;
  /** The element. */
  readonly element: number;
  /** The node. */
  readonly node: number;
  /** The flow. */
  readonly flow?: number;
  /** Values. */
  readonly data?: unknown;
}

/** An entry of the feed: the steps between two rests; its id is the number of the last. */
export interface HistoryRecord {
  /** The number of the last step. */
  readonly id: number;
  /** The steps. */
  readonly steps: readonly StepLog[];
}

/** The largest delta that the history holds, in bytes. */
const MOST = 32_768;
/** What a step did, as it is stored. */
export function recordOf(
  { history, state }: Step,
  command: string,
  time: number,
  by: string | undefined,
): StepLog {
  return {
    step: state.version,
    time,
    do: command,
    definition: state.definition,
    ...(by === undefined ? {} : { by }),
    entries: history.map(({ time: _, ...entry }) => bounded(entry)),
  };
}

/** A delta over 32 KiB is told by its size: the value itself stands in the instance. */
function bounded<T extends { readonly event: Happening; readonly data?: unknown }>(entry: T): T {
  // What happened to the documents is what their history is told from.
  if (entry.data === undefined || entry.event === "documents") return entry;
  if (sizeBound(entry.data, MOST) <= MOST) return entry;
  return { ...entry, data: { omitted: sizeBound(entry.data, Infinity) } };
}
