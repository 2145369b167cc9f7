/**
 * Values that are put into a form by the application: from a draft, a merge.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { FormError } from "../error.ts";
import { ownOf, same } from "../value/same.ts";
import { born, emptied, hold, type Ongoing, reordered } from "./change.ts";
import { indexed } from "../value/key.ts";
import { MOST_ROWS } from "./rows.ts";
import type { Holder, Slot } from "./slot.ts";

/**
 * Whether a value can be put into a place; all of it is looked at before any of it is put.
 *
 * @throws {FormError} `value` for one of another type; `path` for what is computed; `limit` for more rows than a group has
 */
export function checkPut(slot: Slot, value: unknown): void {
  const { path, node: { type, children, isRepeated }, rules } = slot;
  if (rules?.computed !== undefined || type.holds === false) {
    throw new FormError("path", `nothing can be put at "${path}": its value is not its own`);
  }
  if (value === undefined || value === null) return;
  if (children.size === 0) {
    if (!slot.isValue(value)) throw wrong(path, `a value of the type ${type.name}`);
    return;
  }
  if (!isRepeated) return checkEntries(slot.child, value, path);
  if (!Array.isArray(value)) throw wrong(path, "a list of rows");
  slot.rows?.bounded(value.length, MOST_ROWS);
  const sample = slot.rows?.make("*", undefined);
  for (const each of value) checkEntries(sample, each, path);
}

function checkEntries(holder: Holder | undefined, value: unknown, path: string): void {
  if (holder === undefined || !isPlainObject(value)) {
    throw wrong(path, "an object with the values of its fields");
  }
  for (const slot of holder.all()) {
    if (isOwn(slot)) checkPut(slot, ownOf(value, slot.node.field.id));
  }
}

/** Whether a field has a value of its own. */
function isOwn({ rules, node: { type } }: Slot): boolean {
  return rules?.computed === undefined && type.holds !== false;
}

function wrong(path: string, what: string): FormError {
  return new FormError("value", `what is put at "${path}" is not ${what}`);
}

/** Puts a value that was looked at into a place. */
export function put(ongoing: Ongoing, slot: Slot, value: unknown): void {
  const { rows, child } = slot;
  if (value === undefined || value === null) return emptied(ongoing, slot);
  if (child !== undefined) return putInto(ongoing, child, value, true);
  if (rows !== undefined) return putRows(ongoing, slot, rowsIn(value));
  hold(ongoing, slot, { value, isEntered: true });
}

/** Puts values by the names of fields; those that are not named are emptied where all is said. */
export function putInto(ongoing: Ongoing, holder: Holder, value: unknown, isAll: boolean): void {
  if (!isPlainObject(value)) return;
  for (const slot of holder.all()) {
    const { field: { id } } = slot.node;
    if (isOwn(slot) && (isAll || Object.hasOwn(value, id))) put(ongoing, slot, ownOf(value, id));
  }
}

function rowsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Rows are known again by their index, or by their places where there is none. */
function putRows(ongoing: Ongoing, slot: Slot, values: readonly unknown[]): void {
  const { rows, node: { field: { index } } } = slot;
  if (rows === undefined) return;
  const left = new Set(rows.keys), keys: string[] = [];
  const known = index === undefined ? undefined : byIndex(slot, index);
  for (const [at, value] of values.entries()) {
    const found = known === undefined
      ? rows.keys[at]
      : known.get(indexed(isPlainObject(value) ? ownOf(value, index ?? "") : undefined));
    const isKnown = found !== undefined && left.has(found);
    const { key, row } = isKnown ? { key: found, row: rows.row(found) } : born(ongoing, rows);
    left.delete(key);
    keys.push(key);
    putInto(ongoing, row, value, true);
  }
  for (const key of left) {
    for (const each of rows.rows.get(key)?.slots.values() ?? []) each.drop();
    rows.rows.delete(key);
  }
  if (!same(keys, rows.keys)) reordered(ongoing, slot, keys);
}

/** The keys of rows by what their index holds now. */
function byIndex({ rows }: Slot, index: string): ReadonlyMap<string | undefined, string> {
  const found = new Map<string | undefined, string>();
  for (const key of rows?.keys ?? []) {
    const text = indexed(rows?.rows.get(key)?.at(index)?.value());
    if (text !== undefined && !found.has(text)) found.set(text, key);
  }
  return found;
}
