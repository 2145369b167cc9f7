/**
 * Fields one after the other, as panels; as terms and what they are where they show text.
 *
 * @module
 */
import { type Body, dl, type Element } from "../../nitro/mod.ts";
import type { Cell } from "../state/filled.ts";
import { isGroup } from "./fixed.ts";
import type { Drawing } from "./options.ts";

/** The panels of cells, in their order. What is never shown has none. */
export function fieldsOf(on: Drawing, cells: readonly Cell[]): Body {
  const shown = cells.filter(({ node }) => node.field.hidden !== true);
  return on.isText ? inLists(on, shown) : shown.map((cell) => on.panel(cell));
}

/** Groups, and what holds no value, are no terms: a list ends before them. */
function inLists(on: Drawing, cells: readonly Cell[]): Body {
  const body: Element[] = [];
  let terms: Element[] = [];
  const end = () => {
    if (terms.length > 0) body.push(dl({ class: "n2o-values", body: terms }));
    terms = [];
  };
  for (const cell of on.mode === "compact" ? inShort(on, cells) : cells) {
    const { node } = cell, isShort = on.mode === "compact" && node.isRepeated;
    if (isShort || !isGroup(node) && node.type.holds !== false) terms.push(on.panel(cell));
    else {
      end();
      body.push(on.panel(cell));
    }
  }
  end();
  return body;
}

/** In short there is nothing of what is empty, and what stands in a group stands by itself. */
function inShort(on: Drawing, cells: readonly Cell[]): readonly Cell[] {
  return cells.flatMap((cell) => {
    const { node, path, value, isVisible } = cell;
    if (node.field.hidden === true) return [];
    if (node.isRepeated) return on.filled.rows(path).length === 0 ? [] : [cell];
    if (!isGroup(node)) return value === undefined && node.type.holds !== false ? [] : [cell];
    return isVisible ? inShort(on, on.filled.cells(path)) : [];
  });
}
