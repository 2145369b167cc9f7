/**
 * Places by their paths, for whoever asks from outside.
 *
 * @module
 */
import { FormError } from "../error.ts";
import { isShown } from "../mode.ts";
import { checkedPath, namesOf } from "../value/path.ts";
import type { Holder, Slot } from "./slot.ts";
import type { Rows } from "./rows.ts";

/**
 * The place of a path, which this person may see.
 *
 * @throws {FormError} `path` where there is none: told in the same words where it is not theirs to see
 */
export function slotAt(root: Holder, path: string): Slot {
  const found = search(root, path);
  if (found === undefined || "slots" in found) throw nowhere(path);
  return found;
}

/** The form, group or row of a path. */
export function holdersAt(root: Holder, path: string): readonly Holder[] {
  if (path === "") return [root];
  const found = search(root, path);
  if (found === undefined) throw nowhere(path);
  if ("slots" in found) return [found];
  if (found.rows !== undefined) return found.rows.inOrder;
  return found.child === undefined ? [] : [found.child];
}

/** The rows of a repeated group. */
export function rowsAt(
  root: Holder,
  path: string,
): { readonly slot: Slot; readonly rows: Rows<Holder> } {
  const slot = slotAt(root, path), { rows } = slot;
  if (rows !== undefined) return { slot, rows };
  throw new FormError("path", `"${path}" has no rows: declare it with \`vector: true\``);
}

function search(root: Holder, path: string): Slot | Holder | undefined {
  let at: Slot | Holder | undefined = root;
  for (const name of namesOf(checkedPath(path))) {
    if (at === undefined) return undefined;
    if ("slots" in at) {
      const slot: Slot | undefined = at.at(name);
      at = slot !== undefined && at.form.permission(slot.node).see ? slot : undefined;
    } else {
      at = at.rows !== undefined ? at.rows.rows.get(name) : stepIn(at.child, name);
    }
  }
  return at;
}

function stepIn(child: Holder | undefined, name: string): Slot | undefined {
  const slot = child?.at(name);
  return slot !== undefined && child?.form.permission(slot.node).see ? slot : undefined;
}

function nowhere(path: unknown): FormError {
  return new FormError("path", `there is no place "${String(path).slice(0, 100)}" in this form`);
}

/**
 * Refuses what this person may not change now.
 *
 * @throws {FormError} `path` with the reason
 */
export function changeable(slot: Slot): Slot {
  const why = refusal(slot);
  if (why === undefined) return slot;
  throw new FormError("path", `nothing can be entered at "${slot.path}": ${why}`);
}

function refusal(slot: Slot): string | undefined {
  const { node: { type }, rules, form } = slot;
  if (isShown(form.mode)) return "the form is only shown";
  if (type.holds === false) return `the type ${type.name} holds no value`;
  if (!form.permission(slot.node).change) return "it is not for this person to change";
  if (slot.isHidden() || !slot.isThere()) return "it is hidden";
  if (rules?.computed !== undefined) return "it is computed";
  return slot.isDisabled() ? "it is disabled" : undefined;
}
