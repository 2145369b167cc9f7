/**
 * A naive interpreter of the token game, written without the engine: it moves one token at a time until none can move.
 *
 * @module
 */
import type { Definition, Node, Scope } from "../../../bpe/definition/definition.ts";

/** How often each flow was taken. */
export type Counts = Map<number, number>;

/** Plays a process; `decide` answers the conditions, by the id of their flow. */
export function play(
  definition: Definition,
  decide: (id: string) => boolean,
  next: () => number,
): Counts {
  const counts: Counts = new Map();
  const [process] = definition.processes;
  const scope = definition.scopes[process?.scope ?? -1];
  if (scope !== undefined) playScope(definition, scope, decide, next, counts);
  return counts;
}

function playScope(
  definition: Definition,
  scope: Scope,
  decide: (id: string) => boolean,
  next: () => number,
  counts: Counts,
): void {
  const tokens: number[] = [];
  for (const start of scope.starts) fire(start);
  for (;;) {
    const able = tokens.filter((flow) => consumed(flow) !== undefined);
    if (able.length === 0) break;
    const chosen = able[Math.floor(next() * able.length)] ?? 0;
    const taken = consumed(chosen) ?? [];
    for (const flow of taken) tokens.splice(tokens.indexOf(flow), 1);
    fire(definition.flows[chosen]?.target ?? -1);
  }
  if (tokens.length > 0) throw new Error(`tokens are stuck on ${tokens}`);

  /** The tokens that go if this one goes; undefined where it must wait. */
  function consumed(flow: number): number[] | undefined {
    const node = definition.nodes[definition.flows[flow]?.target ?? -1];
    if (node?.kind === "parallelGateway") {
      return node.incoming.every((each) => tokens.includes(each)) ? [...node.incoming] : undefined;
    }
    if (node?.kind !== "inclusiveGateway") return [flow];
    const here = node.incoming.filter((each) => tokens.includes(each));
    const coming = tokens.some((each) =>
      !node.incoming.includes(each) && reaches(each, node, (end) => !here.includes(end)) &&
      !reaches(each, node, (end) => here.includes(end))
    );
    return coming ? undefined : here;
  }

  /** Whether a path from a flow ends with such an incoming flow of a gateway and does not visit it before. */
  function reaches(
    flow: number,
    gateway: Node,
    end: (flow: number) => boolean,
    seen = new Set<number>(),
  ): boolean {
    if (seen.has(flow)) return false;
    seen.add(flow);
    const target = definition.flows[flow]?.target ?? -1;
    if (target === gateway.index) return end(flow);
    return definition.nodes[target]?.outgoing.some((each) => reaches(each, gateway, end, seen)) ??
      false;
  }

  function fire(index: number): void {
    const node = definition.nodes[index];
    if (node === undefined) return;
    const body = definition.scopes[node.body];
    if (body !== undefined) playScope(definition, body, decide, next, counts);
    for (const flow of choose(node)) {
      counts.set(flow, (counts.get(flow) ?? 0) + 1);
      tokens.push(flow);
    }
  }

  function choose(node: Node): number[] {
    const asks = node.kind === "exclusiveGateway" || node.kind === "inclusiveGateway";
    if (!asks || node.outgoing.length < 2) return [...node.outgoing];
    const chosen: number[] = [];
    for (const flow of node.outgoing) {
      if (flow === node.defaultFlow || !decide(definition.flows[flow]?.id ?? "")) continue;
      chosen.push(flow);
      if (node.kind === "exclusiveGateway") break;
    }
    return chosen.length > 0 ? chosen : [node.defaultFlow];
  }
}
