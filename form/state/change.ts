/**
 * What becomes of a form when something is put into it.
 *
 * @module
 */
import type { Node } from "../document/compile.ts";
import { FormError } from "../error.ts";
import type { Issue } from "../issue.ts";
import { cellOf, isSameCell, isSameValue } from "./cell.ts";
import type { Rows } from "./rows.ts";
import type { Held, Holder, Slot } from "./slot.ts";
import { NO_ISSUES } from "./spot.ts";

/** How often what hides may clear what hides, in one change. */
const ROUNDS = 16;

/** A form under way. */
export interface Ongoing {
  readonly root: Holder;
  /** What checks found that is of no place. */
  faults: readonly Issue[];
  /** Whether all rules were asked once, so that what a change makes of them is seen. */
  isAwake: boolean;
  /** Places that checks found something at. */
  readonly faulty: Set<Slot>;
  /** Rows that are new. */
  readonly born: Holder[];
}

/** Runs a change and answers the paths of the cells that are others after it. */
export function changing(ongoing: Ongoing, run: () => void): ReadonlySet<string> {
  const { root: { form } } = ongoing;
  if (form.graph.isAsking) {
    throw new FormError(
      "rule",
      "a rule changes the form that it is asked about: let it answer only",
    );
  }
  awaken(ongoing);
  run();
  form.graph.settle();
  for (let left = ROUNDS; left > 0 && cleared(ongoing); left--) form.graph.settle();
  const changed = new Set<string>();
  for (const each of form.doubtful) {
    const slot = each as Slot; // as: all places of a form are slots
    if (slot.isDropped || !form.permission(slot.node).see) continue;
    const { shown, isReordered } = slot;
    slot.shown = undefined;
    slot.isReordered = false;
    if (isReordered || shown === undefined || !isSameCell(shown, cellOf(slot))) {
      changed.add(slot.path);
    }
  }
  form.doubtful.clear();
  if (ongoing.isAwake) ongoing.born.forEach(wake);
  ongoing.born.length = 0;
  return changed;
}

/** Asks all rules, where that was not done yet: whoever only shows a form asks for what they show. */
export function awaken(ongoing: Ongoing): void {
  if (ongoing.isAwake) return;
  ongoing.isAwake = true;
  wake(ongoing.root);
}

/** Asks all rules of what holds fields: only what has been read once is seen to change. */
function wake(holder: Holder): void {
  for (const slot of holder.all()) {
    if (slot.rules !== undefined || slot.isHideable) cellOf(slot);
    for (const each of slot.rows?.inOrder ?? []) wake(each);
    if (slot.child !== undefined) wake(slot.child);
  }
}

/** Clears what is hidden and is to hold nothing then; whether there was something. */
function cleared(ongoing: Ongoing): boolean {
  const { root } = ongoing, nodes = root.form.plan.cleared;
  let any = false;
  for (const node of nodes) {
    for (const slot of slotsOf(root, node)) {
      if (slot.isThere() || isEmpty(slot)) continue;
      any = true;
      emptied(ongoing, slot);
    }
  }
  return any;
}

/** The places of a field in all rows. */
function slotsOf(root: Holder, node: Node): readonly Slot[] {
  const holders = node.parent === undefined ? [root] : slotsOf(root, node.parent).flatMap(
    ({ rows, child }) => rows?.inOrder ?? (child === undefined ? [] : [child]),
  );
  return holders.flatMap((holder) => holder.at(node.field.id) ?? []);
}

function isEmpty({ held, rows, child, rules, holding }: Slot): boolean {
  if (rows !== undefined) return rows.keys.length === 0;
  if (child !== undefined) return child.all().every(isEmpty);
  if (rules?.computed !== undefined) return true;
  return held === undefined
    ? !holding.origin.isNew
    : held.value === undefined && held.raw === undefined;
}

/** Takes out what a place holds, and what is in it. */
export function emptied(ongoing: Ongoing, slot: Slot): void {
  const { rows, child, rules } = slot;
  if (isEmpty(slot)) return;
  if (rows !== undefined) {
    for (const each of rows.rows.values()) for (const inner of each.slots.values()) inner.drop();
    rows.rows.clear();
    reordered(ongoing, slot, []);
  } else if (child !== undefined) { for (const each of child.all()) emptied(ongoing, each); }
  else if (rules?.computed === undefined && slot.node.type.holds !== false) {
    hold(ongoing, slot, { value: undefined, isEntered: true });
  }
}

/** Puts something into a place. */
export function hold(ongoing: Ongoing, slot: Slot, held: Held): void {
  const { form: { graph }, node } = slot, before = slot.held;
  const isOther = before === undefined || !isSameValue({ node, value: before.value }, held.value);
  slot.held = held;
  slot.form.doubtful.add(slot);
  if (isOther) graph.change(slot);
  if (isOther || before?.raw !== held.raw) unfault(ongoing, slot);
}

/** A new row, which is not in the order yet. */
export function born(
  ongoing: Ongoing,
  rows: Rows<Holder>,
): { readonly key: string; readonly row: Holder } {
  const key = rows.newKey(), row = rows.make(key, undefined);
  rows.rows.set(key, row);
  ongoing.born.push(row);
  return { key, row };
}

/** Puts the rows of a group in an order. */
export function reordered(ongoing: Ongoing, slot: Slot, keys: string[]): void {
  slot.rows?.order(keys);
  slot.isReordered = true;
  slot.form.doubtful.add(slot);
  if (slot.rows !== undefined) slot.form.graph.change(slot.rows);
  unfault(ongoing, slot);
}

/** What was found wrong with a value goes with it: there, and where it stands in. */
function unfault(ongoing: Ongoing, slot: Slot): void {
  ongoing.faults = NO_ISSUES;
  for (let at: Slot | undefined = slot; at !== undefined; at = at.holding.slot) {
    if (at.faults.length === 0) continue;
    at.faults = NO_ISSUES;
    at.form.doubtful.add(at);
  }
}
