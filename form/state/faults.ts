/**
 * Where what checks found stands in a form.
 *
 * @module
 */
import { FormError } from "../error.ts";
import type { Issue } from "../issue.ts";
import { same } from "../value/same.ts";
import type { Ongoing } from "./change.ts";
import { slotAt } from "./places.ts";
import type { Holder, Slot } from "./slot.ts";
import { NO_ISSUES } from "./spot.ts";

/** Puts what checks found, each at its place or the nearest around it. */
export function faulted(ongoing: Ongoing, issues: readonly Issue[]): void {
  const { root, faulty } = ongoing, found = new Map<Slot, Issue[]>(), ofNoPlace: Issue[] = [];
  for (const issue of issues) {
    const slot = nearest(root, issue.path), known = slot && found.get(slot);
    if (slot === undefined) ofNoPlace.push(issue);
    else if (known === undefined) found.set(slot, [issue]);
    else known.push(issue);
  }
  for (const slot of faulty) {
    if (slot.faults.length > 0 && !found.has(slot)) hasFaults(slot, NO_ISSUES);
  }
  faulty.clear();
  for (const [slot, issues] of found) {
    faulty.add(slot);
    if (!same(slot.faults, issues)) hasFaults(slot, issues);
  }
  ongoing.faults = ofNoPlace;
}

function hasFaults(slot: Slot, issues: readonly Issue[]): void {
  slot.faults = issues;
  slot.form.doubtful.add(slot);
}

/** The slot of a path, else of the nearest one around it. */
function nearest(root: Holder, path: string): Slot | undefined {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    try {
      return slotAt(root, at);
    } catch (cause) {
      if (!FormError.is(cause, "path")) throw cause;
    }
  }
  return undefined;
}
