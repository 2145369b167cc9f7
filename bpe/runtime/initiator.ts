/**
 * Who starts an instance, as a variable: what Camunda 7 calls the initiator.
 *
 * @module
 */
import { type Definition, processOf } from "../definition/definition.ts";
import type { Variables } from "../state/state.ts";

const INITIATOR = "{http://camunda.org/schema/1.0/bpmn}initiator";

/** The variables of a start with the one that the start event names for who starts; one that is given stays. */
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
