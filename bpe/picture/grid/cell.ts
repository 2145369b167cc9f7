/**
 * What stands in the grid of an automatic layout: nodes with their sizes, and what ties them.
 *
 * @module
 */
import {
  type Definition,
  type Flow,
  type Node,
  NONE,
  type Scope,
} from "../../definition/definition.ts";
import { widthOf, wrap } from "../text.ts";

/** Room on the sides; height of the name of an open sub-process; room for the name of a boundary event. */
export const PAD = 20, HEAD = 34, NAME = 34;

/** The size of something laid out. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A node, sized and later placed; `Inside` is the layout of what a sub-process holds. */
export interface Cell<Inside extends Size = Size> {
  readonly node: Node;
  readonly width: number;
  readonly height: number;
  /** The width of its column at least: names of events and gateways are wider than these. */
  readonly room: number;
  readonly inside: Inside | null;
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
export interface Tie<Of extends Cell = Cell> {
  readonly id: string;
  readonly name: string;
  readonly from: Of;
  readonly to: Of;
  /** The boundary event it leaves. */
  readonly event: Node | null;
}

/** A node with its size. */
export function cellOf<Inside extends Size>(
  definition: Definition,
  node: Node,
  band: number,
  inside: Inside | null,
): Cell<Inside> {
  const place = { layer: 0, row: 0, place: 0, x: 0, y: 0 };
  if (node.activity === null) {
    const size = node.gateway === null ? 36 : 50;
    const down = size / 2 + 3 + Math.ceil(wrap(node.name, 96, 80, 11).height);
    const events = new Map<number, number>();
    const room = Math.max(size, Math.min(96, widthOf(node.name, 11)));
    return { node, band, width: size, height: size, room, inside: null, down, events, ...place };
  }
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

/** Boundary events stand on the lower edge from its right end on, so that the markers in its middle stay free. */
export function boundaryX({ x, width, events }: Cell, event: number): number {
  return x + width - (events.get(event) ?? 0);
}

/** What ties the cells of a scope: its flows, and compensation events to their handlers. */
export function tiesOf<Of extends Cell>(
  definition: Definition,
  scope: Scope,
  cells: readonly Of[],
): Tie<Of>[] {
  const cellOf = new Map<number, Of>();
  for (const cell of cells) {
    cellOf.set(cell.node.index, cell);
    for (const one of cell.node.boundary) cellOf.set(one, cell);
  }
  const ties: Tie<Of>[] = [];
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
