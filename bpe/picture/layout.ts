/**
 * The diagram of a definition that has none: its processes laid out one below the other.
 *
 * @module
 */
import { type Definition, type MessageEnd, NONE, type Scope } from "../definition/definition.ts";
import type { Bounds, Edge, Plane, Point, Shape } from "../definition/diagram.ts";
import { HEADER } from "./draw/pool.ts";
import { centre } from "./geometry.ts";
import { type Grid, gridOf } from "./grid/grid.ts";
import { lanesByProcess } from "./grid/lanes.ts";

interface Growing {
  readonly shapes: Shape[];
  readonly edges: Edge[];
  readonly places: Map<number, Bounds>;
}

/** One scope: a process, or the inside of a sub-process. */
export function scopePlane(definition: Definition, scope: Scope): Plane {
  const plane: Growing = { shapes: [], edges: [], places: new Map() };
  put(plane, gridOf(definition, scope), { x: 0, y: 0 });
  return { element: scope.id, shapes: plane.shapes, edges: plane.edges };
}

/** Everything: pools with their processes, processes without pool, message flows. */
export function wholePlane(definition: Definition): Plane {
  const { participants, messageFlows } = definition.collaboration;
  const plane: Growing = { shapes: [], edges: [], places: new Map() };
  const alone = definition.processes.filter((one) => one.kind === "process");
  const whole = alone.length === 0 ? definition.processes : alone;
  const lanes = lanesByProcess(definition);
  const pooled = new Set(participants.map((one) => one.process));
  const rows = [
    ...participants.map((one) => ({ pool: one.id, process: definition.processes[one.process] })),
    ...whole.filter((one) => !pooled.has(one.index))
      .map((process) => ({ pool: null, process })),
  ].map(({ pool, process }) => {
    const scope = definition.scopes[process?.scope ?? NONE];
    return { pool, grid: scope === undefined ? null : gridOf(definition, scope, lanes) };
  });
  const width = rows.reduce((most, { grid }) => Math.max(most, (grid?.width ?? 0) + HEADER), 300);
  const pools: Bounds[] = [];
  let y = 0;
  for (const { pool, grid } of rows) {
    const height = Math.max(60, grid?.height ?? 0);
    if (pool !== null) {
      const bounds = { x: 0, y, width, height };
      pools.push(bounds);
      plane.shapes.push(shapeOf(pool, bounds, true));
    }
    if (grid !== null) put(plane, grid, { x: pool === null ? 0 : HEADER, y });
    y += height + 50;
  }
  for (const [i, { id, source, target }] of messageFlows.entries()) {
    const place = ({ node, participant }: MessageEnd) =>
      plane.places.get(node) ?? pools[participant];
    const from = place(source), to = place(target);
    if (from && to) {
      plane.edges.push(
        edgeOf(
          id,
          message(
            { bounds: from, isPool: isPool(source) },
            { bounds: to, isPool: isPool(target) },
            i,
          ),
        ),
      );
    }
  }
  return { element: "", shapes: plane.shapes, edges: plane.edges };
}

function isPool({ node }: MessageEnd): boolean {
  return node === NONE;
}

/** Where a message flow ends: at a pool anywhere along its side. */
interface End {
  readonly bounds: Bounds;
  readonly isPool: boolean;
}

/** Down or up from one place to the other, side-steps just before the end. */
function message(source: End, target: End, i: number): Point[] {
  const from = source.bounds, to = target.bounds;
  const down = from.y + from.height <= to.y + to.height;
  const x = source.isPool && !target.isPool ? centre(to).x : centre(from).x;
  const end = target.isPool ? x : centre(to).x;
  const start = { x, y: down ? from.y + from.height : from.y };
  const last = { x: end, y: down ? to.y : to.y + to.height };
  const y = down ? last.y - 18 - i % 4 * 6 : last.y + 18 + i % 4 * 6;
  return x === end ? [start, last] : [start, { x, y }, { x: end, y }, last];
}

/** Moves a grid, and the grids inside it, to its place. */
function put(plane: Growing, grid: Grid, { x, y }: Point): void {
  const moved = (one: Bounds) => ({ ...one, x: one.x + x, y: one.y + y });
  for (const { id, bounds } of grid.lanes) plane.shapes.push(shapeOf(id, moved(bounds), true));
  for (const { node, bounds, inside } of grid.boxes) {
    const place = moved(bounds);
    plane.places.set(node.index, place);
    const label = node.kind === "boundaryEvent"
      ? { x: place.x + 38, y: place.y + 21, width: 56, height: 28 }
      : null;
    plane.shapes.push({ ...shapeOf(node.id, place, null), label, isExpanded: inside !== null });
    if (inside !== null) put(plane, inside.grid, { x: x + inside.at.x, y: y + inside.at.y });
  }
  for (const { id, waypoints } of grid.lines) {
    plane.edges.push(edgeOf(id, waypoints.map((one) => ({ x: one.x + x, y: one.y + y }))));
  }
}

function shapeOf(element: string, bounds: Bounds, isHorizontal: boolean | null): Shape {
  return { element, bounds, label: null, isHorizontal, isExpanded: null, isMarkerVisible: true };
}

function edgeOf(element: string, waypoints: readonly Point[]): Edge {
  return { element, waypoints, label: null, message: null };
}
