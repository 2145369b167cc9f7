/**
 * What lies before a gateway in its scope.
 *
 * @module
 */
import { type Definition, type Node, NONE } from "../../definition/definition.ts";
import { at } from "../run/run.ts";

/** Groups found so far; a definition never changes. */
const known = new WeakMap<Definition, Map<number, readonly (readonly number[])[]>>();

/**
 * The incoming flows of a parallel gateway that it takes a token from together. All of them (13.4.1), but where some can only
 * get a token from the gateway itself: no token could ever be on all, and the gateway would be dead. Those that come back from it
 * are a group of their own then.
 */
export function groups(definition: Definition, gateway: Node): readonly (readonly number[])[] {
  const table = known.get(definition) ?? new Map<number, readonly (readonly number[])[]>();
  known.set(definition, table);
  const found = table.get(gateway.index) ?? split(definition, gateway);
  table.set(gateway.index, found);
  return found;
}

function split(definition: Definition, gateway: Node): readonly (readonly number[])[] {
  const returns = (flow: number) =>
    [...upstream(definition, gateway, [flow]).nodes].every((index) => {
      const node = at(definition.nodes, index);
      return node.incoming.length > 0 || node.kind === "boundaryEvent";
    });
  const back = gateway.incoming.filter(returns);
  const entry = gateway.incoming.filter((flow) => !back.includes(flow));
  return back.length === 0 || entry.length === 0 ? [gateway.incoming] : [entry, back];
}

/** All flows and nodes from which one of these flows can be reached without visiting the gateway. */
export function upstream(
  definition: Definition,
  gateway: Node,
  ends: readonly number[],
): { readonly flows: ReadonlySet<number>; readonly nodes: ReadonlySet<number> } {
  const flows = new Set<number>(ends);
  const nodes = new Set<number>();
  const visit = (index: number) => {
    if (index === gateway.index || nodes.has(index)) return;
    nodes.add(index);
    const node = at(definition.nodes, index);
    for (const flow of node.incoming) flows.add(flow);
    if (node.event !== null && node.event.attachedTo !== NONE) visit(node.event.attachedTo);
    if (node.event?.trigger === "link" && node.event.catching) {
      for (const thrower of at(definition.scopes, node.scope).nodes) {
        if (jumps(definition, thrower, index)) visit(thrower);
      }
    }
  };
  // The set grows while it is walked: every flow found is followed backwards once.
  for (const flow of flows) visit(at(definition.flows, flow).source);
  return { flows, nodes };
}

function jumps(definition: Definition, thrower: number, target: number): boolean {
  return at(definition.nodes, thrower).event?.definitions
    .some((each) => each.kind === "link" && each.target === target) ?? false;
}
