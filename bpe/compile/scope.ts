/**
 * Scopes of the parsed model to those of a definition.
 *
 * @module
 */
import { expression, number, type Tables } from "./tables.ts";
import { type AdHoc, type Flow, type Node, NONE, type Scope } from "../definition/definition.ts";
import { GLOBAL_TASKS } from "../xml/kinds.ts";
import { attr, child, children, type Element, flag } from "../xml/element.ts";

/** The process that a scope belongs to. */
export function processOf(found: Tables, scope: number): number {
  let one: Element | null = found.listed.scopes[scope] ?? null;
  while (one !== null && !found.numbers.processes.has(one)) one = one.parent;
  return one === null ? NONE : number(found, "processes", one);
}

/** All scopes, with what is directly in each. */
export function scopes(found: Tables, nodes: readonly Node[], flows: readonly Flow[]): Scope[] {
  const inside: Node[][] = found.listed.scopes.map(() => []);
  const between: number[][] = found.listed.scopes.map(() => []);
  for (const node of nodes) inside[node.scope]?.push(node);
  for (const flow of flows) between[flow.scope]?.push(flow.index);
  return found.listed.scopes.map((element, index) => {
    const own = inside[index] ?? [];
    const isGlobal = GLOBAL_TASKS.has(element.name);
    const node = isGlobal ? NONE : number(found, "nodes", element);
    const parent = element.parent === null ? NONE : number(found, "scopes", element.parent);
    const isHandler = (one: Node) => isCompensationSubProcess(found, one, inside);
    return {
      index,
      id: attr(element, "id"),
      kind: node === NONE ? "process" : kindOf(nodes[node]!),
      process: processOf(found, index),
      parent,
      node,
      nodes: own.map((one) => one.index),
      flows: between[index] ?? [],
      starts: starts(element, own).map((one) => one.index),
      triggers: own.filter(isTrigger).map((one) => one.index),
      eventSubProcesses: own.filter((one) => one.kind === "eventSubProcess" && !isHandler(one))
        .map((one) => one.index),
      compensation: own.find(isHandler)?.index ?? NONE,
      links: linkTargets(own),
      data: children(element, "dataObject", "dataObjectReference", "property")
        .map((one) => number(found, "data", one)),
      adHoc: element.name === "adHocSubProcess" ? adHoc(found, element, own) : null,
    };
  });
}

function kindOf(node: Node): Scope["kind"] {
  switch (node.kind) {
    case "eventSubProcess":
    case "transaction":
    case "adHocSubProcess":
      return node.kind;
    default:
      return "subProcess";
  }
}

/** What gets a token when the scope is entered (13.2, 13.3.4). */
function starts(scope: Element, own: readonly Node[]): Node[] {
  if (scope.name === "adHocSubProcess") return [];
  const events = own.filter((one) => one.kind === "startEvent");
  if (flag(scope, "triggeredByEvent", false)) return events;
  const plain = events.filter((one) => one.event?.trigger === "none");
  if (plain.length > 0) return plain;
  return events.length > 0 || own.some(isTrigger) ? [] : own.filter(isOpen);
}

/** A node that a token may begin at: nothing leads to it, and nothing else enables it. */
function isOpen(node: Node): boolean {
  if (node.incoming.length > 0 || node.kind === "boundaryEvent") return false;
  if (node.kind === "eventSubProcess" || node.activity?.isForCompensation === true) return false;
  return !(node.event?.catching === true &&
    node.event.definitions.some((one) => one.kind === "link"));
}

/** What creates an instance of a process by itself. */
function isTrigger(node: Node): boolean {
  if (node.kind === "startEvent") return node.event?.trigger !== "none";
  return node.activity?.instantiate === true || node.gateway?.instantiate === true;
}

function isCompensationSubProcess(
  found: Tables,
  node: Node,
  inside: readonly (readonly Node[])[],
): boolean {
  if (node.kind !== "eventSubProcess") return false;
  const body = number(found, "scopes", found.listed.nodes[node.index]!);
  return (inside[body] ?? []).some((one) =>
    one.kind === "startEvent" &&
    one.event?.definitions.some((each) => each.kind === "compensation") === true
  );
}

function linkTargets(own: readonly Node[]): Record<string, number> {
  const targets: Record<string, number> = {};
  for (const node of own) {
    if (node.kind !== "intermediateCatchEvent") continue;
    for (const definition of node.event?.definitions ?? []) {
      if (definition.kind !== "link" || Object.hasOwn(targets, definition.name)) continue;
      Object.defineProperty(targets, definition.name, { value: node.index, enumerable: true });
    }
  }
  return targets;
}

function adHoc(found: Tables, element: Element, own: readonly Node[]): AdHoc {
  return {
    sequential: attr(element, "ordering") === "Sequential",
    completion: expression(found, child(element, "completionCondition")),
    cancelRemaining: flag(element, "cancelRemainingInstances", true),
    enabled: own.filter(isOpen).map((one) => one.index),
  };
}
