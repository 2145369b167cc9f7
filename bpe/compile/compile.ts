/**
 * The compiler: a checked element model to a definition.
 *
 * @module
 */
import { dataItems, io } from "./data.ts";
import { flows, nodes } from "./node.ts";
import { artifacts, collaboration, lanes, roots, subscriptions } from "./root.ts";
import { processOf, scopes } from "./scope.ts";
import { number, references, type Tables, tables } from "./tables.ts";
import { type Definition, NONE, type Process } from "../definition/definition.ts";
import { diagram } from "./diagram.ts";
import { GLOBAL_TASKS } from "../xml/kinds.ts";
import { attr, type Element, flag } from "../xml/element.ts";
import { vendor } from "./vendor.ts";

/** Compiles a `definitions` element without errors. The result is deeply frozen. */
export function compile(root: Element): Definition {
  const found = tables(root);
  const { keyPlaces, ...conversation } = collaboration(found);
  const pools = new Map(conversation.participants.map((one, i) => [one.process, i]));
  const partition = lanes(found);
  const edges = flows(found);
  const steps = nodes(found, edges, partition, (scope) => processOf(found, scope));
  return freeze({
    id: attr(root, "id"),
    name: attr(root, "name"),
    namespace: attr(root, "targetNamespace"),
    processes: found.listed.processes.map((one, index) => ({
      ...process(found, one, index),
      participant: pools.get(index) ?? NONE,
      subscriptions: subscriptions(found, one, keyPlaces),
    })),
    scopes: scopes(found, steps, edges),
    nodes: steps,
    flows: edges,
    data: dataItems(found),
    lanes: partition,
    roots: roots(found),
    collaboration: conversation,
    artifacts: artifacts(found),
    diagram: diagram(root),
    ids: references(found),
  });
}

function process(
  found: Tables,
  element: Element,
  index: number,
): Omit<Process, "participant" | "subscriptions"> {
  const isGlobal = GLOBAL_TASKS.has(element.name);
  return {
    index,
    id: attr(element, "id"),
    name: attr(element, "name"),
    kind: isGlobal ? "globalTask" : "process",
    isExecutable: attr(element, "isExecutable") === ""
      ? null
      : flag(element, "isExecutable", false),
    scope: number(found, "scopes", element),
    io: isGlobal ? null : io(found, element),
    vendor: vendor(element),
  };
}

/** Freezes a tree of plain data. */
function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
