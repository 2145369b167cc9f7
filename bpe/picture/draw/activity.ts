/**
 * Activities (BPMN 2.0.2, 10.3): rounded rectangles with pictogram, name and markers.
 *
 * @module
 */
import type { Definition, Node, Scope } from "../../definition/definition.ts";
import type { Bounds } from "../../definition/diagram.ts";
import type { Drawn, Task } from "./draw.ts";
import { inset } from "../geometry.ts";
import { eventIcon, type Marker, marker, taskIcon } from "../icons.ts";
import { tag } from "../markup.ts";
import { area, line, type Pen, shape as outline } from "../pen.ts";
import { fit, type Lines, textIn, wrap } from "../text.ts";

/** An activity; `open` where what is inside a sub-process is drawn too. */
export function activity(
  definition: Definition,
  node: Node,
  { shape: { bounds }, pen }: Task,
  open: boolean,
): Drawn {
  const kind = pictogramKind(definition, node);
  const icon = taskIcon(kind, pen, node.activity?.instantiate);
  const small = Math.min(1, bounds.width / 60, bounds.height / 48);
  const markers = markersOf(definition, node, open);
  const text = open
    ? wrap(node.name, bounds.width - 20, 30, 12)
    : inTask(node.name, bounds, icon === "" ? 4 : 22, markers.length === 0 ? 4 : 21);
  const markup = border(node, bounds, pen, open) +
    (icon === "" ? "" : tag(
      "g",
      { transform: `translate(${bounds.x + 5 * small} ${bounds.y + 5 * small}) scale(${small})` },
      icon,
    )) +
    (open || node.kind !== "eventSubProcess" ? "" : trigger(definition, node, bounds, pen)) +
    (open
      ? textIn(text, { ...inset(bounds, 8), y: bounds.y + 7 }, { across: "start", down: "top" })
      : textIn(
        text,
        textPlace(text, bounds, icon === "" ? 4 : 22, markers.length === 0 ? 4 : 21),
      )) +
    markerRow(markers, bounds, pen);
  return { markup, places: [inset(bounds, -2)], cut: text.cut };
}

/** A call activity shows what kind of global task it calls. */
function pictogramKind(definition: Definition, { kind, activity }: Node): string {
  if (kind !== "callActivity") return kind;
  const called = definition.processes[activity?.called ?? -1];
  if (called?.kind !== "globalTask") return kind;
  const inside = definition.scopes[called.scope]?.nodes[0];
  return definition.nodes[inside ?? -1]?.kind ?? kind;
}

function border({ kind }: Node, bounds: Bounds, pen: Pen, open: boolean): string {
  const look = open ? area(pen) : outline(pen);
  const radius = Math.min(9, bounds.width / 4, bounds.height / 4);
  const outer = {
    ...look,
    class: `${look.class} bpe-body`,
    ...bounds,
    rx: radius,
    "stroke-width": kind === "callActivity" ? 4 : undefined,
    "stroke-dasharray": kind === "eventSubProcess" ? "1.5 3.5" : undefined,
    "stroke-linecap": kind === "eventSubProcess" ? "round" : undefined,
  };
  if (kind !== "transaction") return tag("rect", outer);
  return tag("rect", outer) +
    tag("rect", { ...line(pen), ...inset(bounds, 3.5), rx: Math.max(0, radius - 3) });
}

function inTask(name: string, bounds: Bounds, top: number, bottom: number): Lines {
  const width = Math.max(1, bounds.width - 10);
  return fit(name, width, Math.max(12, bounds.height - top - bottom));
}

/** In the middle of the task where that leaves pictogram and markers free, else between them. */
function textPlace(text: Lines, bounds: Bounds, top: number, bottom: number): Bounds {
  const free = Math.max(top, bottom);
  if (text.height <= bounds.height - 2 * free) return bounds;
  return { ...bounds, y: bounds.y + top, height: Math.max(1, bounds.height - top - bottom) };
}

function markersOf(definition: Definition, node: Node, open: boolean): Marker[] {
  const { activity, kind } = node;
  const markers: Marker[] = [];
  if (activity?.loop?.kind === "standard") markers.push("loop");
  else if (activity?.loop) markers.push(activity.loop.sequential ? "sequential" : "parallel");
  if (activity?.isForCompensation) markers.push("compensation");
  const holds = node.body >= 0 ||
    (kind === "callActivity" &&
      definition.processes[activity?.called ?? -1]?.kind !== "globalTask");
  if (holds && !open) markers.push("collapsed");
  if (kind === "adHocSubProcess") markers.push("adHoc");
  return markers;
}

/** Markers side by side in the middle of the lower edge. */
export function markerRow(markers: readonly Marker[], bounds: Bounds, pen: Pen): string {
  const step = 18, y = bounds.y + bounds.height - 11;
  const first = bounds.x + bounds.width / 2 - step * (markers.length - 1) / 2;
  return markers
    .map((one, i) =>
      tag("g", { transform: `translate(${first + i * step} ${y})` }, marker(one, pen))
    )
    .join("");
}

/** A closed event sub-process shows what starts it (10.3.5). */
function trigger(definition: Definition, { body }: Node, { x, y }: Bounds, pen: Pen): string {
  const scope: Scope | undefined = definition.scopes[body];
  const start = scope?.nodes.map((one) => definition.nodes[one])
    .find((one) => one?.kind === "startEvent");
  if (!start?.event) return "";
  const dashed = start.event.interrupting || start.event.trigger === "compensation";
  return tag(
    "g",
    { transform: `translate(${x + 16} ${y + 16}) scale(0.55)` },
    tag("circle", { ...outline(pen), r: 18, "stroke-dasharray": dashed ? undefined : "6 4" }),
    eventIcon(start.event, pen),
  );
}
