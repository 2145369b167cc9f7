/**
 * Incidents that are added to a state from outside a step.
 *
 * @module
 */
import { hasElement, listsOf, withLists } from "./lists.ts";
import { type Incident, ROOT, type State } from "./state.ts";

/** Adds incidents to a state, each at an element that waits, else at the process; it is tried again when the incident is resolved. */
export function withIncidents(
  state: State,
  incidents: readonly Omit<Incident, "id" | "action">[],
): State {
  if (incidents.length === 0) return state;
  const lists = listsOf(state),
    { elements: _, tokens: __, waits: ___, results: ____, ...rest } = state;
  let next = state.next;
  for (const incident of incidents) {
    const element = hasElement(state, incident.element) ? incident.element : ROOT;
    const added = { ...incident, element, id: next++, action: null };
    lists.incidents.set(added);
    lists.indexes?.failed.set(element, added);
  }
  return withLists({ ...rest, next }, lists);
}
