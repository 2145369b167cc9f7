/**
 * The automatic layout of one scope: a grid whose columns are layers and whose rows are bands of lanes.
 *
 * Flows run only between the columns and between the rows, so that none crosses a node.
 *
 * @module
 */
import { type Definition, type Flow, type Node, NONE, type Scope } from "../definition.ts";
import type { Bounds, Point } from "../diagram.ts";
import { layersOf } from "./layers.ts";
import { widthOf, wrap } from "./text.ts";

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

/** A node that has no place yet. */
interface Cell {
  readonly node: Node;
  readonly width: number;
  readonly height: number;
  /** The width of its column at least: names of events and gateways are wider than these. */
  readonly room: number;
  readonly inside: Grid | null;
  /** From the middle to what stands below it: boundary events and names. */
  readonly down: number;
  /** Boundary events, by how far each is from the right end. */
  readonly events: ReadonlyMap<number, number>;
  readonly band: number;
  layer: number;
  row: number;
  /** Its number among the cells of its row. */
  place: number;
  x: number;
  y: number;
}

/** A line between two cells: a flow, or what ties a compensation handler to its event. */
interface Tie {
  readonly id: string;
  readonly name: string;
  readonly from: Cell;
  readonly to: Cell;
  /** The boundary event it leaves. */
  readonly event: Node | null;
}

/** Between two tracks, without and with names on them. */
const STEP = 10, LINE = 17;
const NAME = 34, STRIP = 30, HEAD = 34, PAD = 20;

/** Lays out a scope and the scopes inside it. */
export function gridOf(definition: Definition, scope: Scope): Grid {
  const bands = bandsOf(definition, scope);
  const bandOf = new Map(bands.map((lane, i) => [lane, i]));
  const cells = scope.nodes.map((one) => definition.nodes[one]!)
    .filter((one) => one.kind !== "boundaryEvent")
    .map((one) => cellOf(definition, one, bandOf.get(one.lane) ?? bandOf.get(NONE) ?? 0));
  const ties = tiesOf(definition, scope, cells);
  const tied = new Set(ties.flatMap((one) => [one.from, one.to]));
  const placed = cells.filter((one) => tied.has(one));
  const loose = cells.filter((one) => !tied.has(one));
  const rows = arrange(placed, ties, bands.length);
  return measure(definition, { bands, placed, loose, ties, rows });
}

/** Lanes that are rows, in order: those without lanes inside, those with nodes of their own, and `NONE`. */
function bandsOf(definition: Definition, scope: Scope): number[] {
  if (scope.parent !== NONE) return [NONE];
  const lanes = definition.lanes.filter((one) => one.process === scope.process);
  const used = new Set(scope.nodes.map((one) => definition.nodes[one]?.lane));
  const parents = new Set(lanes.map((one) => one.parent));
  const bands = lanes.filter((one) => used.has(one.index) || !parents.has(one.index))
    .map((one) => one.index);
  return bands.length === 0 || used.has(NONE) ? [...bands, NONE] : bands;
}

function cellOf(definition: Definition, node: Node, band: number): Cell {
  const place = { layer: 0, row: 0, place: 0, x: 0, y: 0 };
  if (node.activity === null) {
    const size = node.gateway === null ? 36 : 50;
    const down = size / 2 + 3 + Math.ceil(wrap(node.name, 96, 80, 11).height);
    const events = new Map<number, number>();
    const room = Math.max(size, Math.min(96, widthOf(node.name, 11)));
    return { node, band, width: size, height: size, room, inside: null, down, events, ...place };
  }
  const body = definition.scopes[node.body];
  const inside = body === undefined || body.nodes.length === 0 ? null : gridOf(definition, body);
  const named = node.boundary.some((one) => definition.nodes[one]?.name !== "");
  const step = named && node.boundary.length > 1 ? 100 : 46;
  const last = node.boundary.length - 1;
  const events = new Map(node.boundary.map((one, i) => [one, 28 + step * (last - i)]));
  const { loop, isForCompensation } = node.activity;
  const marked = loop !== null || isForCompensation || node.kind === "callActivity";
  const least = marked && last >= 0 ? 124 : 100;
  const width = Math.max(inside === null ? 0 : inside.width + 2 * PAD, step * last + 56, least);
  const height = inside === null ? 80 : inside.height + HEAD + PAD;
  const down = height / 2 + (node.boundary.length === 0 ? 0 : named ? 18 + NAME : 18);
  return { node, band, width, height, room: width, inside, down, events, ...place };
}

function tiesOf(definition: Definition, scope: Scope, cells: readonly Cell[]): Tie[] {
  const cellOf = new Map<number, Cell>();
  for (const cell of cells) {
    cellOf.set(cell.node.index, cell);
    for (const one of cell.node.boundary) cellOf.set(one, cell);
  }
  const ties: Tie[] = [];
  const tie = ({ id, name }: Pick<Flow, "id" | "name">, source: number, target: number) => {
    const from = cellOf.get(source), to = cellOf.get(target), node = definition.nodes[source];
    if (!from || !to || !node) return;
    ties.push({ id, name, from, to, event: node.kind === "boundaryEvent" ? node : null });
  };
  for (const one of scope.flows) {
    const flow = definition.flows[one];
    if (flow !== undefined) tie(flow, flow.source, flow.target);
  }
  for (const { node } of cells) {
    const event = node.boundary.find((one) =>
      definition.nodes[one]?.event?.trigger === "compensation"
    );
    if (event === undefined || !cellOf.has(node.activity?.compensation ?? NONE)) continue;
    tie({ id: "", name: "" }, event, node.activity?.compensation ?? NONE);
  }
  return ties;
}

