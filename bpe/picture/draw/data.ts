/**
 * Data (BPMN 2.0.2, 10.4) and artifacts (8.4.1).
 *
 * @module
 */
import type { Artifact, DataItem } from "../../definition/definition.ts";
import { type Drawn, label, type Task } from "./draw.ts";
import { markerRow } from "./activity.ts";
import { inset } from "../geometry.ts";
import { lineData, tag } from "../markup.ts";
import { line, shape as outline, solid } from "../pen.ts";
import { textIn, wrap } from "../text.ts";

/** A data object, input, output or store, its name and state below it. */
export function data(
  { kind, name, state, isCollection }: DataItem,
  { shape: { bounds, label: given }, pen }: Task,
): Drawn {
  const isStore = kind === "dataStore" || kind === "dataStoreReference";
  const isNamed = state === "" || name.includes(`[${state}]`);
  const text = label(isNamed ? name : `${name}\n[${state}]`, given, bounds);
  const body = isStore ? store({ shape: { bounds }, pen }) : page({ shape: { bounds }, pen });
  const arrow = kind === "dataInput" || kind === "dataOutput"
    ? tag("path", {
      ...(kind === "dataInput" ? outline(pen) : solid(pen)),
      d: "M0,3H7V0L13,5.5L7,11V8H0Z",
      transform: `translate(${bounds.x + 4} ${bounds.y + 4})`,
    })
    : "";
  const markers = isCollection ? markerRow(["parallel"], bounds, pen) : "";
  return {
    markup: body + arrow + markers + text.markup,
    places: [bounds, ...text.places],
    cut: text.cut,
  };
}

type Body = { readonly shape: Pick<Task["shape"], "bounds">; readonly pen: Task["pen"] };

function page({ shape: { bounds }, pen }: Body): string {
  const { x, y, width, height } = bounds;
  const [right, bottom, fold] = [x + width, y + height, Math.min(width, height) / 3.5];
  const corner = { x: right - fold, y };
  const edge = { x: right, y: y + fold };
  const sides = [{ x, y }, corner, edge, { x: right, y: bottom }, { x, y: bottom }];
  return tag("path", { ...outline(pen), class: "bpe-shape bpe-body", d: `${lineData(sides)}Z` }) +
    tag("path", { ...line(pen), d: lineData([corner, { x: right - fold, y: y + fold }, edge]) });
}

function store({ shape: { bounds }, pen }: Body): string {
  const { x, y, width, height } = bounds;
  const dip = Math.min(height / 6, width / 5);
  const arc = (from: number) => `M${x},${from}a${width / 2},${dip} 0 0 0 ${width},0`;
  const top = y + dip, step = Math.min(6, height / 10);
  return tag("path", {
    ...outline(pen),
    class: "bpe-shape bpe-body",
    d: `M${x},${top}a${width / 2},${dip} 0 0 1 ${width},0v${height - 2 * dip}` +
      `a${width / 2},${dip} 0 0 1 ${-width},0Z`,
  }) + tag("path", { ...line(pen), d: arc(top) + arc(top + step) + arc(top + 2 * step) });
}

/** A text annotation: its text beside an open bracket. */
export function annotation({ text }: Artifact, { shape: { bounds }, pen }: Task): Drawn {
  const { x, y, width, height } = bounds;
  const lines = wrap(text, Math.max(20, width - 10), Math.max(height, 14), 11);
  const reach = Math.min(12, width / 2);
  const markup = tag("rect", { ...bounds, fill: "none", stroke: "none", "pointer-events": "all" }) +
    tag("path", { ...line(pen), d: `M${x + reach},${y}H${x}V${y + height}H${x + reach}` }) +
    textIn(lines, { ...inset(bounds, 3), x: x + 6 }, { across: "start" });
  const end = { x: x + 6, y, width: lines.width, height };
  return { markup, places: [bounds, end], cut: lines.cut };
}

/** A group: a border around other elements. */
export function group({ text }: Artifact, { shape: { bounds, label: given }, pen }: Task): Drawn {
  const top = { x: bounds.x + bounds.width / 2 - 1, y: bounds.y + 4, width: 2, height: 16 };
  const name = label(text, given ?? top, bounds);
  const border = tag("rect", {
    ...line(pen),
    class: "bpe-line bpe-body",
    ...bounds,
    rx: 9,
    "stroke-dasharray": "9 4 2 4",
  });
  return { markup: border + name.markup, places: [bounds, ...name.places], cut: name.cut };
}
