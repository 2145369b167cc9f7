/**
 * A cell as its type is shown it when a value is checked.
 *
 * @module
 */
import type { Place } from "../field/type.ts";
import type { Cell, Filled } from "../state/filled.ts";

/** The place of a cell, where no control is drawn: its path stands for the id. */
export function placeOf({ compiled, mode, locale }: Filled, cell: Cell): Place {
  const { node, path, value, raw, title, isRequired, isDisabled, min, max, options } = cell;
  return {
    field: node.field,
    path,
    id: path,
    value,
    raw,
    mode,
    locale,
    title,
    isRequired,
    isDisabled,
    min,
    max,
    options,
    isInvalid: false,
    describedBy: undefined,
    typeOf: compiled.typeOf,
  };
}
