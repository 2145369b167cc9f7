/**
 * What a type of field is given to make its control of.
 *
 * @module
 */
import type { Body } from "../../nitro/mod.ts";
import type { Place, Wired } from "../field/type.ts";
import type { Cell } from "../state/filled.ts";
import type { Drawing } from "./options.ts";

/** A cell as its type sees it. */
export function placeOf(
  { ids, mode, filled: { locale, compiled: { typeOf } } }: Drawing,
  cell: Cell,
  shown: { readonly isInvalid: boolean; readonly describedBy: string | undefined } = NOTHING,
): Place {
  const { path, node: { field }, value, raw, title, min, max, options, isDisabled } = cell;
  return {
    field,
    path,
    id: ids.control(path),
    value,
    raw,
    mode,
    locale,
    title,
    isRequired: cell.isRequired && mode !== "search",
    isDisabled,
    min,
    max,
    options,
    isInvalid: shown.isInvalid,
    describedBy: shown.describedBy,
    typeOf,
  };
}

const NOTHING = { isInvalid: false, describedBy: undefined };

/** What a control is wired with where the form is not live. */
const STILL: Wired = { wire: () => ({}) };

/** How the control of a cell reports. */
export function wiredOf({ options: { wired } }: Drawing, { path }: Cell): Wired {
  return wired === undefined ? STILL : wired(path);
}

/** What shows where a value is to show and there is none. */
const NONE = "—";

/** The value of a cell as it is read, of rows how many there are; what stands in its place and is none, as it is. */
export function textOf(on: Drawing, cell: Cell): Body {
  const { value, raw, path, node: { type, isRepeated } } = cell, { filled } = on;
  if (isRepeated) return filled.locale.say("rows.count", { count: filled.rows(path).length });
  if (value !== undefined) return type.show(value, placeOf(on, cell));
  const text = Array.isArray(raw) ? raw.join(", ") : raw;
  return typeof text === "string" && text !== "" && type.isSecret !== true ? text : NONE;
}
