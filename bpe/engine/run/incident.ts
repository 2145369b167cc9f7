/**
 * Incidents: what cannot go on for a reason in the model or its data, and waits for a person.
 *
 * @module
 */
import { NONE } from "../../definition/definition.ts";
import { BpeError } from "../../error.ts";
import { type Action, ROOT } from "../../state/state.ts";
import { incidentsOf, putIncident } from "./live.ts";
import { note, type Run } from "./run.ts";

/** Whether an error is one of the model or its data, and not of the step as a whole. */
export function isIncident(error: unknown): error is BpeError {
  return error instanceof BpeError && error.code !== "state" && error.code !== "budget";
}

/** Notes that an action has failed; the same failure at the same place is noted once. */
export function incident(run: Run, action: Action, error: BpeError): void {
  const element = placeOf(run, action);
  if (incidentsOf(run, element).some(({ message }) => message === error.message)) return;
  const node = action.do === "join" ? action.node : run.elements.get(element)?.node ?? NONE;
  putIncident(run, {
    id: run.next++,
    element,
    node,
    code: error.code,
    message: error.message,
    time: run.now,
    action,
  });
  const found = run.elements.get(element);
  if (found !== undefined) {
    note(run, "failed", { ...found, node }, {
      data: { code: error.code, message: error.message },
    });
  }
}

/** The element where an action fails. */
function placeOf(run: Run, action: Action): number {
  if ("element" in action) return action.element;
  return action.do === "occur" ? run.waits.get(action.wait)?.element ?? ROOT : action.at;
}
