/**
 * Lanes as rows of the grid of an automatic layout.
 *
 * @module
 */
import { type Definition, type Lane, NONE, type Scope } from "../../definition/definition.ts";
import type { Bounds } from "../../definition/diagram.ts";

/** The width of the strip with a lane's name. */
export const STRIP = 30;

/** Lanes by the process they partition. */
export function lanesByProcess(definition: Definition): ReadonlyMap<number, readonly Lane[]> {
  const all = new Map<number, Lane[]>();
  for (const lane of definition.lanes) {
    const list = all.get(lane.process);
    if (list === undefined) all.set(lane.process, [lane]);
    else list.push(lane);
  }
  return all;
}

/** Lanes that are rows, in order: those without lanes inside, those with nodes of their own, and `NONE`. */
export function bandsOf(definition: Definition, scope: Scope, lanes: readonly Lane[]): number[] {
  if (scope.parent !== NONE) return [NONE];
  const used = new Set(scope.nodes.map((one) => definition.nodes[one]?.lane));
  const parents = new Set(lanes.map((one) => one.parent));
  const bands = lanes.filter((one) => used.has(one.index) || !parents.has(one.index))
    .map((one) => one.index);
  return bands.length === 0 || used.has(NONE) ? [...bands, NONE] : bands;
}

/** How deep the lanes of these bands are nested. */
export function laneDepth(definition: Definition, bands: readonly number[]): number {
  let most = 0;
  for (const band of bands) {
    let depth = 0;
    for (let at = band; at !== NONE; at = definition.lanes[at]!.parent) depth++;
    most = Math.max(most, depth);
  }
  return most;
}

/** The places of lanes whose bands end where `ends` says; a lane around others holds them. */
export function laneBounds(
  definition: Definition,
  bands: readonly number[],
  ends: readonly (readonly [top: number, bottom: number])[],
  width: number,
): { readonly id: string; readonly bounds: Bounds }[] {
  const spans = new Map<number, [number, number]>();
  for (const [i, band] of bands.entries()) {
    for (let at = band; at !== NONE; at = definition.lanes[at]!.parent) {
      const [top, bottom] = spans.get(at) ?? [Infinity, -Infinity];
      spans.set(at, [Math.min(top, ends[i]![0]), Math.max(bottom, ends[i]![1])]);
    }
  }
  return [...spans].sort(([one], [other]) => one - other).map(([index, [top, bottom]]) => {
    const { id, parent } = definition.lanes[index]!;
    let left = 0;
    for (let at = parent; at !== NONE; at = definition.lanes[at]!.parent) left += STRIP;
    return { id, bounds: { x: left, y: top, width: width - left, height: bottom - top } };
  });
}
