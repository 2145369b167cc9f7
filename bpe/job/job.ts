/**
 * A job as its handler sees it.
 *
 * @module
 */
import { variables } from "../state/data.ts";
import type { Node } from "../definition/definition.ts";
import type { Work } from "../state/outcome.ts";
import type { State } from "../state/state.ts";
import type { Job } from "./handler.ts";
import type { Withdrawal } from "./withdrawal.ts";

/** The job of an element of an instance. */
export function jobOf(
  state: State,
  { key, topic, element }: Work,
  node: Node,
  attempt: number,
  work: Withdrawal,
  escalate: Job["escalate"],
): Job {
  return {
    key,
    topic,
    instance: state.instance,
    element,
    node,
    definition: state.definition,
    variables: variables(state, element),
    attempt,
    get signal() {
      return work.signal;
    },
    escalate,
  };
}
