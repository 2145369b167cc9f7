/**
 * Rows beside each other: no two are the same.
 *
 * @module
 */
import type { Issue } from "../issue.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { below } from "../value/path.ts";
import { isEmpty, keyOf } from "./constraint.ts";

/** Rows that hold what an earlier one does: said at each but the first, of those at a place and below it. */
export function* doubles(filled: Filled, cells: readonly Cell[]): Generator<Issue> {
  const groups = new Map<string, Cell>();
  for (const cell of cells) {
    const { node } = cell;
    if (node.isRepeated && node.field.distinct === true) yield* doubledRows(filled, cell);
    const { parent } = node;
    if (node.field.distinct === true && parent?.isRepeated === true) {
      // The field of any row stands for that of all.
      groups.set(`${groupOf(cell.path)}/*/${node.field.id}`, cell);
    }
  }
  if (groups.size === 0) return;
  const asked = new Set(cells.map(({ path }) => path));
  for (const { path, node } of groups.values()) {
    yield* doubled(filled, groupOf(path), node.field.id, asked);
  }
}

function groupOf(path: string): string {
  return path.split("/").slice(0, -2).join("/");
}

function* doubledRows(filled: Filled, { path }: Cell): Generator<Issue> {
  const seen = new Set<string>();
  for (const key of filled.rows(path)) {
    const at = below(path, key);
    const cells = filled.cells(at);
    const held = keyOf(cells.map((cell) => contentOf(filled, cell)));
    // A row has no panel of its own: it is said where it can be put right.
    const place = cells.find(({ isVisible, isDisabled }) => isVisible && !isDisabled)?.path ?? path;
    if (seen.has(held)) yield { path: place, code: "distinct" };
    seen.add(held);
  }
}

/** What a cell holds, with what is in it. */
function contentOf(filled: Filled, { path, node, value }: Cell): unknown {
  if (node.isRepeated) {
    return filled.rows(path).map((key) =>
      filled.cells(below(path, key)).map((cell) => contentOf(filled, cell))
    );
  }
  if (node.children.size === 0) return value;
  return filled.cells(path).map((cell) => contentOf(filled, cell));
}

function* doubled(
  filled: Filled,
  group: string,
  id: string,
  asked: ReadonlySet<string>,
): Generator<Issue> {
  const seen = new Set<string>();
  for (const key of filled.rows(group)) {
    const { path, value, isVisible } = filled.cell(below(below(group, key), id));
    if (!isVisible || isEmpty(value)) continue;
    const held = keyOf(value);
    if (seen.has(held) && asked.has(path)) yield { path, code: "distinct" };
    seen.add(held);
  }
}
