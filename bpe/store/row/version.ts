/**
 * Versions of processes, as they lie in the store.
 *
 * @module
 */
import type { StartWait } from "../../engine/triggers.ts";

/** A version of a process. */
export interface Version {
  /** What instances are started with: `leave:3`. */
  readonly key: string;
  /** The id of the process. */
  readonly process: string;
  /** The name of the process. */
  readonly name: string;
  /** Counts from 1. */
  readonly version: number;
  /** The SHA-256 of its file, in hexadecimal digits. */
  readonly file: string;
  /** When it was deployed: milliseconds since 1970. */
  readonly deployed: number;
}

/** The latest version of a process, with what starts it by itself. */
export interface LatestVersion extends Version {
  readonly triggers: readonly StartTrigger[];
  /** The time of its row among those that are due. */
  readonly due?: number;
}

/** One way to start a process. */
export interface StartTrigger extends Omit<StartWait, "node"> {
  /** The id of the event. */
  readonly node: string;
}

/** When the next timer of a process starts it: milliseconds since 1970; undefined where none does. */
export function nextStart(triggers: readonly StartTrigger[]): number | undefined {
  const times = triggers.flatMap(({ kind, due }) =>
    kind === "timer" && due !== undefined ? [due] : []
  );
  return times.length === 0 ? undefined : Math.min(...times);
}
