/**
 * The history of a process from its beginning.
 *
 * @module
 */
import type { Runtime } from "../../runtime/api.ts";
import { HistoryFold, type Rows } from "./fold.ts";
import type { Hist, Sched } from "./row.ts";

/** All rows of history; costs as much as there is of it. */
export async function histOf(runtime: Runtime, id: string): Promise<readonly Hist[]> {
  const rows: Hist[] = [];
  const { hist } = await read(runtime, id, { hist: (row) => rows.push(row) });
  return hist === undefined ? rows : [...rows, hist];
}

/** One row of history by its number, from 0; undefined where there is none. Costs what there is up to it. */
export async function histAt(
  runtime: Runtime,
  id: string,
  step: number,
): Promise<Hist | undefined> {
  const found: Hist[] = [];
  const rows: Rows = { hist: (row) => row.id.step === step && found.push(row) };
  const { hist } = await read(runtime, id, rows, () => found.length > 0 || !(step >= 0));
  return found[0] ?? (hist?.id.step === step ? hist : undefined);
}

/** All rows of the schedule; costs as much as there is of history. */
export async function schedOf(runtime: Runtime, id: string): Promise<readonly Sched[]> {
  const rows: Sched[] = [];
  await read(runtime, id, { sched: (row) => rows.push(row) });
  return rows;
}

/** Folds the lines of a history until enough is known. */
async function read(
  runtime: Runtime,
  id: string,
  rows: Rows,
  isEnough: () => boolean = () => false,
): Promise<HistoryFold> {
  const { state } = await runtime.instance(id);
  const fold = new HistoryFold({ id, since: state.reserved?.since ?? 0 }, rows);
  const definition = await runtime.definition(state.definition);
  for await (const line of runtime.history(id)) {
    if (isEnough()) break;
    fold.add(line, definition);
  }
  return fold;
}
