/**
 * An instance as it lies in the store: its state, and what it has asked for outside that is not done yet.
 *
 * @module
 */
import type { Batch, KvKey } from "../../../kvs/mod.ts";
import type { Definition } from "../../definition/definition.ts";
import type { Call, CallerEscalation, Return, Work } from "../../state/outcome.ts";
import type { State, Wait } from "../../state/state.ts";
import type { PackedStep } from "./step.ts";

/** Milliseconds that a delivery to another instance may take before it is tried again. */
export const DELIVERY = 10_000;

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
  const jobs = stored.open.filter(isJob).map(({ effect, tries, due }): InstanceJob => ({
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
  readonly open: readonly Open[];
  /** Steps whose history is not in its feed yet. */
  readonly steps?: readonly PackedStep[];
  /** The time of its row among those that are due; it may be earlier than there is something to do, never later. */
  readonly due?: number;
}

/** An instance as it was last read or written. */
export interface Loaded {
  readonly stored: Stored;
  /** Its row's value: the instance, or the head of its parts. */
  readonly raw: unknown;
  /** Its row's versionstamp. */
  readonly versionstamp: string;
  /** What it runs on. */
  readonly definition: Definition;
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

/** What is open: a job for a handler, or something for another instance. */
export type Open = OpenJob | OpenDelivery;

/** A job that is not done. */
export interface OpenJob {
  readonly effect: Work;
  /** How often it has failed. */
  readonly tries: number;
  /**
   * When it is to be looked at again: until then an engine works on it, or it waits for its next try. None: it stands in the
   * index of topics for an engine that has a handler.
   */
  readonly due?: number;
  /** When it becomes an incident that no engine has a handler; none while an engine works on it, and where it is one already. */
  readonly until?: number;
}

/** Something for another instance, until that has it. */
export interface OpenDelivery {
  readonly effect: Delivery;
  /** How often it has failed. */
  readonly tries: number;
  /** When it is tried again. */
  readonly due: number;
}

/** What another instance gets, or what is to be looked for. */
export type Delivery = OpenCall | Return | CallerEscalation | CancelCalled | Look | Rows;

/** A row that is set, or deleted. */
export interface Row {
  readonly key: KvKey;
  /** None: it is deleted. */
  readonly value?: unknown;
  /** Milliseconds after which it goes by itself. */
  readonly expireIn?: number;
}

/** The rows that a batch changes, as data. */
export function rowsOf({ mutations }: Batch): readonly Row[] {
  return mutations.map((each): Row => {
    const { key } = each;
    if (each.type !== "set") return { key };
    const { value, expireIn } = each;
    return { key, value, ...(expireIn === undefined ? {} : { expireIn }) };
  });
}

/** Rows of the indexes that did not fit into the commit of a large step. */
export interface Rows {
  readonly kind: "rows";
  readonly key: string;
  readonly rows: readonly Row[];
}

/** A call, with the id of the instance that it starts. */
export interface OpenCall extends Call {
  readonly instance: string;
}

/** A message that lay in the store when a wait for it came up is to be taken. */
export interface Look {
  readonly kind: "look";
  readonly key: string;
  readonly wait: Wait;
}

/** A called instance is no longer wanted. */
export interface CancelCalled {
  readonly kind: "cancelCalled";
  readonly key: string;
  /** The call activity. */
  readonly element: number;
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
  for (const each of open) {
    at(each.due);
    if (isJob(each)) at(each.until);
  }
  return next;
}

/** The id of the instance that a call activity starts; one that calls again, after its incident was resolved, starts another. */
export function calledId(key: string, again: number | undefined): string {
  const id = key.replaceAll("/", ".");
  return again === undefined ? id : `${id}.${again}`;
}
