/**
 * Circles of imports, between files and between what stands in one folder.
 *
 * @module
 */
import type { House, Rule } from "./house.ts";

/** Arrows by where they start. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Groups of nodes that can each be reached from each other (Tarjan), groups of one left out. */
export function circlesOf(graph: Graph): string[][] {
  const order = new Map<string, number>(), low = new Map<string, number>();
  const stack: string[] = [], circles: string[][] = [];

  function visit(node: string): number {
    const own = order.size;
    order.set(node, own);
    low.set(node, own);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low.set(node, Math.min(low.get(node) ?? own, visit(next)));
      else if (stack.includes(next)) {
        low.set(node, Math.min(low.get(node) ?? own, order.get(next) ?? own));
      }
    }
    if (low.get(node) === own) {
      const circle = stack.splice(stack.indexOf(node));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low.get(node) ?? own;
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}

/** Arrows between files. */
function graphOfFiles({ imports }: House): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { from, to } of imports) if (to !== undefined) arrow(graph, from, to);
  return graph;
}

/**
 * For every folder the arrows between its children, files or folders: an import from anywhere below one to anywhere below
 * another.
 */
function graphsOfFolders({ imports }: House): Map<string, Graph> {
  const graphs = new Map<string, Map<string, Set<string>>>();
  for (const { from, to } of imports) {
    if (to === undefined || from === to) continue;
    const start = from.split("/"), end = to.split("/");
    const shared = start.findIndex((part, at) => part !== end[at]);
    const folder = start.slice(0, shared).join("/");
    const graph = graphs.get(folder) ?? new Map<string, Set<string>>();
    graphs.set(folder, graph);
    arrow(graph, start[shared] ?? "", end[shared] ?? "");
  }
  return graphs;
}

function arrow(graph: Map<string, Set<string>>, from: string, to: string): void {
  graph.set(from, (graph.get(from) ?? new Set()).add(to));
}

/** No circle of files. */
export const circlesOfFiles: Rule = {
  name: "no file imports itself through others",
  find: (house) => circlesOf(graphOfFiles(house)).map((circle) => circle.join(", ")),
};

/** No circle of folders. */
export const circlesOfFolders: Rule = {
  name: "what stands in one folder, files and folders, imports in one direction",
  find: (house) =>
    [...graphsOfFolders(house)].flatMap(([folder, graph]) =>
      circlesOf(graph).map((circle) => `in ${folder || "the root"}: ${circle.join(", ")}`)
    ),
};
