/**
 * Layers of a graph by longest paths: every edge that closes no loop goes to a later layer.
 *
 * @module
 */

/** An edge between two of `count` nodes, by number. */
export type Pair = readonly [from: number, to: number];

/**
 * The layer of each node, from 0. A loop is broken at the edge by which a walk in the order of the nodes comes back to it;
 * walks begin at the nodes without incoming edge. Takes time linear in nodes and edges.
 */
export function layersOf(count: number, edges: readonly Pair[]): number[] {
  const next: number[][] = Array.from({ length: count }, () => []);
  const entered = new Uint8Array(count);
  for (const [from, to] of edges) {
    if (from === to) continue;
    next[from]?.push(to);
    entered[to] = 1;
  }
  const order: number[] = [];
  const forward: Pair[] = [];
  const met = new Uint8Array(count); // 1: on the way, 2: done
  const all = Array.from({ length: count }, (_, i) => i);
  for (const start of [...all.filter((one) => entered[one] === 0), ...all]) {
    if (met[start] !== 0) continue;
    met[start] = 1;
    const way = [{ node: start, at: 0 }];
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const to = next[top.node]?.[top.at++];
      if (to === undefined) {
        met[top.node] = 2;
        order.push(top.node);
        way.pop();
      } else if (met[to] !== 1) {
        forward.push([top.node, to]);
        if (met[to] === 0) {
          met[to] = 1;
          way.push({ node: to, at: 0 });
        }
      }
    }
  }
  const kept: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of forward) kept[from]?.push(to);
  const layer = new Array<number>(count).fill(0);
  for (const from of order.reverse()) {
    for (const to of kept[from] ?? []) {
      layer[to] = Math.max(layer[to] ?? 0, (layer[from] ?? 0) + 1);
    }
  }
  return layer;
}
