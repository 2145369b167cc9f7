/**
 * Pools and lanes (BPMN 2.0.2, 9.3 and 10.8), from left to right or from top to bottom.
 *
 * @module
 */
import type { Lane, Participant } from "../../definition/definition.ts";
import type { Bounds } from "../../definition/diagram.ts";
import type { Drawn, Task } from "./draw.ts";
import { markerRow } from "./activity.ts";
import { centre } from "../geometry.ts";
import { tag } from "../markup.ts";
import { area, line } from "../pen.ts";
import { type Lines, textIn, wrap } from "../text.ts";

/** The width of the strip with the name. */
export const HEADER = 30;

/** A pool; `empty` where nothing of its process is drawn: then the name stands in the middle. */
export function pool(
  { name, multiplicity }: Participant,
  { shape: { bounds, isHorizontal }, pen }: Task,
  empty: boolean,
): Drawn {
  const horizontal = isHorizontal ?? bounds.width >= bounds.height;
  const many = multiplicity !== null && (multiplicity.maximum === null || multiplicity.maximum > 1);
  const frame = tag("rect", { ...area(pen), class: "bpe-area bpe-body", ...bounds });
  const markers = markerRow(many ? ["parallel"] : [], bounds, pen);
  if (empty) {
    const turned = bounds.height > bounds.width;
    const text = turned
      ? wrap(name, bounds.height - 10, bounds.width, 12)
      : wrap(name, bounds.width - 10, bounds.height, 12);
    return {
      markup: frame + inMiddle(text, bounds, turned) + markers,
      places: [bounds],
      cut: text.cut,
    };
  }
  const { x, y, width, height } = bounds;
  const edge = horizontal
    ? `M${x + HEADER},${y}V${y + height}`
    : `M${x},${y + HEADER}H${x + width}`;
  const title = strip(name, bounds, horizontal);
  return {
    markup: frame + tag("path", { ...line(pen), d: edge }) + title.markup + markers,
    places: [bounds],
    cut: title.cut,
  };
}

/** A lane; lanes lie as their pool does. */
export function lane(
  { name }: Lane,
  { shape: { bounds, isHorizontal }, pen }: Task,
  around: boolean,
): Drawn {
  const title = strip(name, bounds, isHorizontal ?? around);
  const frame = tag("rect", { ...area(pen), class: "bpe-area bpe-body", ...bounds });
  return { markup: frame + title.markup, places: [bounds], cut: title.cut };
}

function strip(name: string, bounds: Bounds, horizontal: boolean): Pick<Drawn, "markup" | "cut"> {
  const place = horizontal ? { ...bounds, width: HEADER } : { ...bounds, height: HEADER };
  const text = wrap(name, (horizontal ? bounds.height : bounds.width) - 8, HEADER, 12);
  return { markup: inMiddle(text, place, horizontal), cut: text.cut };
}

function inMiddle(text: Lines, place: Bounds, turned: boolean): string {
  return textIn(text, place, turned ? { turn: centre(place) } : {});
}
