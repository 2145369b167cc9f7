/**
 * Reads the diagram data of a file (BPMN 2.0.2, chapter 12).
 *
 * @module
 */
import type { Bounds, Diagram, Edge, Plane, Shape } from "../definition/diagram.ts";
import { attr, type Element, flag, localName } from "../xml/element.ts";

/** All planes below the `definitions` element. */
export function diagram(root: Element): Diagram {
  const planes = root.children.filter((one) => one.name === "BPMNDiagram")
    .flatMap((one) => one.children.filter((below) => below.name === "BPMNPlane"));
  return { planes: planes.map(plane) };
}

function plane(element: Element): Plane {
  return {
    element: localName(attr(element, "bpmnElement")),
    shapes: element.children.filter((one) => one.name === "BPMNShape").map(shape),
    edges: element.children.filter((one) => one.name === "BPMNEdge").map(edge),
  };
}

function shape(element: Element): Shape {
  return {
    element: localName(attr(element, "bpmnElement")),
    bounds: bounds(element) ?? { x: 0, y: 0, width: 0, height: 0 },
    label: label(element),
    isHorizontal: said(element, "isHorizontal"),
    isExpanded: said(element, "isExpanded"),
    isMarkerVisible: flag(element, "isMarkerVisible", false),
  };
}

function edge(element: Element): Edge {
  const message = attr(element, "messageVisibleKind");
  return {
    element: localName(attr(element, "bpmnElement")),
    waypoints: element.children.filter((one) => one.name === "waypoint")
      .map((one) => ({ x: coordinate(one, "x"), y: coordinate(one, "y") })),
    label: label(element),
    message: message === "initiating" || message === "non_initiating" ? message : null,
  };
}

function label(element: Element): Bounds | null {
  const own = element.children.find((one) => one.name === "BPMNLabel");
  return own === undefined ? null : bounds(own);
}

function bounds(element: Element): Bounds | null {
  const own = element.children.find((one) => one.name === "Bounds");
  if (own === undefined) return null;
  const [x, y] = [coordinate(own, "x"), coordinate(own, "y")];
  return { x, y, width: coordinate(own, "width"), height: coordinate(own, "height") };
}

/** A number of the file; what is none, is 0. */
function coordinate(element: Element, name: string): number {
  const value = Number(attr(element, name));
  return Number.isFinite(value) ? value : 0;
}

function said(element: Element, name: string): boolean | null {
  return attr(element, name) === "" ? null : flag(element, name, false);
}
