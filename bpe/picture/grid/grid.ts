/**
 * The automatic layout of one scope: a grid whose columns are layers and whose rows are bands of lanes.
 *
 * Flows run only between the columns and between the rows, so that none crosses a node.
 *
 * @module
 */
import { type Definition, type Node, NONE, type Scope } from "../../definition/definition.ts";
import type { Bounds, Point } from "../../definition/diagram.ts";
import {
  boundaryX,
  type Cell as AnyCell,
  cellOf,
  HEAD,
  PAD,
  type Tie as AnyTie,
  tiesOf,
} from "./cell.ts";
import { bandsOf, laneBounds, laneDepth, lanesByProcess, STRIP } from "./lanes.ts";
import { arrange, type Rows } from "./rows.ts";
import { gapRow, Tracks, wayOf } from "./tracks.ts";
import { widthOf } from "../text.ts";

/** A node in its place; all places are relative to the grid's own. */
export interface Box {
  readonly node: Node;
  readonly bounds: Bounds;
  /** The grid inside it, and where. */
  readonly inside: { readonly grid: Grid; readonly at: Point } | null;
}

/** A scope laid out. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly { readonly id: string; readonly waypoints: readonly Point[] }[];
  readonly lanes: readonly { readonly id: string; readonly bounds: Bounds }[];
}

type Cell = AnyCell<Grid>;
type Tie = AnyTie<Cell>;

/** Between two tracks, without and with names on them. */
const STEP = 10, LINE = 17;

/** Lays out a scope and the scopes inside it. */
export function gridOf(
  definition: Definition,
  scope: Scope,
  lanes: ReturnType<typeof lanesByProcess> = lanesByProcess(definition),
): Grid {
  const bands = bandsOf(definition, scope, lanes.get(scope.process) ?? []);
  const bandOf = new Map(bands.map((lane, i) => [lane, i]));
  const cells = scope.nodes.map((one) => definition.nodes[one]!)
    .filter((one) => one.kind !== "boundaryEvent")
    .map((one) => {
      const body = definition.scopes[one.body];
      const inside = body?.nodes.length ? gridOf(definition, body, lanes) : null;
      return cellOf(definition, one, bandOf.get(one.lane) ?? bandOf.get(NONE) ?? 0, inside);
    });
  const ties = tiesOf(definition, scope, cells);
  const tied = new Set(ties.flatMap((one) => [one.from, one.to]));
  const placed = cells.filter((one) => tied.has(one));
  const loose = cells.filter((one) => !tied.has(one));
  const rows = arrange(placed, ties, bands.length);
  return measure(definition, { bands, placed, loose, ties, rows });
}

interface Arranged {
  readonly bands: readonly number[];
  readonly placed: readonly Cell[];
  readonly loose: readonly Cell[];
  readonly ties: readonly Tie[];
  readonly rows: Rows;
}

function measure(definition: Definition, arranged: Arranged): Grid {
  const { bands, placed, loose, ties } = arranged;
  const leave = new Tracks<Cell>(STEP), enter = new Tracks<Cell>(STEP);
  const pass = new Tracks<Cell>(ties.some((one) => one.name !== "") ? LINE : STEP);
  for (const one of ties) {
    const way = wayOf(one);
    if (way !== "straight" && one.event === null) leave.put(one.from.layer + 1, one.from);
    if (way !== "row") continue;
    enter.put(one.to.layer, one.to);
    pass.put(gapRow(one), one.to);
  }
  const left = laneDepth(definition, bands) * STRIP;
  const columns = columnsOf(placed, ties, { leave, enter }, left);
  const { shelf, middles, gaps, ends, bottom } = rowsOf(arranged, pass, left, columns.right);
  for (const cell of placed) {
    cell.x = columns.middle[cell.layer]! - cell.width / 2;
    cell.y = middles[cell.row]! - cell.height / 2;
  }
  const lines = ties.map((one) => {
    const { id, from, to, event } = one;
    const way = wayOf(one);
    const end = { x: to.x, y: to.y + to.height / 2 };
    const start = event === null
      ? { x: from.x + from.width, y: from.y + from.height / 2 }
      : { x: boundaryX(from, event.index), y: from.y + from.height + 18 };
    if (way === "straight") return { id, waypoints: [start, end] };
    const out = event === null
      ? columns.gap[from.layer + 1]! + leave.at(from.layer + 1, from)
      : start.x;
    const first = event === null ? [start, { x: out, y: start.y }] : [start];
    if (way === "column") return { id, waypoints: [...first, { x: out, y: end.y }, end] };
    const y = gaps[gapRow(one)]! + pass.at(gapRow(one), to);
    const inn = columns.gap[to.layer]! + leave.room(to.layer) + enter.at(to.layer, to);
    return { id, waypoints: [...first, { x: out, y }, { x: inn, y }, { x: inn, y: end.y }, end] };
  });
  const width = Math.max(columns.right, shelf);
  return {
    width,
    height: bottom,
    boxes: [...placed, ...loose].flatMap((one) => boxesOf(definition, one)),
    lines,
    lanes: laneBounds(definition, bands, ends, width),
  };
}

