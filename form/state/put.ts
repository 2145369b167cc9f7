/**
 * Values that are put into a form by the application: from a draft, a merge.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { FormError } from "../error.ts";
import { ownOf, same } from "../value/same.ts";
import { born, emptied, hold, type Ongoing, reordered } from "./change.ts";
import { alignedTo } from "../value/aligned.ts";
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

/** Rows are known again by their index; where there is none by what they hold, and between such rows by their places. */
function putRows(ongoing: Ongoing, slot: Slot, values: readonly unknown[]): void {
  const { rows, node: { field: { index } } } = slot;
  if (rows === undefined) return;
  const left = new Set(rows.keys), keys: string[] = [];
  const known = index === undefined ? undefined : byIndex(slot, index);
  const places = known === undefined ? byContent(slot, values) : [];
  for (const [at, value] of values.entries()) {
    const found = known === undefined
      ? places[at]
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

/** The keys of the rows that values are of, as far as they are of any: what a row has beside its fields goes along with them. */
function byContent(slot: Slot, values: readonly unknown[]): readonly string[] {
  const { rows, node } = slot;
  if (rows === undefined) return [];
  const after = values.map((each) => isPlainObject(each) ? each : {});
  // Whoever gives the fields alone says nothing of the rest.
  const isWhole = after.some((row) => Object.keys(row).some((name) => !node.children.has(name)));
  const before = new Map(rows.keys.map((key) => [key, ownIn(rows.row(key), isWhole)]));
  const own = after.map((row) =>
    Object.fromEntries(
      Object.entries(row).filter(([name]) => rowIs(slot, name)),
    )
  );
  const order = { index: undefined, mark: "*", isStrict: false };
  return [...alignedTo(before, own, order).keys()];
}

/** Whether what is called so in a row is its own: what follows from the rest tells no row from another. */
function rowIs({ node: { children }, form: { plan } }: Slot, name: string): boolean {
  const field = children.get(name);
  return field === undefined ||
    (field.type.holds !== false && plan.rules.get(field)?.computed === undefined);
}

/** What a row holds of its own, with what it has beside its fields where all of it is compared. */
function ownIn(holder: Holder, isWhole: boolean): Readonly<Record<string, unknown>> {
  const { children, origin: { stored = {} } } = holder, found: Record<string, unknown> = {};
  for (const name of isWhole ? Object.keys(stored) : []) {
    if (!children.has(name)) found[name] = stored[name];
  }
  for (const slot of holder.all()) {
    const { node: { field: { id } }, rows, child } = slot;
    if (!isOwn(slot)) continue;
    const value = rows !== undefined
      ? rows.inOrder.map((row) => ownIn(row, isWhole))
      : child !== undefined
      ? ownIn(child, isWhole)
      : slot.value() ?? slot.held?.stored;
    if (value !== undefined) found[id] = value;
  }
  return found;
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
