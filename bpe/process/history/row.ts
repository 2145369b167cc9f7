/**
 * The rows of a process's history and of its schedule, as the original's records `hist` and `sched` show them.
 *
 * @module
 */
import type { Doc } from "../../state/documents.ts";
import type { Executor } from "../../state/reserved.ts";
import type { FlowView } from "../record.ts";

/** The number of a row, and its process. */
export interface StepId {
  /** The number, from 0. */
  readonly step: number;
  /** The id of the process. */
  readonly proc: string;
}

/** A row of history: the beginning, or a token that went over a flow. */
export interface Hist {
  /** Its number and its process. */
  readonly id: StepId;
  /** `Forced Flow` for the row that tells that the flow was named in the request; else "". */
  readonly name: string;
  /** The flow, or the id of the node it began with. */
  readonly task: FlowView | string;
  /** The documents as they were then. */
  readonly docs: readonly Doc[];
  /** When: milliseconds since 1970. */
  readonly time: number;
  /** The id of whoever asked for it; absent where the program itself did. */
  readonly by?: string;
  /** Who was to work on it, and when each of them did their part. */
  readonly executors: readonly Executor[];
}

/** A row of the schedule: the flows on which tokens wait, after each move. */
export interface Sched {
  /** Its number and its process. */
  readonly id: StepId;
  /** The place of the flow that moves next, from 1. */
  readonly pointer: number;
  /** Ids of the flows. */
  readonly state: readonly string[];
}
