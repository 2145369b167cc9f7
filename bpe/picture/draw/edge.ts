/**
 * Sequence flows, message flows, associations (BPMN 2.0.2, 7.6).
 *
 * @module
 */
import type { Definition } from "../../definition/definition.ts";
import type { Edge, Point } from "../../definition/diagram.ts";
import { type Drawn, label as labelIn, labelAt } from "./draw.ts";
import { along, degrees, distance, distinct, lengthOf, rounded, towards } from "../geometry.ts";
import { type Attributes, tag } from "../markup.ts";
import { line, type Pen, shape as outline, solid } from "../pen.ts";
import type { Subject } from "../subject.ts";
import { wrap } from "../text.ts";

/** How a line looks. */
interface Look {
  readonly name: string;
  readonly dash: string | undefined;
  readonly start: "none" | "circle" | "diamond" | "slash" | "open";
  readonly end: "none" | "solid" | "hollow" | "open";
}

/** A line with its ends and its name; nothing where it has fewer than two points. */
export function edge(
  definition: Definition,
  subject: Subject | undefined,
  own: Edge,
  pen: Pen,
): Drawn {
  const points = distinct(own.waypoints);
  const first = points[0], second = points[1], last = points.at(-1), before = points.at(-2);
  if (!first || !second || !last || !before) return { markup: "", places: [], cut: false };
  const look = lookOf(definition, subject, own.element);
  // The head covers the end of its line: a line as wide as its tip would blunt it.
  const end = look.end === "solid"
    ? towards(last, before, Math.min(4, distance(last, before) / 2))
    : last;
  const markup = tag("path", {
    ...line(pen),
    class: "bpe-line bpe-body",
    d: rounded([...points.slice(0, -1), end]),
    "stroke-dasharray": look.dash,
    "stroke-linecap": look.dash === "1 4" ? "round" : undefined,
  }) + startOf(look.start, first, second, pen) + endOf(look.end, last, before, pen) +
    (own.message === null ? "" : envelope(points, own.message, pen));
  const name = nameOf(look.name, own, points);
  return {
    markup: markup + name.markup,
    places: [...points.map(({ x, y }) => ({ x, y, width: 0, height: 0 })), ...name.places],
    cut: name.cut,
  };
}

function lookOf(definition: Definition, subject: Subject | undefined, id: string): Look {
  const plain: Look = { name: "", dash: undefined, start: "none", end: "solid" };
  switch (subject?.is) {
    case "flow": {
      const { name, condition, isDefault, source } = subject.flow;
      const conditional = condition !== null && definition.nodes[source]?.activity;
      return { ...plain, name, start: isDefault ? "slash" : conditional ? "diamond" : "none" };
    }
    case "messageFlow":
      return { name: subject.messageFlow.name, dash: "8 5", start: "circle", end: "hollow" };
    case "artifact": {
      const { direction } = subject.artifact;
      return {
        name: "",
        dash: "1 4",
        start: direction === "Both" ? "open" : "none",
        end: direction === "None" ? "none" : "open",
      };
    }
    default:
      // Without an id: what ties a compensation handler to its event in a definition written in code.
      return { ...plain, dash: "1 4", end: subject === undefined && id !== "" ? "none" : "open" };
  }
}

function placed(at: Point, from: Point, to: Point): string {
  return `translate(${at.x} ${at.y}) rotate(${Math.round(degrees(from, to) * 10) / 10})`;
}

function startOf(kind: Look["start"], first: Point, second: Point, pen: Pen): string {
  const transform = placed(first, first, second);
  const path = (look: Attributes, d: string) => tag("path", { ...look, d, transform });
  switch (kind) {
    case "circle":
      return tag("circle", {
        ...outline(pen),
        r: 4,
        transform: placed(towards(first, second, 4), first, second),
      });
    case "diamond":
      return path(outline(pen), "M0,0L8,-5L16,0L8,5Z");
    case "slash":
      return path(line(pen), "M6,6L12,-6");
    case "open":
      return path(line(pen), "M9,-5L0,0L9,5");
    default:
      return "";
  }
}

function endOf(kind: Look["end"], last: Point, before: Point, pen: Pen): string {
  if (kind === "none") return "";
  const transform = placed(last, before, last);
  if (kind === "open") return tag("path", { ...line(pen), d: "M-9,-5L0,0L-9,5", transform });
  const look = kind === "solid" ? { ...solid(pen), "stroke-width": 1 } : outline(pen);
  return tag("path", { ...look, d: "M0,0L-10,-4.5V4.5Z", transform });
}

/** The message of a message flow: white where it begins the exchange, grey where it answers. */
function envelope(
  points: readonly Point[],
  kind: "initiating" | "non_initiating",
  pen: Pen,
): string {
  const { x, y } = along(points, lengthOf(points) / 2);
  const tint = kind === "initiating" ? {} : { "fill-opacity": 0.35, fill: pen.ink };
  const body = kind === "initiating" ? outline(pen) : { ...solid(pen), ...tint };
  const sheet = { x: -13, y: -9, width: 26, height: 18 };
  return tag(
    "g",
    { transform: `translate(${x} ${y})` },
    tag("rect", { ...outline(pen), ...sheet }),
    tag("rect", { ...body, ...sheet }),
    tag("path", { ...line(pen), d: "M-13,-9L0,1L13,-9" }),
  );
}

/** The name: where the file says, else above the longest level part of the line, else beside its longest part. */
function nameOf(name: string, own: Edge, points: readonly Point[]): Drawn {
  if (name === "") return { markup: "", places: [], cut: false };
  if (own.label !== null) return labelIn(name, own.label, own.label);
  let best: { from: Point; to: Point; length: number; level: boolean } | undefined;
  for (const [i, to] of points.entries()) {
    const from = points[i - 1];
    if (from === undefined) continue;
    const level = Math.abs(to.y - from.y) < 2;
    const length = distance(from, to) + (level && distance(from, to) > 30 ? 1e7 : 0);
    if (best === undefined || length > best.length) best = { from, to, length, level };
  }
  if (best === undefined) return { markup: "", places: [], cut: false };
  const middle = (best.from.x + best.to.x) / 2;
  if (best.level) {
    const width = Math.max(50, Math.min(160, distance(best.from, best.to) - 16));
    const lines = wrap(name, width, 42, 11);
    return labelAt(lines, middle, best.from.y - lines.height - 3);
  }
  const lines = wrap(name, 96, 42, 11);
  const y = (best.from.y + best.to.y) / 2;
  return labelAt(lines, middle + lines.width / 2 + 5, y - lines.height / 2);
}

/** Where a token on a line is drawn: near its end. */
export function tokenPlace(points: readonly Point[]): Point {
  const length = lengthOf(points);
  return along(points, Math.max(length / 2, length - 26));
}
