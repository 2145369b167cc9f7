/**
 * What is wrong with a form, as it is filled in and when it is sent.
 *
 * @module
 */
import { check } from "../check/check.ts";
import { checks } from "../check/checks.ts";
import type { Issue } from "../issue.ts";
import type { Filling } from "./filling.ts";

/** How many cells are looked at after each change; in a larger form those that changed alone. */
const MOST = 400;

/** Looks again, after a change of these places, at what can be told at once; answers which cells are others for that. */
export function recheck(filling: Filling, changed: ReadonlySet<string>): ReadonlySet<string> {
  const { sheet } = filling;
  return sheet.fault(check(sheet));
}

/** All that is wrong, also what a store is asked. */
export async function checkAll(filling: Filling): Promise<readonly Issue[]> {
  const { sheet, setup: { options: { unique } }, id, person: { log } } = filling;
  return await checks(sheet, {
    ...unique !== undefined && { unique: (path, value, signal) => unique(path, value, id, signal) },
    log,
  });
}
