/**
 * What two people have changed in one record: what only one of them changed goes together by itself, about the rest the person is asked.
 *
 * @module
 */
import { focus } from "../../nitro/mod.ts";
import type { Compiled, Node } from "../document/compile.ts";
import { FormError } from "../error.ts";
import { merge, type Side } from "../value/merge.ts";
import { ownOf, same } from "../value/same.ts";
import { originOf } from "./begin.ts";
import { type Filling, refusal } from "./filling.ts";
import { showNotice } from "./notice.ts";
import { isSeen, nodeOf } from "./said.ts";
import type { Origin } from "./origin.ts";
import type { Held } from "./store/records.ts";
import { showWhole } from "./show.ts";

/**
 * Somebody else has saved the record: takes up what only they changed. Whether something is left that the person has to be asked about.
 *
 * @throws {FormError} `conflict` where the record is not there any more
 */
export async function clashed(filling: Filling): Promise<boolean> {
  const { setup, id } = filling, theirs = await originOf(setup, id);
  if (theirs === undefined) {
    throw new FormError("conflict", `"${id}": the record is not there any more`);
  }
  return together(filling, theirs, new Map());
}

/** Puts both together, where nothing is left that has to be asked; whether something is. */
function together(filling: Filling, theirs: Origin, chosen: ReadonlyMap<string, Side>): boolean {
  const { setup: { compiled }, origin, sheet } = filling;
  const { value, conflicts: all } = merge(compiled, {
    was: origin.value,
    theirs: theirs.value,
    yours: sheet.record(),
    sides: (path) => isOwn(filling, path) ? chosen.get(path) ?? "yours" : "theirs",
  });
  // What follows from other values is nobody's, and what this person may not see or change is not theirs to say.
  const conflicts = all.filter(({ path }) => !isComputed(filling, path) && isOwn(filling, path));
  if (conflicts.every(({ path }) => chosen.has(path))) {
    rebase(filling, theirs, value);
    return false;
  }
  const sides = conflicts.map(({ path }): Side => chosen.get(path) ?? "yours");
  filling.clash = { theirs, conflicts, sides };
  showNotice(filling);
  focus(`${filling.ids.form}-clash`);
  return true;
}

function isComputed({ setup: { compiled } }: Filling, path: string): boolean {
  const node = nodeOf(compiled, path);
  return node !== undefined && ruleOf(compiled, node) !== undefined;
}

function isOwn({ setup: { compiled }, permission }: Filling, path: string): boolean {
  const node = nodeOf(compiled, path);
  return node === undefined || isSeen(permission, node) && permission(node).change;
}

/** What computes a field. */
function ruleOf({ document: { rules = {} } }: Compiled, { path, field }: Node): unknown {
  return field.computed ?? rules[path]?.computed;
}

/** Goes on from the record as it is now, with these values. What this person may not see is theirs. */
function rebase(filling: Filling, theirs: Origin, value: Held): void {
  const { setup: { compiled } } = filling;
  const next = filling.made(theirs), seen = new Set(next.cells().map(({ path }) => path));
  for (const [id, node] of compiled.children) {
    if (ruleOf(compiled, node) !== undefined || node.type.holds === false) continue;
    const given = ownOf(value, id);
    // What is theirs is there already, also what cannot be read.
    if (!seen.has(id) || same(given, ownOf(theirs.value, id))) continue;
    next.put(id, given);
  }
  filling.origin = theirs;
  filling.sheet = next;
  filling.clash = undefined;
}

/** The person says whose value holds. */
export function chooseSide({ clash }: Filling, at: number, side: Side): void {
  const conflict = clash?.conflicts[at];
  if (clash === undefined || conflict === undefined) {
    throw refusal("", "nothing is asked here any more: load the page anew");
  }
  clash.sides[at] = side;
}

/**
 * All is said: the form holds what holds, and goes on from the record as it is now. Whether that is so: what was entered meanwhile may be
 * one more thing to ask about.
 */
export function settleClash(filling: Filling): boolean {
  const { clash } = filling;
  if (clash === undefined) throw refusal("", "nothing is asked here any more");
  const { theirs, conflicts, sides } = clash;
  const chosen = new Map(conflicts.map(({ path }, at) => [path, sides[at] ?? "yours"]));
  if (together(filling, theirs, chosen)) return false;
  filling.changed();
  showNotice(filling);
  showWhole(filling);
  return true;
}
