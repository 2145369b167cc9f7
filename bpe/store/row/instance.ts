/**
 * An instance as it lies in the store: its state, and what it has asked for outside that is not done yet.
 *
 * @module
 */
import type { Call, CallerEscalation, Return, Work } from "../../state/outcome.ts";
import type { State, Wait } from "../../state/state.ts";
import type { Row } from "../draft.ts";
import type { PackedStep } from "./step.ts";

/** One instance in the store. */
export interface Stored {
  /** Its id. */
  readonly id: string;
  /** Its state. */
  readonly state: State;
  /** What it has asked for outside and has no answer to yet. */
  readonly open: readonly Open[];
  /** When it was started: milliseconds since 1970. */
  readonly started: number;
  /** When it ended. */
  readonly ended?: number;
  /** The instances that its call activities have started, by element. */
  readonly called?: Readonly<Record<number, string>>;
  /** Steps whose history is not in its feed yet. */
  readonly steps?: readonly PackedStep[];
  /** The time of its row among those that are due; it may be earlier than there is something to do, never later. */
  readonly due?: number;
}

/** An instance as its row holds it: what is empty is left out, for most instances wait for one thing and hold little. */
export interface Packed extends Omit<Stored, "state" | "open"> {
  /** Its state; the name of the instance stands beside it. */
  readonly state:
    & Omit<State, "instance" | "tokens" | "waits" | "incidents">
    & Partial<Pick<State, "tokens" | "waits" | "incidents">>;
  /** What is open. */
  readonly open?: Stored["open"];
}

/** Leaves out what is empty. */
export function pack({ state, open, ...rest }: Stored): Packed {
  const { instance: _, tokens, waits, incidents, ...more } = state;
  return {
    ...rest,
    state: {
      ...more,
      ...(tokens.length === 0 ? {} : { tokens }),
      ...(waits.length === 0 ? {} : { waits }),
      ...(incidents.length === 0 ? {} : { incidents }),
    },
    ...(open.length === 0 ? {} : { open }),
  };
}

/** Puts in what was left out. */
export function unpack({ state, open = [], ...rest }: Packed): Stored {
  const { tokens = [], waits = [], incidents = [], ...more } = state;
  return { ...rest, state: { instance: rest.id, ...more, tokens, waits, incidents }, open };
}

/** What is open: a job for a handler, or something to be told another instance. */
export type Open = OpenJob | OpenDelivery;

/** A job that is not done. */
export interface OpenJob {
  /** The effect. */
  readonly effect: Work;
  /** How often it has failed. */
  readonly tries: number;
  /**
   * When it is to be looked at again: until then an engine works on it, or it waits for its next try. None: it stands in the
   * index of topics for an engine that has a handler.
   */
  readonly due?: number;
}

/** Something another instance is to be told, until it has been told. */
export interface OpenDelivery {
  /** The effect. */
  readonly effect: Delivery;
  /** How often it has failed. */
  readonly tries: number;
  /** When it is tried again. */
  readonly due: number;
}

/** What another instance is told, or what is to be looked for. */
export type Delivery = OpenCall | Return | CallerEscalation | CancelCalled | Look | Rows;

/** Rows of the indexes that did not fit into the commit of a large step. */
export interface Rows {
  /** The kind. */
  readonly kind: "rows";
  /** Its key. */
  readonly key: string;
  /** The rows, in order. */
  readonly rows: readonly Row[];
}

/** A call, with the id of the instance that it starts. */
export interface OpenCall extends Call {
  /** The called instance. */
  readonly instance: string;
}

/** A message that lay in the store when a wait for it came up is to be taken. */
export interface Look {
  /** The kind. */
  readonly kind: "look";
  /** Its key. */
  readonly key: string;
  /** The wait. */
  readonly wait: Wait;
}

/** A called instance is no longer wanted. */
export interface CancelCalled {
  /** The kind. */
  readonly kind: "cancelCalled";
  /** Its idempotency key. */
  readonly key: string;
  /** The call activity. */
  readonly element: number;
  /** The called instance. */
  readonly instance: string;
}

/** Whether something open is a job. */
export function isJob(open: Open): open is OpenJob {
  return open.effect.kind === "job";
}

/** When an instance needs a look: its next timer, retry, lease or delivery; undefined where it only waits to be asked. */
export function nextDue({ state, open }: Pick<Stored, "state" | "open">): number | undefined {
  let next: number | undefined;
  const at = (time: number | undefined) => {
    if (time !== undefined && (next === undefined || time < next)) next = time;
  };
  // What has occurred and could not go on occurs again when its incident is resolved, not by the clock.
  const stuck = state.incidents.map(({ action }) =>
    action?.do === "occur" ? action.wait : undefined
  );
  for (const { id, kind, due } of state.waits) if (kind === "timer" && !stuck.includes(id)) at(due);
  for (const { due } of open) at(due);
  return next;
}

/** The id of the instance that a call activity starts; one that calls again, after its incident was resolved, starts another. */
export function calledId(key: string, again: number | undefined): string {
  const id = key.replaceAll("/", ".");
  return again === undefined ? id : `${id}.${again}`;
}
