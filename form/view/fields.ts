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
  for (const cell of cells) {
    const { node } = cell;
    if (on.mode === "compact" && cell.value === undefined && !isGroup(node)) continue;
    if (!isGroup(node) && node.type.holds !== false) terms.push(on.panel(cell));
    else {
      end();
      body.push(on.panel(cell));
    }
  }
  end();
  return body;
}
