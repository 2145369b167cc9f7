/**
 * Whether somebody who follows something may go on doing so.
 *
 * @module
 */
import { RestError } from "../../error.ts";

/** Whether a check lets them: what is not theirs any longer, or is no more, is no fault of a stream. */
export async function isStillAllowed(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch (error) {
    if (RestError.is(error, "forbidden", "unauthorized", "not_found")) return false;
    throw error;
  }
}
