/**
 * What an instance has open after a step: jobs and deliveries that came up, less those that are answered or withdrawn.
 *
 * @module
 */
import type { Command } from "../command.ts";
import type { Step } from "../outcome.ts";
import { type Incident, ROOT, type State, type Wait } from "../state.ts";
import type { Host, Loaded } from "./host.ts";
import { leaseOf } from "./lease.ts";
import { calledId, isJob, type Open, type OpenDelivery } from "./stored.ts";

/** Milliseconds that a delivery may take before it is tried again. */
export const DELIVERY = 10_000;

/** What is open after a step. */
export function openAfter(
  host: Host,
  { stored, definition }: Pick<Loaded, "stored" | "definition">,
  command: Command,
  { state, outbox }: Step,
  time: number,
  look: readonly Wait[],
): readonly Open[] {
  const answered = "element" in command && (command.do === "complete" || command.do === "fail")
    ? command.element
    : undefined;
  const alive = new Set(state.elements.map(({ id }) => id));
  const still = (open: Open) =>
    !isJob(open) || (open.effect.element !== answered && alive.has(open.effect.element));
  const open = new Map<string, Open>();
  for (const each of stored.open) if (still(each)) open.set(each.effect.key, each);
  for (const effect of outbox) {
    switch (effect.kind) {
      case "job": {
        const due = leaseOf(host, effect.topic, definition.nodes[effect.node], time);
        open.set(effect.key, { effect, tries: 0, ...(due === undefined ? {} : { due }) });
        break;
      }
      case "call":
      case "return":
      case "escalation":
        open.set(effect.key, { effect, tries: 0, due: time + DELIVERY });
        break;
      case "close":
        withdraw(open, stored.state, definition, effect.element, effect.key, time);
        break;
      case "task":
      case "message":
      case "signal":
        break;
    }
  }
  for (const wait of look) {
    const key = `${state.instance}/look/${wait.id}`;
    open.set(key, { effect: { kind: "look", key, wait }, tries: 0, due: time + DELIVERY });
  }
  return [...open.values()];
}

/** A job is no longer wanted; a called instance is to be cancelled. */
function withdraw(
  open: Map<string, Open>,
  before: State,
  definition: Loaded["definition"],
  element: number,
  key: string,
  time: number,
): void {
  const own = key.slice(0, -"/close".length);
  open.delete(own);
  const node = before.elements.find(({ id }) => id === element)?.node;
  if (node === undefined || definition.nodes[node]?.kind !== "callActivity") return;
  const cancel: OpenDelivery = {
    effect: { kind: "cancelCalled", key, element, instance: calledId(own) },
    tries: 0,
    due: time + DELIVERY,
  };
  open.set(key, cancel);
}

/** Adds an incident to a state, at an element that waits; it is tried again when the incident is resolved. */
export function withIncident(
  state: State,
  incident: Omit<Incident, "id" | "action">,
): State {
  const element = state.elements.some(({ id }) => id === incident.element)
    ? incident.element
    : ROOT;
  return {
    ...state,
    next: state.next + 1,
    incidents: [...state.incidents, { ...incident, element, id: state.next, action: null }],
  };
}
