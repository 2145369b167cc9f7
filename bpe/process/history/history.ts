/**
 * The history of a process from its beginning.
 *
 * @module
 */
import type { Runtime } from "../../runtime/api.ts";
import { HistoryFold } from "./fold.ts";
import type { Hist, Sched } from "./row.ts";

/** All rows of history; costs as much as there is of it. */
export async function histOf(runtime: Runtime, id: string): Promise<readonly Hist[]> {
  const rows: Hist[] = [];
  const fold = new HistoryFold(id, { hist: (row) => rows.push(row) });
  await read(runtime, id, fold, () => false);
  return fold.hist === undefined ? rows : [...rows, fold.hist];
}

/** One row of history by its number, from 0; undefined where there is none. Costs what there is up to it. */
export async function histAt(
  runtime: Runtime,
  id: string,
  step: number,
): Promise<Hist | undefined> {
  const found: Hist[] = [];
  const fold = new HistoryFold(id, { hist: (row) => row.id.step === step && found.push(row) });
  await read(runtime, id, fold, () => found.length > 0 || !(step >= 0));
  return found[0] ?? (fold.hist?.id.step === step ? fold.hist : undefined);
}

/** All rows of the schedule; costs as much as there is of history. */
export async function schedOf(runtime: Runtime, id: string): Promise<readonly Sched[]> {
  const rows: Sched[] = [];
  await read(runtime, id, new HistoryFold(id, { sched: (row) => rows.push(row) }), () => false);
  return rows;
}

/** Adds the lines of a history until enough is known. */
async function read(
  runtime: Runtime,
  id: string,
  fold: HistoryFold,
  isEnough: () => boolean,
): Promise<void> {
  const { state } = await runtime.instance(id);
  const definition = await runtime.definition(state.definition);
  for await (const line of runtime.history(id)) {
    if (isEnough()) return;
    fold.add(line, definition);
  }
}
