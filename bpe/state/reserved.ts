/**
 * What is reserved: what the engine keeps of an instance beside its variables, and the names that it gives to expressions.
 *
 * It has a part of the state of its own. No name of a variable is taken: `docs`, `proc`, `constructor` or `__proto__` are variables
 * like any other, whoever sets them, and nothing of the engine reads them.
 *
 * | What | Who writes it | Who reads it |
 * | --- | --- | --- |
 * | `docs`: the documents | the field `docs` of a command; the functions of processes | conditions, `Proc.docs`, `Job.docs` |
 * | `meta`: module, monitor, executors, blocks | the functions of processes only | they, and `{service,...}` conditions |
 *
 * The following are told to expressions while they are asked, before any variable of the same name, and are kept nowhere but
 * `loopCounter`, which a run has for itself: {@link LOOP_COUNTER}, the counters of a multi-instance (`numberOfInstances`,
 * `numberOfActiveInstances`, `numberOfCompletedInstances`, `numberOfTerminatedInstances`, `nrOfInstances`, `nrOfActiveInstances`,
 * `nrOfCompletedInstances`), and `activationCount` of a complex gateway.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import { isRecord } from "./record.ts";

/** The name under which a run knows its own number, from 1. */
export const LOOP_COUNTER = "loopCounter";

/** What the engine keeps of an instance beside its variables. */
export interface Reserved {
  /** Its documents; none where it is absent. */
  readonly docs?: readonly unknown[];
  /** What the functions of processes keep of it; absent where it was started without them. */
  readonly meta?: Meta;
  /** The last step at which both lay among the variables, of an instance of an older store. */
  readonly since?: number;
}

/** Somebody who works on a process. */
export interface Executor {
  /** The id of the person, robot or service. */
  readonly id: string;
  /** What they work on. */
  readonly object?: unknown;
  /** When it came to them: milliseconds since 1970. */
  readonly received?: number;
  /** When they did their part: milliseconds since 1970. */
  readonly executed?: number;
  /** Anything the application notes of their part. */
  readonly status?: unknown;
}

/** A gateway that another process holds up. */
export interface Block {
  /** The other process. */
  readonly by: string;
  /** The id of the gateway. */
  readonly gateway: string;
}

/** What a process keeps beside its documents. */
export interface Meta {
  /** The name of its module. */
  readonly module: string;
  /** The id of its monitor. */
  readonly monitor?: string;
  /** The id of the monitor that its monitor is inside. */
  readonly parentMonitor?: string;
  /** Who works on it. */
  readonly executors?: readonly Executor[];
  /** Who has done their part with the last move, and when: milliseconds since 1970 by id. */
  readonly executed?: Readonly<Record<string, number>>;
  /** Its gateways that others hold up. */
  readonly blocks?: readonly Block[];
  /** Anything the application notes of it. */
  readonly notifications?: unknown;
}

/**
 * The commands by which an older version set what is reserved among the variables of the process; what others have set under the
 * same names came from elsewhere.
 */
export const OLD_COMMANDS: ReadonlySet<string> = new Set(["start", "set", "next"]);

/** Whether a value is what a process keeps. */
export function isMeta(value: unknown): value is Meta {
  return isRecord(value) && typeof value.module === "string";
}

/**
 * Refuses a command from outside that brings what only the functions of processes give, or a change of documents that is none.
 *
 * @throws {BpeError} `command`
 */
export function checkReserved(command: object): void {
  const { do: what, meta, docs }: { do?: unknown; meta?: unknown; docs?: unknown } = command;
  const wrong = meta !== undefined
    ? "has `meta`, which only the functions of processes give"
    : docs !== undefined && !isSplice(docs)
    ? "changes documents by something that is no splice: give { at, cut, put }"
    : undefined;
  if (wrong !== undefined) throw new BpeError("command", wrong, { element: String(what) });
}

function isSplice(docs: unknown): boolean {
  if (!isRecord(docs) || !Array.isArray(docs.put)) return false;
  return [docs.at, docs.cut].every((each) => Number.isSafeInteger(each) && Number(each) >= 0);
}
