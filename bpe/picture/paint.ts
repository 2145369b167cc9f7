/**
 * Draws the shapes and edges of a plane, what lies below first.
 *
 * @module
 */
import type { Definition, Node } from "../definition/definition.ts";
import type { Bounds, Edge, Plane, Shape } from "../definition/diagram.ts";
import { badge, badges } from "./badge.ts";
import { type Drawn, label } from "./draw/draw.ts";
import { activity } from "./draw/activity.ts";
import { annotation, data, group } from "./draw/data.ts";
import { edge, tokenPlace } from "./draw/edge.ts";
import { event, gateway } from "./draw/event.ts";
import { lane, pool } from "./draw/pool.ts";
import { type Extent, grow, inset } from "./geometry.ts";
import { escape, tag } from "./markup.ts";
import { line, type Pen, penOf, type Tone } from "./pen.ts";
import { type FlowStatus, type Statuses, toneOf, wordsOf } from "./status.ts";
import { type Subject, subjects } from "./subject.ts";
import { dataWords, nodeWords } from "./words.ts";

/** What a page puts on a node. */
export interface Overlay {
  /** A short text on a badge, as the number of running instances; cut where it is too long. */
  readonly badge?: string;
  /** Classes for the node's group, for the page's own style sheet. */
  readonly class?: string;
  /** Words for people who hear the picture, as `3 running instances`; the badge's text where absent. */
  readonly label?: string;
}

/** How a plane is painted. */
export interface Painting {
  /** What an instance shows. */
  readonly statuses: Statuses;
  /** What the page puts on nodes, by id. */
  readonly overlay: Readonly<Record<string, Overlay>>;
  /** Nodes are buttons. */
  readonly interactive: boolean;
}

/** A shape with what it shows. */
interface Item {
  readonly shape: Shape;
  readonly subject: Subject | undefined;
  /** What lies below has a smaller one. */
  readonly depth: number;
}

/** Depths: pools, lanes, open sub-processes with room for what they hold, edges, the others, boundary events. */
const POOL = 0, LANE = 1, GROUND = 2, TOP = 3, BOUNDARY = 4;

/** The markup of a plane; `extent` grows around it. */
export function paint(
  definition: Definition,
  plane: Plane,
  painting: Painting,
  extent: Extent,
): string[] {
  const known = subjects(definition);
  const shown = new Set(plane.shapes.map((one) => one.element));
  const painter = new Painter(definition, painting, shown, extent, horizontal(plane, known));
  const items = plane.shapes.map((shape) => {
    const subject = known.get(shape.element);
    return { shape, subject, depth: painter.depth(shape, subject) };
  });
  const order = (one: Item) =>
    one.subject?.is === "lane" ? one.subject.lane.index : bodyOf(one.subject);
  items.sort((one, other) =>
    one.depth - other.depth || (one.depth < TOP && one.depth > POOL ? order(one) - order(other) : 0)
  );
  const edges = plane.edges.map((edge) => ({ edge, subject: known.get(edge.element) }));
  return [
    ...items.filter((one) => one.depth < TOP).map((one) => painter.shape(one)),
    ...edges.filter((one) => !painter.isTaken(one.subject)).map((one) => painter.edge(one)),
    ...edges.filter((one) => painter.isTaken(one.subject)).map((one) => painter.edge(one)),
    ...items.filter((one) => one.depth >= TOP).map((one) => painter.shape(one)),
  ];
}

/** A scope stands before those inside it. */
function bodyOf(subject: Subject | undefined): number {
  return subject?.is === "node" ? subject.node.body : -1;
}

/** How lanes lie that do not say so: as the pools do. */
function horizontal(plane: Plane, known: ReadonlyMap<string, Subject>): boolean {
  const pool = plane.shapes.find((one) => known.get(one.element)?.is === "participant");
  if (pool === undefined) return true;
  return pool.isHorizontal ?? pool.bounds.width >= pool.bounds.height;
}

class Painter {
  readonly #definition: Definition;
  readonly #painting: Painting;
  readonly #shown: ReadonlySet<string>;
  readonly #extent: Extent;
  readonly #horizontal: boolean;
  /** What has been told by its whole name: a second shape of it tells its kind only, so that pictures stay in proportion. */
  readonly #told = new Set<string>();

  constructor(
    definition: Definition,
    painting: Painting,
    shown: ReadonlySet<string>,
    extent: Extent,
    horizontal: boolean,
  ) {
    this.#definition = definition;
    this.#painting = painting;
    this.#shown = shown;
    this.#extent = extent;
    this.#horizontal = horizontal;
  }

  depth(shape: Shape, subject: Subject | undefined): number {
    switch (subject?.is) {
      case "participant":
        return POOL;
      case "lane":
        return LANE;
      case "artifact":
        return subject.artifact.kind === "group" ? GROUND : TOP;
      case "node":
        if (subject.node.kind === "boundaryEvent") return BOUNDARY;
        return this.#isOpen(shape, subject.node) ? GROUND : TOP;
      default:
        return TOP;
    }
  }

  /** Open where the file says so; where it does not, where something inside is drawn. */
  #isOpen({ isExpanded }: Shape, { kind, body }: Node): boolean {
    if (kind === "callActivity") return isExpanded === true;
    if (this.#definition.scopes[body] === undefined) return false;
    return isExpanded ?? this.#holds(body);
  }

  #holds(scope: number): boolean {
    return this.#definition.scopes[scope]?.nodes
      .some((one) => this.#shown.has(this.#definition.nodes[one]?.id ?? "")) === true;
  }

