/**
 * What is wrong with a form, as it is filled in and when it is sent.
 *
 * @module
 */
import { check } from "../check/check.ts";
import { checks } from "../check/checks.ts";
import type { Issue } from "../issue.ts";
import type { Filling } from "./filling.ts";

/** Looks again at what can be told at once; answers which cells are others for that. */
export function recheck({ sheet }: Filling): ReadonlySet<string> {
  return sheet.fault(check(sheet));
}

/** All that is wrong, also what a store is asked. */
export async function checkAll(filling: Filling): Promise<readonly Issue[]> {
  const { sheet, setup: { options: { unique } }, id, person: { clock, log } } = filling;
  return await checks(sheet, {
    clock,
    log,
    ...unique !== undefined && { unique },
    ...id !== undefined && { record: id },
  });
}
