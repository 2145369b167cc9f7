/**
 * A running process as the original's record `process` shows it.
 *
 * @module
 */
import { type Definition, NONE } from "../definition/definition.ts";
import { type Doc, docsOf } from "../state/documents.ts";
import { BpeError } from "../error.ts";
import { isRecord } from "../state/data.ts";
import { elementOf } from "../state/lists.ts";
import type { Instance } from "../store/row/instance.ts";
import { ROOT, type State, type Status, type Variables } from "../state/state.ts";
import { type FlowView, flowView, type Records, recordsOf } from "./record.ts";

/** The name of the variable in which a process keeps what is no document. */
export const META = "proc";

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

/** A process. It is a view of one moment: what changes it are the functions of {@link bpe}. */
export interface Proc extends Records, Omit<Meta, "executors" | "executed"> {
  /** Its id, unique in the store. */
  readonly id: string;
  /** The name of its process; "" where that has none. */
  readonly name: string;
  /** The process it runs, by id. */
  readonly process: string;
  /** The version it runs, as `leave:3`. */
  readonly definition: string;
  /** Its documents, the newest first. */
  readonly docs: readonly Doc[];
  /** Who works on it. */
  readonly executors: readonly Executor[];
  /** The flow it took last, or the id of the node it began with. */
  readonly stage: FlowView | string;
  /** Ids of the flows on which its tokens wait, where it steps, and the place of the next, from 0. */
  readonly threads: { readonly flows: readonly string[]; readonly pointer: number } | undefined;
  /** How it stands. */
  readonly status: Status;
  /** How many commands have changed it. */
  readonly version: number;
  /** When it was started: milliseconds since 1970. */
  readonly started: number;
  /** When it ended: milliseconds since 1970; absent while it runs. */
  readonly finished?: number;
  /** The id of the instance that called it, by a call activity. */
  readonly parent?: string;
  /** All its variables. */
  readonly variables: Variables;
}

/** The process of an instance. */
export function procOf({ id, state, started, ended }: Instance, definition: Definition): Proc {
  const process = definition.processes[state.process];
  if (process === undefined) throw new BpeError("state", "runs no process", { element: id });
  const records = recordsOf(definition, process), meta = metaOf(state, process.id);
  const variables = variablesOf(state), moved = definition.flows[state.threads?.moved ?? NONE];
  const { executed: _, ...kept } = meta;
  return {
    ...records,
    ...kept,
    id,
    name: process.name,
    process: process.id,
    definition: state.definition,
    docs: docsOf(variables),
    executors: meta.executors ?? [],
    stage: moved === undefined ? records.beginEvent : flowView(definition, moved),
    threads: state.threads === undefined ? undefined : {
      flows: state.threads.list.map(({ flow }) => definition.flows[flow]?.id ?? ""),
      pointer: state.threads.pointer,
    },
    status: state.status,
    version: state.version,
    started,
    ...(ended === undefined ? {} : { finished: ended }),
    ...(state.caller === undefined ? {} : { parent: state.caller.instance }),
    variables,
  };
}

/** The variables of the process itself. */
function variablesOf(state: State): Variables {
  return state.result ?? elementOf(state, ROOT)?.variables ?? {};
}

/** What a process keeps beside its documents; its module is that of its own id, where it was started without. */
export function metaOf(state: State, process: string): Meta {
  const variables = variablesOf(state);
  const found = Object.hasOwn(variables, META) ? variables[META] : undefined;
  return isMeta(found) ? found : { module: process };
}

/** Whether a value is what a process keeps. */
export function isMeta(value: unknown): value is Meta {
  return isRecord(value) && typeof value.module === "string";
}