function columnsOf(
  cells: readonly Cell[],
  ties: readonly Tie[],
  { leave, enter }: { readonly leave: Tracks<Cell>; readonly enter: Tracks<Cell> },
  left: number,
): { gap: number[]; middle: number[]; right: number } {
  const widths: number[] = [], named: number[] = [];
  for (const { layer, room } of cells) widths[layer] = Math.max(widths[layer] ?? 0, room);
  for (const { name, to } of ties) {
    if (name !== "") {
      named[to.layer] = Math.max(named[to.layer] ?? 0, Math.min(110, widthOf(name, 11) + 24));
    }
  }
  const gap: number[] = [], middle: number[] = [];
  let x = left;
  for (let i = 0; i <= widths.length; i++) {
    const tracks = leave.room(i) + enter.room(i);
    gap[i] = x + 14;
    const edge = i === 0 || i === widths.length;
    x += tracks === 0 && edge ? PAD : Math.max(edge ? 0 : 50, 34 + tracks + (named[i] ?? 0));
    if (i === widths.length) break;
    middle[i] = x + widths[i]! / 2;
    x += widths[i]!;
  }
  return { gap, middle, right: x };
}

function rowsOf(
  { bands, placed, loose, rows }: Arranged,
  pass: Tracks<Cell>,
  left: number,
  right: number,
): { shelf: number; middles: number[]; gaps: number[]; ends: [number, number][]; bottom: number } {
  const up: number[] = [], down: number[] = [];
  for (const { row, height, down: below } of placed) {
    up[row] = Math.max(up[row] ?? 0, height / 2);
    down[row] = Math.max(down[row] ?? 0, below);
  }
  const middles: number[] = [], gaps: number[] = [];
  const ends: [number, number][] = [];
  const apart: Cell[][] = bands.map(() => []);
  for (const one of loose) apart[one.band]?.push(one);
  let y = 0, shelf = 0;
  for (let band = 0; band < bands.length; band++) {
    const top = y;
    y += PAD;
    const stand = y;
    for (let row = rows[band]!; row < rows[band + 1]!; row++) {
      if (up[row] === undefined) continue;
      middles[row] = y + up[row]!;
      y += up[row]! + down[row]!;
      gaps[row] = y + 18;
      y += 28 + pass.room(row);
    }
    const own = apart[band] ?? [];
    const under = bands.length === 1;
    const packed = pack(
      own,
      under ? left + PAD : right,
      under ? y : stand,
      under ? Math.max(right, 700) : right + 600,
    );
    shelf = Math.max(shelf, packed.right);
    y = Math.max(y, packed.bottom, top + (bands.length > 1 ? 100 : 0));
    ends.push([top, y]);
  }
  return { shelf, middles, gaps, ends, bottom: y };
}

/** Puts cells without lines side by side, wrapping at a width. */
function pack(
  cells: readonly Cell[],
  left: number,
  top: number,
  wide: number,
): { right: number; bottom: number } {
  let x = left, y = top, tall = 0, right = 0;
  for (const cell of cells) {
    if (x > left && x + cell.width > wide) {
      x = left;
      y += tall + PAD;
      tall = 0;
    }
    cell.x = x;
    cell.y = y;
    right = Math.max(right, x + cell.width + PAD);
    tall = Math.max(tall, cell.height / 2 + cell.down);
    x += cell.width + 2 * PAD;
  }
  return { right, bottom: cells.length === 0 ? top : y + tall + PAD };
}

/** A cell and the boundary events on its lower edge. */
function boxesOf(definition: Definition, cell: Cell): Box[] {
  const { node, x, y, width, height, inside } = cell;
  const at = { x: x + (width - (inside?.width ?? 0)) / 2, y: y + HEAD };
  const own = { node, bounds: { x, y, width, height }, inside: inside && { grid: inside, at } };
  return [
    own,
    ...node.boundary.map((one) => definition.nodes[one]!).map((event) => {
      const left = boundaryX(cell, event.index) - 18;
      return {
        node: event,
        inside: null,
        bounds: { x: left, y: y + height - 18, width: 36, height: 36 },
      };
    }),
  ];
}
