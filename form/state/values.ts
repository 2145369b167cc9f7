/**
 * What a form holds, put together: as it would be submitted, and as the record has it after that.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { ownOf } from "../value/same.ts";
import type { Holder, Slot } from "./slot.ts";

/** Values by the names of fields, while they are put together. */
type Values = Record<string, unknown>;

/** What a form, group or row holds, as it would be submitted: without what this person may not see. */
export function valuesOf(holder: Holder): Readonly<Values> {
  const found: Values = {};
  for (const slot of holder.all()) {
    if (!holder.form.permission(slot.node).see) continue;
    const value = submitted(slot);
    if (value !== undefined) found[slot.node.field.id] = value;
  }
  return found;
}

/** What a place holds, as it would be submitted; undefined where that is nothing. */
export function submitted(slot: Slot): unknown {
  return heldBy(slot, valuesOf);
}

/** What a form, group or row of the record holds after that: with what the document does not know, and this person may not see. */
export function recordOf(holder: Holder): Readonly<Values> {
  const { stored = {} } = holder.origin, found: Values = {};
  for (const name of Object.keys(stored)) {
    if (!holder.children.has(name)) found[name] = stored[name];
  }
  for (const slot of holder.all()) {
    const { field: { id }, type, isRepeated } = slot.node;
    const value = type.holds === false
      ? ownOf(stored, id)
      : isRepeated && slot.rows?.odd !== undefined && !slot.rows.isOther
      ? slot.rows.odd
      : heldBy(slot, recordOf) ?? unread(slot);
    if (value !== undefined && !isNothing(slot, value, Object.hasOwn(stored, id))) {
      found[id] = value;
    }
  }
  return found;
}

/** A group that the record has not, and in which there is nothing, is none of the record. */
function isNothing({ child, rows }: Slot, value: unknown, isStored: boolean): boolean {
  if (isStored) return false;
  if (rows !== undefined) return !rows.isOther && rows.keys.length === 0;
  return child !== undefined && isPlainObject(value) && Object.keys(value).length === 0;
}

/** What the record has, and nobody could read or has changed. */
function unread({ held, isHideable }: Slot): unknown {
  return isHideable ? undefined : held?.stored;
}

function heldBy(slot: Slot, holds: (holder: Holder) => unknown): unknown {
  const { node, child, rows } = slot;
  if (node.type.holds === false) return undefined;
  const other = slot.replaced();
  if (other !== undefined) return other.value;
  if (child !== undefined) return holds(child);
  if (rows !== undefined) return rows.inOrder.map(holds);
  return slot.value();
}
