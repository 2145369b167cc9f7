/**
 * Who asks, the roles by which lanes know them, and the variable in which a start event keeps their id.
 *
 * @module
 */
import { type Definition, type Lane, processOf } from "../definition/definition.ts";
import type { Variables } from "../state/state.ts";

/** The attribute by which Camunda 7 names the variable for who starts an instance. */
const INITIATOR = "{http://camunda.org/schema/1.0/bpmn}initiator";

/** Somebody who asks. */
export interface Identity {
  /** The name that assignees and histories bear. */
  readonly id: string;
  /** Roles and groups they have: names of lanes, of candidate groups, of resources; none by default. */
  readonly roles?: readonly string[];
}

/** A lane and the lanes around it, by name and id: whoever has one of them as a role may do what lies in it. */
export function laneRoles(definition: Definition, lane: Lane | undefined): string[] {
  if (lane === undefined) return [];
  const own = lane.name === "" || lane.name === lane.id ? [lane.id] : [lane.name, lane.id];
  return [...own, ...laneRoles(definition, definition.lanes[lane.parent])];
}

/** The variables of a start with the one that the start event names for who starts it; one that is given stays. */
export function withInitiator(
  definition: Definition,
  process: string,
  variables: Variables | undefined,
  who: string | undefined,
): Variables | undefined {
  const scope = definition.scopes[processOf(definition, process)?.scope ?? -1];
  const name = scope?.starts.map((index) => definition.nodes[index]?.vendor?.attributes[INITIATOR])
    .find((each) => each !== undefined && each !== "");
  if (name === undefined || who === undefined) return variables;
  return Object.hasOwn(variables ?? {}, name) ? variables : { ...variables, [name]: who };
}
