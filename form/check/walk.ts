/**
 * The cells of a form that are checked, and their paths.
 *
 * @module
 */
import type { Compiled, Node } from "../document/compile.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { namesOf } from "../value/path.ts";

/** Where a path leads: the field, and whether to one of its rows. */
export interface Place {
  readonly node: Node | undefined;
  readonly isRow: boolean;
}

/** The field that a path leads to; undefined for the form itself and for what there is not. */
export function placeAt({ children }: Compiled, path: string): Place {
  let among = children, node: Node | undefined, isRow = false;
  for (const name of namesOf(path)) {
    if (node?.isRepeated === true && !isRow) isRow = true;
    else {
      node = among.get(name);
      if (node === undefined) return { node, isRow: false };
      isRow = false;
      among = node.children;
    }
  }
  return { node, isRow };
}

/** The cells at a place and below it that are there and can be changed: those that a person can put right. */
export function cellsAt(filled: Filled, at: string): readonly Cell[] {
  const { node, isRow } = placeAt(filled.compiled, at), found: Cell[] = [];
  collect(filled, node === undefined || isRow ? filled.cells(at) : [filled.cell(at)], found);
  return found;
}

function collect(filled: Filled, cells: readonly Cell[], found: Cell[]): void {
  for (const cell of cells) {
    if (!cell.isVisible) continue;
    if (!cell.isDisabled) found.push(cell);
    if (cell.node.children.size > 0) collect(filled, filled.cells(cell.path), found);
  }
}

/** Whether a path is at a place or below it. */
export function isWithin(path: string, at: string): boolean {
  return at === "" || path === at || path.startsWith(`${at}/`);
}
