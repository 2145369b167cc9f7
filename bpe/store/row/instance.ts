/**
 * An instance as it lies in the store: its state, and what it has asked for outside that is not done yet.
 *
 * @module
 */
import type { State } from "../../state/state.ts";
import { isJob, type Open } from "./open.ts";
import type { OpenList } from "./open_list.ts";
import type { PackedStep } from "./step.ts";

/** An instance, as a runtime shows it. */
export interface Instance {
  /** Unique in the store. */
  readonly id: string;
  /** Its elements, tokens, waits, variables and incidents. */
  readonly state: State;
  /** When it was started: milliseconds since 1970. */
  readonly started: number;
  /** When it ended: milliseconds since 1970; none while it is active. */
  readonly ended?: number;
  /** The instances that its call activities have started, by element. */
  readonly called?: Readonly<Record<number, string>>;
}

/** An instance with the jobs that handlers have still to do. */
export interface InstanceDetail extends Instance {
  /** In the order in which they came up. */
  readonly jobs: readonly InstanceJob[];
}

/** A job of an instance that no handler has answered. */
export interface InstanceJob {
  /** By which its handler is found. */
  readonly topic: string;
  /** The element that waits for it. */
  readonly element: number;
  /** Index into `Definition.nodes`. */
  readonly node: number;
  /** How often it has failed. */
  readonly failures: number;
  /** When it is tried again, or given up for lost: milliseconds since 1970; none: it waits for an engine with a handler. */
  readonly due?: number;
}

/** An instance with the jobs that are open in it. */
export function detailOf(stored: Stored): InstanceDetail {
  const jobs = stored.open.toArray().filter(isJob).map(({ effect, tries, due }): InstanceJob => ({
    topic: effect.topic,
    element: effect.element,
    node: effect.node,
    failures: tries,
    ...(due === undefined ? {} : { due }),
  }));
  return { ...stored, jobs };
}

/** An instance with what the runtime keeps of it. */
export interface Stored extends Instance {
  /** What it has asked for outside and has no answer to yet. */
  readonly open: OpenList;
  /** Steps whose history is not in its feed yet. */
  readonly steps?: readonly PackedStep[];
  /** The time of its row among those that are due; it may be earlier than there is something to do, never later. */
  readonly due?: number;
}

/** An instance with what is open as it is stored. */
export interface Unpacked extends Omit<Stored, "open"> {
  readonly open: readonly Open[];
}

/** The lists of a state. */
type Listed = "elements" | "tokens" | "waits" | "incidents" | "results";

/** An instance as its row holds it: what is empty is left out, for most instances wait for one thing and hold little. */
export interface Packed extends Omit<Unpacked, "state" | "open"> {
  /** Its state; the name of the instance stands beside it. */
  readonly state: Omit<State, "instance" | Listed> & Partial<Pick<State, Listed>>;
  /** What is open. */
  readonly open?: readonly Open[];
  /** The name of its pages, where its lists lie in some. */
  readonly pages?: string;
}

/** Leaves out what is empty. */
export function pack({ state, open, ...rest }: Stored): Packed {
  const { instance: _, tokens, waits, incidents, results = [], ...more } = state;
  return {
    ...rest,
    state: {
      ...more,
      ...(tokens.length === 0 ? {} : { tokens }),
      ...(waits.length === 0 ? {} : { waits }),
      ...(incidents.length === 0 ? {} : { incidents }),
      ...(results.length === 0 ? {} : { results }),
    },
    ...(open.size === 0 ? {} : { open: open.toArray() }),
  };
}

/** Puts in what was left out. */
export function unpack({ state, open = [], pages: _, ...rest }: Packed): Unpacked {
  const { elements = [], tokens = [], waits = [], incidents = [], ...more } = state;
  return {
    ...rest,
    state: { instance: rest.id, ...more, elements, tokens, waits, incidents },
    open,
  };
}

/** An instance without its lists, which lie in pages of this name. */
export function packPaged({ state, open: _, ...rest }: Stored, pages: string): Packed {
  const {
    definition,
    process,
    status,
    version,
    next,
    reserved,
    threads,
    caller,
    error,
    result,
  } = state;
  return {
    ...rest,
    state: {
      definition,
      process,
      status,
      version,
      next,
      ...(reserved === undefined ? {} : { reserved }),
      ...(threads === undefined ? {} : { threads }),
      ...(caller === undefined ? {} : { caller }),
      ...(error === undefined ? {} : { error }),
      ...(result === undefined ? {} : { result }),
    },
    pages,
  };
}

/** When an instance needs a look: its next timer, retry, lease or delivery; undefined where it only waits to be asked. */
export function nextDue({ state, open }: Pick<Stored, "state" | "open">): number | undefined {
  let next: number | undefined;
  const at = (time: number | undefined) => {
    if (time !== undefined && (next === undefined || time < next)) next = time;
  };
  // What has occurred and could not go on occurs again when its incident is resolved, not by the clock.
  const stuck = new Set(
    state.incidents.map(({ action }) => action?.do === "occur" ? action.wait : undefined),
  );
  for (const { id, kind, due } of state.waits) if (kind === "timer" && !stuck.has(id)) at(due);
  for (const each of open) {
    at(each.due);
    if (isJob(each)) at(each.until);
  }
  return next;
}
