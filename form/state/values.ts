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
      : inRecord(slot);
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

/** What a place holds as the record is to have it; what the record has, where nobody could read that or has changed it. */
function inRecord(slot: Slot): unknown {
  const other = isLeft(slot) ? undefined : slot.replaced();
  return other === undefined ? within(slot, recordOf) ?? slot.held?.stored : other.value;
}

/** Whether a stored value stays as it is, hidden or not: who may not change it, or never sees it, takes it out neither. */
function isLeft(slot: Slot): boolean {
  const { node, holding: { origin }, form, rules } = slot, { whenHidden = "omit" } = node.field;
  return !origin.isNew && whenHidden === "omit" && rules?.computed === undefined &&
    (!form.permission(node).change || slot.isHidden());
}

function heldBy(slot: Slot, holds: (holder: Holder) => unknown): unknown {
  if (slot.node.type.holds === false) return undefined;
  const other = slot.replaced();
  return other === undefined ? within(slot, holds) : other.value;
}

function within(slot: Slot, holds: (holder: Holder) => unknown): unknown {
  const { child, rows } = slot;
  if (child !== undefined) return holds(child);
  if (rows !== undefined) return rows.inOrder.map(holds);
  return slot.value();
}
