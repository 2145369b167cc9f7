/**
 * Where the keyboard goes.
 *
 * @module
 */
import { focus } from "../../nitro/mod.ts";
import type { Cell } from "../state/filled.ts";
import { faultsOf } from "../view/errors.ts";
import type { Filling } from "./filling.ts";
import { optionsOf } from "./show.ts";

/** Gives a control the focus. */
function focusCell({ ids }: Filling, { path, node: { type } }: Cell): void {
  const id = ids.control(path);
  focus(type.labelFor?.(id) ?? id);
}

/** Gives it to the first control among cells that a person can use. */
export function focusAmong(filling: Filling, cells: readonly Cell[]): void {
  const first = cells.find(({ isVisible, isDisabled, node }) =>
    isVisible && !isDisabled && node.children.size === 0 && node.type.holds !== false
  );
  if (first !== undefined) focusCell(filling, first);
}

/** Gives it to the first thing that is wrong; to what is said of all where that has no place. */
export function focusFirst(filling: Filling): void {
  const { sheet, ids } = filling, [first] = faultsOf(sheet, optionsOf(filling));
  if (first === undefined || first.page !== undefined) focus(`${ids.form}-errors`);
  else focusCell(filling, first.cell);
}
