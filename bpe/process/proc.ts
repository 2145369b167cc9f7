/**
 * A running process as the original's record `process` shows it.
 *
 * @module
 */
import { type Definition, NONE } from "../definition/definition.ts";
import { type Doc, docsOf } from "../state/documents.ts";
import { BpeError } from "../error.ts";
import { rootVariables } from "../state/data.ts";
import type { Executor, Meta } from "../state/reserved.ts";
import type { Instance } from "../store/row/instance.ts";
import type { State, Status, Variables } from "../state/state.ts";
import { type FlowView, flowView, type Records, recordsOf } from "./record.ts";

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
  const moved = definition.flows[state.threads?.moved ?? NONE];
  const { executed: _, ...kept } = meta;
  return {
    ...records,
    ...kept,
    id,
    name: process.name,
    process: process.id,
    definition: state.definition,
    docs: docsOf(state.reserved),
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
    variables: rootVariables(state),
  };
}

/** What a process keeps beside its documents; its module is that of its own id, where it was started without. */
export function metaOf({ reserved }: State, process: string): Meta {
  return reserved?.meta ?? { module: process };
}
