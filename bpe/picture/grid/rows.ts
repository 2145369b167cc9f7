/**
 * Columns and rows of the grid of an automatic layout.
 *
 * @module
 */
import type { Cell, Tie } from "./cell.ts";
import { layersOf } from "./layers.ts";

/** Rows of the grid by band: the first of each, and one more than the last. */
export type Rows = readonly number[];

/** Gives every cell its layer and row. A cell stands in the row of the first it comes from, or the next free one below. */
export function arrange(cells: readonly Cell[], ties: readonly Tie[], bands: number): Rows {
  const number = new Map(cells.map((one, i) => [one, i]));
  const pairs = ties.map(({ from, to }) => [number.get(from)!, number.get(to)!] as const);
  const layers = layersOf(cells.length, pairs);
  for (const [i, cell] of cells.entries()) cell.layer = layers[i]!;
  const columns: Cell[][] = [];
  for (const cell of cells) (columns[cell.layer] ??= []).push(cell);
  const wanted = new Map<Cell, number>();
  const leaving = new Map<Cell, Tie[]>();
  for (const one of ties) {
    (leaving.get(one.from) ?? leaving.set(one.from, []).get(one.from)!).push(one);
  }
  const most = new Array<number>(bands).fill(0);
  for (const column of columns) {
    const free = new Map<number, number>();
    column.sort((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0));
    for (const cell of column) {
      cell.row = Math.max(wanted.get(cell) ?? 0, free.get(cell.band) ?? 0);
      free.set(cell.band, cell.row + 1);
      most[cell.band] = Math.max(most[cell.band]!, cell.row + 1);
      for (const { to, event } of leaving.get(cell) ?? []) {
        if (to.band !== cell.band || to.layer <= cell.layer) continue;
        const row = event === null ? cell.row : cell.row + 1;
        wanted.set(to, Math.min(wanted.get(to) ?? Infinity, row));
      }
    }
  }
  const starts = [0];
  for (const count of most) starts.push(starts.at(-1)! + Math.max(1, count));
  for (const cell of cells) cell.row += starts[cell.band]!;
  const last = new Map<number, number>();
  for (const cell of columns.flat()) {
    cell.place = (last.get(cell.row) ?? -1) + 1;
    last.set(cell.row, cell.place);
  }
  return starts;
}
