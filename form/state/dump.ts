/**
 * A form as it was left, and a form that is taken up again.
 *
 * @module
 */
import { isInteger, isPlainObject } from "../../base/mod.ts";
import type { SourceValue } from "../../nitro/mod.ts";
import { FormError } from "../error.ts";
import { copied } from "../value/copy.ts";
import { isName } from "../value/path.ts";
import { hold, type Ongoing } from "./change.ts";
import type { Dump } from "./filled.ts";
import { LAST_KEPT, numberOf } from "../value/key.ts";
import { slotAt } from "./places.ts";
import { MOST_ROWS, type Rows } from "./rows.ts";
import type { Holder, Slot } from "./slot.ts";

/** A dump while it is made. */
type Making = { -readonly [K in keyof Required<Dump>]: Required<Dump>[K] } & {
  values: Record<string, unknown>;
  raw: Record<string, SourceValue>;
  rows: Record<string, readonly string[]>;
  touched: string[];
  edits: Record<string, number>;
  next: Record<string, number>;
};

/** All that there is to restore a form from. */
export function dumped({ root }: Ongoing): Dump {
  const made: Making = { values: {}, raw: {}, rows: {}, touched: [], edits: {}, next: {} };
  dumpHolder(root, made);
  return made;
}

function dumpHolder(holder: Holder, into: Making): void {
  for (const slot of holder.slots.values()) {
    const { path, held, rows, isTouched, edits } = slot;
    if (isTouched) into.touched.push(path);
    if (edits > 0) into.edits[path] = edits;
    // A draft is kept where others may read it.
    if (held?.isEntered === true && slot.node.type.isSecret !== true) {
      if (held.wrong === undefined) into.values[path] = held.value ?? null;
      if (held.raw !== undefined) into.raw[path] = held.raw;
    }
    if (rows?.isOther === true) {
      into.rows[path] = [...rows.keys];
      into.next[path] = rows.next;
    }
    for (const each of slot.made) dumpHolder(each, into);
  }
}

/** Takes a form up again, as far as it fits: what the document does not have, or could not hold, is left. */
export function restore(ongoing: Ongoing, dump: Dump): void {
  const { values, raw, rows, touched, edits, next } = read(dump);
  const byDepth = Object.keys(rows).sort((one, other) =>
    one.split("/").length - other.split("/").length
  );
  for (const path of byDepth) {
    const slot = placeOf(ongoing, path);
    if (slot?.rows !== undefined) restoreRows(slot.rows, rows[path], next[path]);
  }
  for (const path of new Set([...Object.keys(values), ...Object.keys(raw)])) {
    const slot = placeOf(ongoing, path);
    if (slot === undefined || !isEnterable(slot)) continue;
    restoreValue(ongoing, slot, values[path], raw[path]);
  }
  for (const path of touched) {
    const slot = typeof path === "string" ? placeOf(ongoing, path) : undefined;
    if (slot !== undefined) slot.isTouched = true;
  }
  for (const path of Object.keys(edits)) {
    const slot = placeOf(ongoing, path), count = edits[path];
    if (slot !== undefined && Number.isSafeInteger(count)) slot.edits = Math.max(0, Number(count));
  }
}

/** What a dump has, whoever kept it. */
function read(dump: Dump) {
  const given = copied(dump, "dump");
  const part = (name: keyof Dump): Readonly<Record<string, unknown>> => {
    const found = isPlainObject(given) ? given[name] : undefined;
    return isPlainObject(found) ? found : {};
  };
  const touched = isPlainObject(given) && Array.isArray(given.touched) ? given.touched : [];
  return {
    values: part("values"),
    raw: part("raw"),
    rows: part("rows"),
    edits: part("edits"),
    next: part("next"),
    touched,
  };
}

/** A place as far as there is one that this person may see. */
function placeOf({ root }: Ongoing, path: string): Slot | undefined {
  try {
    return slotAt(root, path);
  } catch (cause) {
    if (FormError.is(cause, "path")) return undefined;
    throw cause;
  }
}

function isEnterable({ node: { type, children }, rules }: Slot): boolean {
  return type.holds !== false && children.size === 0 && rules?.computed === undefined;
}

function restoreValue(ongoing: Ongoing, slot: Slot, value: unknown, raw: unknown): void {
  const { node: { type }, path } = slot;
  // As: it is plain data, which `read` of the type takes whatever it is.
  const typed = raw as SourceValue | undefined;
  if (value !== undefined) {
    const known = value ?? undefined;
    if (known !== undefined && !slot.isValue(known)) return;
    return hold(ongoing, slot, { value: known, raw: typed, isEntered: true });
  }
  const found = type.read(typed, slot.place(undefined, typed, true), () => undefined);
  if ("value" in found) {
    const value = copied(found.value, path) ?? undefined;
    return hold(ongoing, slot, { value, raw: typed, isEntered: true });
  }
  const wrong = { path, code: found.wrong, ...found.args !== undefined && { args: found.args } };
  hold(ongoing, slot, { value: undefined, raw: typed, wrong, isEntered: true });
}

/** Keys that there are, and new ones that may have been given out. */
function restoreRows(rows: Rows<Holder>, keys: unknown, next: unknown): void {
  if (!Array.isArray(keys)) return;
  const stored = rows.next, found = new Set<string>();
  let most = stored - 1;
  for (const key of keys.slice(0, MOST_ROWS)) {
    if (!isName(key)) continue;
    const number = numberOf(key);
    if (number !== undefined && number <= LAST_KEPT) most = Math.max(most, number);
    if (!rows.rows.has(key)) {
      if (number === undefined || number < stored || number > LAST_KEPT) continue;
      rows.rows.set(key, rows.make(key, undefined));
    }
    found.add(key);
  }
  for (const key of rows.keys) if (!found.has(key)) rows.rows.delete(key);
  rows.order([...found]);
  rows.next = Math.max(most + 1, isInteger(next, 0, LAST_KEPT) ? next : 0);
}
