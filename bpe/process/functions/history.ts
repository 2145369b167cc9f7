/**
 * The functions that tell what a process has done.
 *
 * @module
 */
import type { Bpe } from "../api.ts";
import type { Context } from "../context.ts";
import { headReader } from "../history/head.ts";
import { histAt, histOf, schedOf } from "../history/history.ts";
import type { Hist, StepId } from "../history/row.ts";

/** The functions that tell what a process has done. */
export function historyFunctions(
  { runtime }: Context,
): Pick<Bpe, "hist" | "head" | "sched" | "schedHead"> {
  const head = headReader(runtime);
  function hist(id: string): Promise<readonly Hist[]>;
  function hist(id: string, step: number): Promise<Hist | undefined>;
  function hist(step: StepId): Promise<Hist | undefined>;
  function hist(of: string | StepId, step?: number) {
    if (typeof of === "object") return histAt(runtime, of.proc, of.step);
    return step === undefined ? histOf(runtime, of) : histAt(runtime, of, step);
  }
  return {
    hist,
    head: async (id) => (await head(id)).hist,
    sched: (id) => schedOf(runtime, id),
    schedHead: async (id) => (await head(id)).sched,
  };
}
