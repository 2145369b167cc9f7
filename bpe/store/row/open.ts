/**
 * What an instance has asked for outside that is not done yet: jobs of handlers, and what is for other instances.
 *
 * @module
 */
import type { Batch, KvKey } from "../../../kvs/mod.ts";
import type { Call, CallerEscalation, Return, Work } from "../../state/outcome.ts";
import type { Wait } from "../../state/state.ts";

/** Milliseconds that a delivery to another instance may take before it is tried again. */
export const DELIVERY = 10_000;

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

/** The id of the instance that a call activity starts; one that calls again, after its incident was resolved, starts another. */
export function calledId(key: string, again: number | undefined): string {
  const id = key.replaceAll("/", ".");
  return again === undefined ? id : `${id}.${again}`;
}
