/**
 * What the drawing functions of shapes and edges share.
 *
 * @module
 */
import type { Bounds, Shape } from "../../definition/diagram.ts";
import type { Pen } from "../pen.ts";
import { type Lines, textIn, wrap } from "../text.ts";

/** A shape, an edge or a label as it was drawn. */
export interface Drawn {
  /** Elements of SVG; "" where there is nothing to be seen. */
  readonly markup: string;
  /** Where it is, its text included. */
  readonly places: readonly Bounds[];
  /** True where not all of its text is there. */
  readonly cut: boolean;
}

/** How something is to be drawn. */
export interface Task {
  /** Its place and what the diagram says of it. */
  readonly shape: Shape;
  /** The colours of its tone. */
  readonly pen: Pen;
}

/** The width a label gets at least: labels of files are measured with fonts of their own. */
const LABEL_WIDTH = 96;

/** A text beside a shape: where the file says, else below it. */
export function label(text: string, given: Bounds | null, shape: Bounds): Drawn {
  if (given === null) {
    const lines = wrap(text, LABEL_WIDTH, 80, 11);
    return labelAt(lines, shape.x + shape.width / 2, shape.y + shape.height + 3);
  }
  const lines = wrap(text, Math.max(given.width, LABEL_WIDTH), Math.max(given.height, 80), 11);
  return labelAt(lines, middleOf(lines, given, shape), topOf(lines, given, shape));
}

/** A text that needs more than its place grows away from the shape. */
function middleOf({ width }: Lines, given: Bounds, shape: Bounds): number {
  const right = given.x + given.width;
  if (right <= shape.x + 2) return right - Math.max(width, given.width) / 2;
  if (given.x >= shape.x + shape.width - 2) return given.x + Math.max(width, given.width) / 2;
  return given.x + given.width / 2;
}

function topOf({ height }: Lines, given: Bounds, shape: Bounds): number {
  const bottom = given.y + given.height;
  return bottom <= shape.y + 4 ? Math.min(given.y, bottom - height) : given.y;
}

/** Lines with their top middle at a point. */
export function labelAt(lines: Lines, middle: number, y: number): Drawn {
  if (lines.lines.length === 0) return { markup: "", places: [], cut: false };
  const place = { x: middle - lines.width / 2, y, width: lines.width, height: lines.height };
  const markup = textIn(lines, place, { down: "top", halo: true });
  return { markup, places: [place], cut: lines.cut };
}
