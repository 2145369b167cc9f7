/**
 * Flow nodes and sequence flows of the parsed model to those of a definition.
 *
 * @module
 */
import { activity } from "./activity.ts";
import { io } from "./data.ts";
import { definitionsOf, event, linkName, type Links } from "./event.ts";
import { expression, number, refer, type Tables } from "./tables.ts";
import {
  type Flow,
  type Gateway,
  type Lane,
  type Node,
  type NodeKind,
  NONE,
} from "../definition/definition.ts";
import { ACTIVITIES, dictionary, EVENTS, GATEWAYS, GLOBAL_TASKS } from "../xml/kinds.ts";
import { attr, child, children, type Element, flag } from "../xml/element.ts";
import { vendor } from "./vendor.ts";

/** All sequence flows; each knows its place among those into its target. */
export function flows(found: Tables): Flow[] {
  const slots = new Map<number, number>();
  return found.listed.flows.map((element, index) => {
    const source = refer(found, "nodes", attr(element, "sourceRef"));
    const target = refer(found, "nodes", attr(element, "targetRef"));
    const slot = slots.get(target) ?? 0;
    slots.set(target, slot + 1);
    const from = found.listed.nodes[source];
    const isDefault = from !== undefined &&
      refer(found, "flows", attr(from, "default")) === index;
    return {
      index,
      id: attr(element, "id"),
      name: attr(element, "name"),
      scope: scopeAround(found, element),
      source,
      target,
      slot,
      condition: isDefault ? null : expression(found, child(element, "conditionExpression")),
      isDefault,
      vendor: vendor(element),
    };
  });
}

/** All flow nodes. `processOf` gives the process of a scope. */
export function nodes(
  found: Tables,
  all: readonly Flow[],
  lanes: readonly Lane[],
  processOf: (scope: number) => number,
): Node[] {
  const links = catchingLinks(found);
  const incoming: number[][] = found.listed.nodes.map(() => []);
  const outgoing: number[][] = found.listed.nodes.map(() => []);
  for (const flow of all) {
    incoming[flow.target]?.push(flow.index);
    outgoing[flow.source]?.push(flow.index);
  }
  const laneOf = innermostLanes(lanes);
  const made: Node[] = [];
  for (const [index, element] of found.listed.nodes.entries()) {
    const scope = scopeAround(found, element);
    const parent = element.parent === null ? NONE : number(found, "nodes", element.parent);
    const isActivity = ACTIVITIES.has(element.name) || GLOBAL_TASKS.has(element.name);
    const otherwise = refer(found, "flows", attr(element, "default"));
    made.push({
      index,
      id: attr(element, "id"),
      name: attr(element, "name"),
      kind: kindOf(element),
      process: processOf(scope),
      scope,
      incoming: incoming[index] ?? [],
      outgoing: outgoing[index] ?? [],
      defaultFlow: outgoing[index]?.includes(otherwise) === true ? otherwise : NONE,
      boundary: found.boundary.get(index) ?? [],
      body: GLOBAL_TASKS.has(element.name) ? NONE : number(found, "scopes", element),
      lane: laneOf.get(index) ?? made[parent]?.lane ?? NONE,
      activity: isActivity ? activity(found, element, links) : null,
      gateway: GATEWAYS.has(element.name) ? gateway(found, element) : null,
      event: EVENTS.has(element.name) ? event(found, element, links) : null,
      io: io(found, element),
      properties: children(element, "property").map((one) => number(found, "data", one)),
      vendor: vendor(element),
    });
  }
  return made;
}

/** The scope whose tokens pass an element: the one around it, or that of a global task. */
function scopeAround(found: Tables, element: Element): number {
  const around = GLOBAL_TASKS.has(element.name) ? element : element.parent;
  return around === null ? NONE : number(found, "scopes", around);
}

const GLOBAL: Readonly<Record<string, NodeKind>> = dictionary({
  globalTask: "task",
  globalUserTask: "userTask",
  globalManualTask: "manualTask",
  globalScriptTask: "scriptTask",
  globalBusinessRuleTask: "businessRuleTask",
});

function kindOf(element: Element): NodeKind {
  if (element.name === "subProcess" && flag(element, "triggeredByEvent", false)) {
    return "eventSubProcess";
  }
  // Only elements whose tags are node kinds are listed as nodes.
  return GLOBAL[element.name] ?? (element.name as NodeKind);
}

function gateway(found: Tables, element: Element): Gateway {
  const direction = DIRECTIONS.find((one) => one === attr(element, "gatewayDirection"));
  return {
    direction: direction ?? "Unspecified",
    instantiate: flag(element, "instantiate", false),
    parallel: attr(element, "eventGatewayType") === "Parallel",
    activation: expression(found, child(element, "activationCondition")),
  };
}

const DIRECTIONS = ["Unspecified", "Converging", "Diverging", "Mixed"] as const;

/** Nodes that catch a link, by scope and name. */
function catchingLinks(found: Tables): Links {
  const links = new Map<Element, Record<string, number>>();
  for (const [index, element] of found.listed.nodes.entries()) {
    if (element.name !== "intermediateCatchEvent" || element.parent === null) continue;
    for (const definition of definitionsOf(found, element)) {
      if (definition.name !== "linkEventDefinition") continue;
      const names = links.get(element.parent) ?? Object.create(null);
      names[linkName(definition, element)] ??= index;
      links.set(element.parent, names);
    }
  }
  return links;
}

/** Lanes stand before the lanes inside them, so that the innermost one stays. */
function innermostLanes(lanes: readonly Lane[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const lane of lanes) for (const node of lane.nodes) found.set(node, lane.index);
  return found;
}