  shape({ shape, subject }: Item): string {
    const status = subject?.is === "node"
      ? this.#painting.statuses.nodes.get(subject.node.index)
      : undefined;
    const tone = toneOf(status);
    const drawn = this.#drawn(shape, subject, penOf(tone));
    for (const one of drawn.places) grow(this.#extent, one);
    const { overlay, interactive } = this.#painting;
    const isNode = subject?.is === "node";
    const own = isNode && Object.hasOwn(overlay, subject.node.id)
      ? overlay[subject.node.id]
      : undefined;
    const on = isNode ? badges(status, own?.badge, shape.bounds) : "";
    if (on !== "") grow(this.#extent, inset(shape.bounds, -12));
    const said = own?.label ?? own?.badge ?? "";
    const words = this.#words(shape, subject);
    const all = [words, ...wordsOf(status), ...(said === "" ? [] : [said])].join(", ");
    const classes = ["bpe-node", tone === "plain" ? "" : `bpe-${tone}`, own?.class ?? ""];
    const title = status?.incidents.length
      ? [words, ...status.incidents.slice(0, 5).map((one) => one.slice(0, 1000))].join("\n")
      : drawn.cut
      ? words
      : "";
    return tag(
      "g",
      isNode
        ? {
          class: classes.filter((one) => one !== "").join(" "),
          "data-node": subject.node.id,
          role: interactive ? "button" : "img",
          tabindex: interactive ? 0 : undefined,
          "aria-label": all,
        }
        : { "data-element": shape.element, role: "img", "aria-label": all },
      title === "" ? "" : tag("title", {}, escape(title)),
      drawn.markup,
      on,
    );
  }

  #words({ element }: Shape, subject: Subject | undefined): string {
    const isFirst = !this.#told.has(element);
    this.#told.add(element);
    const words = this.#whole(element, subject);
    return isFirst ? words : words.slice(0, 100);
  }

  #whole(element: string, subject: Subject | undefined): string {
    switch (subject?.is) {
      case "node":
        return nodeWords(subject.node);
      case "data":
        return dataWords(subject.item);
      case "lane":
        return `Lane ${subject.lane.name || element}`;
      case "participant":
        return `Pool ${subject.participant.name || element}`;
      case "artifact":
        return `${
          subject.artifact.kind === "group" ? "Group" : "Annotation"
        } ${subject.artifact.text}`;
      default:
        return `Element ${element}`;
    }
  }

  #drawn(shape: Shape, subject: Subject | undefined, pen: Pen): Drawn {
    const task = { shape, pen };
    switch (subject?.is) {
      case "node": {
        const { node } = subject;
        if (node.event !== null) return event(node, node.event, task);
        if (node.gateway !== null) return gateway(node, node.gateway, task);
        return activity(this.#definition, node, task, this.#isOpen(shape, node));
      }
      case "data":
        return data(subject.item, task);
      case "lane":
        return lane(subject.lane, task, this.#horizontal);
      case "participant": {
        const scope = this.#definition.processes[subject.participant.process]?.scope ?? -1;
        return pool(subject.participant, task, !this.#holds(scope));
      }
      case "artifact":
        if (subject.artifact.kind === "textAnnotation") return annotation(subject.artifact, task);
        if (subject.artifact.kind === "group") return group(subject.artifact, task);
        return unknown(shape, pen);
      default:
        return unknown(shape, pen);
    }
  }

  /** Flows that were taken are drawn above the others, which may share parts of their way. */
  isTaken(subject: Subject | undefined): boolean {
    return (this.#flow(subject)?.taken ?? 0) > 0;
  }

  #flow(subject: Subject | undefined): FlowStatus | undefined {
    return subject?.is === "flow"
      ? this.#painting.statuses.flows.get(subject.flow.index)
      : undefined;
  }

  edge({ edge: own, subject }: { edge: Edge; subject: Subject | undefined }): string {
    const status = this.#flow(subject);
    const tone: Tone = this.isTaken(subject) ? "visited" : "plain";
    const drawn = edge(this.#definition, subject, own, penOf(tone));
    for (const one of drawn.places) grow(this.#extent, one);
    const tokens = status?.tokens ?? 0;
    const count = tokens > 1 ? String(tokens) : "";
    const words = `Sequence flow, ${tokens} token${tokens > 1 ? "s" : ""}`;
    const isFirst = !this.#told.has(own.element);
    this.#told.add(own.element);
    return tag(
      "g",
      {
        class: tone === "plain" ? "bpe-edge" : `bpe-edge bpe-${tone}`,
        [subject?.is === "flow" ? "data-flow" : "data-element"]: own.element,
        ...(tokens > 0 ? { role: "img", "aria-label": words } : {}),
      },
      drawn.cut && isFirst ? tag("title", {}, escape(nameOf(subject))) : "",
      drawn.markup,
      tokens === 0 ? "" : badge(count, "active", tokenPlace(own.waypoints)),
    );
  }
}

function nameOf(subject: Subject | undefined): string {
  if (subject?.is === "flow") return subject.flow.name;
  return subject?.is === "messageFlow" ? subject.messageFlow.name : "";
}

/** What a file draws and a definition does not hold. */
function unknown({ bounds, element, label: given }: Shape, pen: Pen): Drawn {
  const name = label(element, given, bounds satisfies Bounds);
  const border = tag("rect", {
    ...line(pen),
    class: "bpe-line bpe-body",
    ...bounds,
    "stroke-dasharray": "4 4",
  });
  return { markup: border + name.markup, places: [bounds, ...name.places], cut: name.cut };
}
