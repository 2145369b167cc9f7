/**
 * When an instance comes to rest.
 *
 * @module
 */
import { type PackedStep, weightOf } from "../store/row/step.ts";
import { isJob, type Stored } from "../store/row/instance.ts";

/**
 * About so many bytes of steps stay in the row of an instance at most: with the state they fit into a page of SQLite without
 * overflow, which would be a page for each row.
 */
const BYTES = 600;

/** Whether the steps go to the feed now: the instance rests, or they have become many. */
export function isRest({ state, open }: Stored, steps: readonly PackedStep[]): boolean {
  return state.status !== "active" ||
    !open.some((each) => isJob(each) && each.due !== undefined && each.tries === 0) ||
    steps.reduce((bytes, step) => bytes + weightOf(step), 0) > BYTES;
}
