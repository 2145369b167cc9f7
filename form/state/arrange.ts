/**
 * Rows are added, copied, removed and moved: what they hold goes with their keys.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { FormError } from "../error.ts";
import { copied } from "../value/copy.ts";
import { ownOf } from "../value/same.ts";
import { born, type Ongoing, reordered } from "./change.ts";
import { changeable, rowsAt } from "./places.ts";
import { checkPut, putInto } from "./put.ts";
import { MOST_ROWS, type Rows } from "./rows.ts";
import type { Holder, Slot } from "./slot.ts";

/** The rows of a group that this person may change. */
function arranged(
  ongoing: Ongoing,
  path: string,
): { readonly slot: Slot; readonly rows: Rows<Holder> } {
  const found = rowsAt(ongoing.root, path);
  changeable(found.slot);
  return found;
}

/** Adds a row before the one at a place, or behind all. */
export function addRow(
  ongoing: Ongoing,
  path: string,
  at: number | undefined,
  values: Readonly<Record<string, unknown>> | undefined,
): string {
  const { slot, rows } = arranged(ongoing, path);
  bounded(slot, rows);
  const given = values === undefined ? undefined : copied(values, path);
  if (given !== undefined) {
    const sample = rows.make("*", undefined);
    if (!isPlainObject(given)) throw new FormError("value", `a row of "${path}" is an object`);
    for (const each of sample.all()) {
      const { field: { id }, type } = each.node;
      if (type.holds === false || each.rules?.computed !== undefined) continue;
      checkPut(each, ownOf(given, id));
    }
  }
  const { key, row } = born(ongoing, rows);
  putInto(ongoing, row, given, false);
  reordered(ongoing, slot, rows.keys.toSpliced(placeIn(rows.keys.length, at), 0, key));
  return key;
}

/** Adds a row that holds what another one does, behind it. */
export function copyRow(ongoing: Ongoing, path: string, from: string): string {
  const { slot, rows } = arranged(ongoing, path), original = rows.row(from);
  bounded(slot, rows);
  const { key, row } = born(ongoing, rows);
  copyInto(original, row);
  reordered(ongoing, slot, rows.keys.toSpliced(rows.keys.indexOf(from) + 1, 0, key));
  return key;
}

/** What was typed goes along; what the record has beside the fields does not: it is that row's own. */
function copyInto(from: Holder, to: Holder): void {
  for (const slot of from.all()) {
    const copy = to.at(slot.node.field.id);
    if (copy === undefined) continue;
    const { held, child, rows } = slot;
    if (held !== undefined) {
      const { value, raw, wrong } = held;
      copy.held = {
        value,
        raw,
        wrong: wrong && { ...wrong, path: copy.path },
        isEntered: true,
      };
    } else if (rows === undefined && child === undefined && !from.origin.isNew) {
      // Nothing is there, and nothing is to come by default.
      copy.held = { value: undefined, isEntered: true };
    }
    if (child !== undefined && copy.child !== undefined) copyInto(child, copy.child);
    if (rows === undefined || copy.rows === undefined) continue;
    for (const each of rows.inOrder) {
      const key = copy.rows.newKey(), row = copy.rows.make(key, undefined);
      copy.rows.rows.set(key, row);
      copy.rows.order([...copy.rows.keys, key]);
      copyInto(each, row);
    }
  }
}

/** Removes a row. */
export function removeRow(ongoing: Ongoing, path: string, key: string): void {
  const { slot, rows } = arranged(ongoing, path), row = rows.row(key);
  for (const each of row.slots.values()) each.drop();
  rows.rows.delete(key);
  reordered(ongoing, slot, rows.keys.filter((each) => each !== key));
}

/** Moves a row to a place, from 0. */
export function moveRow(ongoing: Ongoing, path: string, key: string, to: number): void {
  const { slot, rows } = arranged(ongoing, path);
  rows.row(key);
  const others = rows.keys.filter((each) => each !== key);
  const keys = others.toSpliced(placeIn(others.length, to), 0, key);
  if (keys.some((each, at) => each !== rows.keys[at])) reordered(ongoing, slot, keys);
}

/** Refuses one more row than the group says, or any group has. */
function bounded(slot: Slot, rows: Rows<Holder>): void {
  const max = slot.bound("max");
  const most = typeof max === "number" || typeof max === "bigint" ? Number(max) : MOST_ROWS;
  rows.bounded(rows.keys.length + 1, Math.min(most, MOST_ROWS));
}

/** A place among so many rows, or behind them. */
function placeIn(count: number, at: number | undefined): number {
  if (at === undefined || !Number.isInteger(at)) return count;
  return Math.min(Math.max(at, 0), count);
}
