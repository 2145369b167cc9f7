/**
 * The newest rows of a process. What a row shows is computed from all that went before it, so what was read is kept as a fold:
 * the next look reads what has come since.
 *
 * @module
 */
import { serialQueue } from "../../../base/mod.ts";
import type { Runtime } from "../../runtime/api.ts";
import { HistoryFold } from "./fold.ts";
import type { Hist, Sched } from "./row.ts";

/** How many processes are kept: one costs its documents and two rows. */
const KEPT = 200;

/** The newest row of history and of the schedule; undefined where there is none. */
export interface Head {
  /** The last row that the history has come to. */
  readonly hist: Hist | undefined;
  /** Of the schedule. */
  readonly sched: Sched | undefined;
}

interface Kept {
  readonly fold: HistoryFold;
  /** What it was read of: a process may be erased and begun anew, or go on by another definition. */
  readonly started: number;
  readonly definition: string;
}

/** Reads heads: the first look at a process costs its history, every next one what has come since. */
export function headReader(runtime: Runtime): (id: string) => Promise<Head> {
  const kept = new Map<string, Kept>();
  const queue = serialQueue<string>();
  return (id) =>
    queue.run(id, async () => {
      const { state, started } = await runtime.instance(id);
      const known = kept.get(id);
      const isValid = known !== undefined && known.started === started &&
        known.definition === state.definition && known.fold.step <= state.version;
      const since = state.reserved?.since ?? 0;
      const { fold } = isValid ? known : { fold: new HistoryFold({ id, since }) };
      kept.delete(id); // a look that is cut short leaves nothing half read
      const definition = await runtime.definition(state.definition);
      for await (const line of runtime.history(id, { after: fold.step })) {
        fold.add(line, definition);
      }
      kept.set(id, { fold, started, definition: state.definition });
      for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
      return { hist: fold.hist, sched: fold.sched };
    });
}