/** Rows of the grid by band: the first of each, and one more than the last. */
type Rows = readonly number[];

/** Gives every cell its layer and row. A cell stands in the row of the first it comes from, or the next free one below. */
function arrange(cells: readonly Cell[], ties: readonly Tie[], bands: number): Rows {
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
    const free = new Array<number>(bands).fill(0);
    column.sort((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0));
    for (const cell of column) {
      cell.row = Math.max(wanted.get(cell) ?? 0, free[cell.band]!);
      free[cell.band] = cell.row + 1;
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

interface Arranged {
  readonly bands: readonly number[];
  readonly placed: readonly Cell[];
  readonly loose: readonly Cell[];
  readonly ties: readonly Tie[];
  readonly rows: Rows;
}

/** How a line goes: straight, through the gap between two columns, or also through a gap between two rows. */
type Way = "straight" | "column" | "row";

function wayOf({ from, to, event }: Tie): Way {
  if (event !== null) return "row";
  if (from.row === to.row && to.layer > from.layer && to.place === from.place + 1) {
    return "straight";
  }
  return to.layer === from.layer + 1 ? "column" : "row";
}

/** The gap below this row is the one a line takes. */
function gapRow({ from, to, event }: Tie): number {
  return event === null && to.row < from.row ? from.row - 1 : from.row;
}

/** Tracks in the gaps: each key gets one, numbered from 0 in each gap. */
class Tracks<Key> {
  readonly #step: number;
  readonly #gaps = new Map<number, Map<Key, number>>();

  constructor(step: number) {
    this.#step = step;
  }

  put(gap: number, key: Key): void {
    const keys = this.#gaps.get(gap) ?? new Map<Key, number>();
    this.#gaps.set(gap, keys);
    if (!keys.has(key)) keys.set(key, keys.size);
  }

  size(gap: number): number {
    return this.#gaps.get(gap)?.size ?? 0;
  }

  /** How far into the gap; tracks move closer where there are many. */
  at(gap: number, key: Key): number {
    const keys = this.#gaps.get(gap);
    return (keys?.get(key) ?? 0) * Math.min(this.#step, MOST / Math.max(1, keys?.size ?? 1));
  }

  room(gap: number): number {
    return Math.min(MOST, this.size(gap) * this.#step);
  }
}

/** The most room for the tracks of one gap. */
const MOST = 160;

function measure(definition: Definition, arranged: Arranged): Grid {
  const { bands, placed, loose, ties, rows } = arranged;
  const leave = new Tracks<Cell>(STEP), enter = new Tracks<Cell>(STEP);
  const pass = new Tracks<Cell>(ties.some((one) => one.name !== "") ? LINE : STEP);
  for (const one of ties) {
    const way = wayOf(one);
    if (way !== "straight" && one.event === null) leave.put(one.from.layer + 1, one.from);
    if (way !== "row") continue;
    enter.put(one.to.layer, one.to);
    pass.put(gapRow(one), one.to);
  }
  const depth = laneDepth(definition, bands);
  const columns = columnsOf(placed, ties, leave, enter, depth * STRIP);
  const { shelf, middles, gaps, ends, bottom } = rowsOf(arranged, pass, columns.right);
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
    lanes: lanesOf(definition, { bands, ends, width, depth, rows }),
  };
}

function columnsOf(
  cells: readonly Cell[],
  ties: readonly Tie[],
  leave: Tracks<Cell>,
  enter: Tracks<Cell>,
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
      under ? PAD : right,
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

/** Boundary events stand on the lower edge from its right end on, so that the markers in its middle stay free. */
function boundaryX({ x, width, events }: Cell, event: number): number {
  return x + width - (events.get(event) ?? 0);
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

function laneDepth(definition: Definition, bands: readonly number[]): number {
  let most = 0;
  for (const band of bands) {
    let depth = 0;
    for (let at = band; at !== NONE; at = definition.lanes[at]!.parent) depth++;
    most = Math.max(most, depth);
  }
  return most;
}

function lanesOf(
  definition: Definition,
  { bands, ends, width }: {
    bands: readonly number[];
    ends: readonly [number, number][];
    width: number;
    depth: number;
    rows: Rows;
  },
): Grid["lanes"] {
  const spans = new Map<number, [number, number]>();
  for (const [i, band] of bands.entries()) {
    for (let at = band; at !== NONE; at = definition.lanes[at]!.parent) {
      const [top, bottom] = spans.get(at) ?? [Infinity, -Infinity];
      spans.set(at, [Math.min(top, ends[i]![0]), Math.max(bottom, ends[i]![1])]);
    }
  }
  return [...spans].sort(([one], [other]) => one - other).map(([index, [top, bottom]]) => {
    const { id, parent } = definition.lanes[index]!;
    let left = 0;
    for (let at = parent; at !== NONE; at = definition.lanes[at]!.parent) left += STRIP;
    return { id, bounds: { x: left, y: top, width: width - left, height: bottom - top } };
  });
}
