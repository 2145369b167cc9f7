/**
 * Lanes as roles.
 *
 * @module
 */
import type { Definition, Lane } from "../definition/definition.ts";

/** A lane and the lanes around it, by name and id: whoever has one of them as a role may do the task. */
export function lanesOf(definition: Definition, lane: Lane | undefined): string[] {
  if (lane === undefined) return [];
  const own = lane.name === "" || lane.name === lane.id ? [lane.id] : [lane.name, lane.id];
  return [...own, ...lanesOf(definition, definition.lanes[lane.parent])];
}
