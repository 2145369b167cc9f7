/**
 * Places and lines of a picture.
 *
 * @module
 */
import type { Bounds, Plane, Point } from "../definition/diagram.ts";
import { BpeError } from "../error.ts";
import { short } from "./markup.ts";

/** The farthest coordinate and the greatest size that are drawn, in the units of the file. */
const FARTHEST = 1_000_000;

/** A rectangle that grows around what is put into it. */
export interface Extent {
  /** Left, top, right, bottom. */
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** An extent with nothing in it. */
export function nothing(): Extent {
  return { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
}

/** Grows an extent around a place. */
export function grow(extent: Extent, { x, y, width, height }: Bounds): void {
  extent.left = Math.min(extent.left, x);
  extent.top = Math.min(extent.top, y);
  extent.right = Math.max(extent.right, x + width);
  extent.bottom = Math.max(extent.bottom, y + height);
}

/**
 * Refuses a plane that cannot be drawn: coordinates that are no numbers or too far away.
 *
 * @throws {BpeError} `picture`, with the element.
 */
export function sane(plane: Plane): void {
  const far = (value: number) => !(Math.abs(value) <= FARTHEST);
  const refuse = (element: string): never => {
    const message =
      `has a coordinate in the diagram that is no number from -${FARTHEST} to ${FARTHEST}; ` +
      "correct the diagram, or draw it with layout: automatic";
    throw new BpeError("picture", message, { element });
  };
  const isBad = (one: Bounds | null) =>
    one !== null && (far(one.x) || far(one.y) || far(one.width) || far(one.height) ||
      one.width < 0 || one.height < 0);
  for (const { element, bounds, label } of plane.shapes) {
    if (isBad(bounds) || isBad(label)) refuse(element);
  }
  for (const { element, waypoints, label } of plane.edges) {
    if (isBad(label) || waypoints.some(({ x, y }) => far(x) || far(y))) refuse(element);
  }
}

/** The middle of a place. */
export function centre({ x, y, width, height }: Bounds): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** A place made smaller on all sides. */
export function inset({ x, y, width, height }: Bounds, by: number): Bounds {
  const [across, down] = [Math.min(by, width / 2), Math.min(by, height / 2)];
  return { x: x + across, y: y + down, width: width - 2 * across, height: height - 2 * down };
}

/** A path through points, its corners rounded. */
export function rounded(points: readonly Point[], radius = 5): string {
  let data = "";
  for (const [i, point] of points.entries()) {
    const before = points[i - 1], after = points[i + 1];
    if (before === undefined) data += `M${at(point)}`;
    else if (after === undefined) data += `L${at(point)}`;
    else {
      const reach = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
      data += reach < 1
        ? `L${at(point)}`
        : `L${at(towards(point, before, reach))}Q${at(point)} ${at(towards(point, after, reach))}`;
    }
  }
  return data;
}

function at({ x, y }: Point): string {
  return `${short(x)},${short(y)}`;
}

/** How far two points are apart. */
export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** The point `length` away from one point in the direction of another. */
export function towards(from: Point, to: Point, length: number): Point {
  const all = distance(from, to);
  if (all === 0) return from;
  return { x: from.x + (to.x - from.x) * length / all, y: from.y + (to.y - from.y) * length / all };
}

/** The degrees, clockwise from the right, in which a line goes from one point to another. */
export function degrees(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x) * 180 / Math.PI;
}

/** The point at a length along a line, counted from its start; its ends beyond them. */
export function along(points: readonly Point[], length: number): Point {
  let left = Math.max(0, length);
  for (const [i, point] of points.entries()) {
    const next = points[i + 1];
    if (next === undefined) return point;
    const step = distance(point, next);
    if (left <= step) return towards(point, next, left);
    left -= step;
  }
  return { x: 0, y: 0 };
}

/** The length of a line. */
export function lengthOf(points: readonly Point[]): number {
  return points.reduce((sum, point, i) => sum + (i === 0 ? 0 : distance(points[i - 1]!, point)), 0);
}

/** A line without points that repeat the one before. */
export function distinct(points: readonly Point[]): Point[] {
  return points.filter((point, i) => i === 0 || distance(points[i - 1]!, point) > 0.01);
}
