/**
 * News of processes: what the bus tells pages of an application, and clients that have asked.
 *
 * @module
 */
import { atom, type Key, type Server, type Term, tuple } from "../../n2o/mod.ts";
import type { Bpe } from "../process/bpe.ts";
import { type Proc, procOf } from "../process/proc.ts";
import { stageDoc } from "../process/wire.ts";
import { termOf } from "./terms.ts";

const BPE = atom("bpe");

/** The topic of the bus under which a page of the application hears of a process's changes, as {@link BpeChange}. */
export function bpeTopic(id: string): Key {
  return ["bpe", id];
}

/** What the bus tells of a process. */
export interface BpeChange {
  /** The id of the process. */
  readonly bpe: string;
  /** How many commands have changed it. */
  readonly version: number;
  /** How it stands. */
  readonly status: string;
  /** The node to which the last token has come. */
  readonly task: string;
}

/** The topic under which clients that have asked by `Sub` hear of a process's changes. */
export const liveTopic = (id: string): Key => ["bpe", id, "live"];

/**
 * Tells the bus of a server what this process of the host's commits: pages under {@link bpeTopic}, and clients that have asked.
 *
 * @returns what ends it
 */
export function live({ bus }: Pick<Server, "bus">, { runtime }: Pick<Bpe, "runtime">): () => void {
  return runtime.observe(({ after, definition }) => {
    const proc = procOf(after, definition), { id, version, status, stage } = proc;
    const task = typeof stage === "string" ? stage : stage.target;
    bus.send(bpeTopic(id), { bpe: id, version, status, task } satisfies BpeChange);
    bus.send(liveTopic(id), changeTerm(proc));
  });
}

/** What clients that have asked by `Sub` hear of a change: `{bpe,Id,Version,Status,Stage}`. */
export function changeTerm({ id, version, status, stage }: Proc): Term {
  return tuple(BPE, id, version, status, termOf(stageDoc(stage)));
}

/** The process whose changes a topic tells clients of; undefined for another topic. */
export function liveId(topic: Key): string | undefined {
  if (!Array.isArray(topic)) return undefined;
  const [of, id, live] = topic;
  return of === "bpe" && live === "live" && typeof id === "string" ? id : undefined;
}
