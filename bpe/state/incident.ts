/**
 * Incidents that are added to a state from outside a step.
 *
 * @module
 */
import { hasElement, type Incident, ROOT, type State } from "./state.ts";

/** Adds an incident to a state, at an element that waits, else at the process; it is tried again when the incident is resolved. */
export function withIncident(state: State, incident: Omit<Incident, "id" | "action">): State {
  const element = hasElement(state, incident.element) ? incident.element : ROOT;
  return {
    ...state,
    next: state.next + 1,
    incidents: [...state.incidents, { ...incident, element, id: state.next, action: null }],
  };
}
