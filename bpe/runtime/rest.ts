/**
 * When an instance comes to rest.
 *
 * @module
 */
import { sizeBound } from "../../kvs/size.ts";
import type { StepLog } from "./record.ts";
import { isJob, type Stored } from "./stored.ts";

/** So many steps, and so many bytes of them, stay in the row of the instance at most. */
const STEPS = 32, BYTES = 16_384;

/** Whether the steps go to the feed now: the instance rests, or they have become many. */
export function isRest({ state, open }: Stored, steps: readonly StepLog[]): boolean {
  return state.status !== "active" || steps.length >= STEPS ||
    !open.some((each) => isJob(each) && each.due !== undefined && each.tries === 0) ||
    sizeBound(steps, BYTES) > BYTES;
}
