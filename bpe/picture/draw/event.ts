/**
 * Events (10.5) and gateways (10.6) of BPMN 2.0.2: circles and diamonds, their names beside them.
 *
 * @module
 */
import type { Event, Gateway, Node } from "../../definition/definition.ts";
import { type Drawn, label, type Task } from "./draw.ts";
import { centre } from "../geometry.ts";
import { eventIcon } from "../icons.ts";
import { tag } from "../markup.ts";
import { line, type Pen, shape as outline } from "../pen.ts";

/** An event: start thin, intermediate and boundary double, end thick; dashed where it does not interrupt. */
export function event(
  node: Node,
  own: Event,
  { shape: { bounds, label: given }, pen }: Task,
): Drawn {
  const { x, y } = centre(bounds);
  const radius = Math.min(bounds.width, bounds.height) / 2;
  const scale = radius / 18;
  const isOpen = own.interrupting || own.trigger === "compensation";
  const look = {
    ...outline(pen),
    r: 18,
    "stroke-dasharray": isOpen ? undefined : node.kind === "startEvent" ? "6 4" : "5 3.2",
  };
  const double = node.kind !== "startEvent" && node.kind !== "endEvent";
  const body = tag("circle", {
    ...look,
    class: "bpe-shape bpe-body",
    "stroke-width": node.kind === "endEvent" ? 3.5 : undefined,
  });
  const inner = double ? tag("circle", { ...look, r: 14.5 }) : "";
  const icon = tag("g", { transform: double ? "scale(0.84)" : "scale(0.95)" }, eventIcon(own, pen));
  const name = label(node.name || linkName(own), given, bounds);
  return {
    markup: tag("g", { transform: `translate(${x} ${y}) scale(${scale})` }, body, inner, icon) +
      name.markup,
    places: [bounds, ...name.places],
    cut: name.cut,
  };
}

/** A link is told by its name. */
function linkName({ definitions: [first] }: Event): string {
  return first?.kind === "link" ? first.name : "";
}

/** The diamond of a gateway with its marker. */
export function gateway(
  node: Node,
  own: Gateway,
  { shape: { bounds, label: given, isMarkerVisible }, pen }: Task,
): Drawn {
  const { x, y } = centre(bounds);
  const [across, down] = [bounds.width / 2, bounds.height / 2];
  const body = tag("polygon", {
    ...outline(pen),
    class: "bpe-shape bpe-body",
    points: `${x},${y - down} ${x + across},${y} ${x},${y + down} ${x - across},${y}`,
  });
  const scale = Math.min(bounds.width, bounds.height) / 50;
  const inside = tag(
    "g",
    { transform: `translate(${x} ${y}) scale(${scale})` },
    gatewayMarker(node, own, isMarkerVisible, pen),
  );
  const name = label(node.name, given, bounds);
  return { markup: body + inside + name.markup, places: [bounds, ...name.places], cut: name.cut };
}

function gatewayMarker({ kind }: Node, own: Gateway, visible: boolean, pen: Pen): string {
  const thick = { ...line(pen), "stroke-width": 3.5 };
  switch (kind) {
    case "exclusiveGateway":
      return visible ? tag("path", { ...thick, d: "M-6.5,-8L6.5,8M6.5,-8L-6.5,8" }) : "";
    case "parallelGateway":
      return tag("path", { ...thick, d: "M-11,0H11M0,-11V11" });
    case "inclusiveGateway":
      return tag("circle", { ...thick, r: 10 });
    case "complexGateway":
      return tag("path", { ...thick, d: "M-11,0H11M0,-11V11M-7.5,-7.5L7.5,7.5M7.5,-7.5L-7.5,7.5" });
    default: {
      const rings = tag("circle", { ...line(pen), r: 13.5 }) +
        (own.instantiate ? "" : tag("circle", { ...line(pen), r: 11 }));
      const event = {
        trigger: "multiple",
        catching: true,
        parallelMultiple: own.parallel,
      } as const;
      return rings + tag("g", { transform: "scale(0.72)" }, eventIcon(event, pen));
    }
  }
}
