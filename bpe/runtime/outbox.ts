/**
 * What an instance has open after a step: jobs and deliveries that came up, less those that are answered or withdrawn.
 *
 * @module
 */
import type { Command } from "../state/command.ts";
import type { Close, Step } from "../state/outcome.ts";
import { type Incident, ROOT, type State, type Wait } from "../state/state.ts";
import type { Host, Loaded } from "../store/host.ts";
import { leaseOf } from "../job/lease.ts";
import {
  calledId,
  isJob,
  type Open,
  type OpenDelivery,
  type Stored,
} from "../store/row/instance.ts";

/** Milliseconds that a delivery may take before it is tried again. */
export const DELIVERY = 10_000;

/** What is open after a step, and which instances are called. */
export function openAfter(
  host: Host,
  { stored, definition }: Pick<Loaded, "stored" | "definition">,
  command: Command,
  { state, outbox }: Step,
  time: number,
  look: readonly Wait[],
): Pick<Stored, "open" | "called"> {
  const answered = "element" in command && (command.do === "complete" || command.do === "fail")
    ? command.element
    : undefined;
  const alive = new Set(state.elements.map(({ id }) => id));
  const still = (open: Open) =>
    !isJob(open) || (open.effect.element !== answered && alive.has(open.effect.element));
  const open = new Map<string, Open>();
  for (const each of stored.open) if (still(each)) open.set(each.effect.key, each);
  const called = new Map(Object.entries(stored.called ?? {}));
  for (const effect of outbox) {
    switch (effect.kind) {
      case "job": {
        const due = leaseOf(host, effect.topic, definition.nodes[effect.node], time);
        open.set(effect.key, { effect, tries: 0, ...(due === undefined ? {} : { due }) });
        break;
      }
      case "call": {
        const again = command.do === "resolve" ? state.version : undefined;
        const instance = calledId(effect.key, again);
        called.set(String(effect.element), instance);
        open.set(effect.key, { effect: { ...effect, instance }, tries: 0, due: time + DELIVERY });
        break;
      }
      case "return":
      case "escalation":
        open.set(effect.key, { effect, tries: 0, due: time + DELIVERY });
        break;
      case "close":
        withdraw(open, called, effect, time);
        break;
      case "task":
      case "message":
      case "signal":
        break;
    }
  }
  for (const wait of look) {
    const each = lookFor(state.instance, wait, time);
    open.set(each.effect.key, each);
  }
  for (const element of called.keys()) {
    if (Number(element) === answered || !alive.has(Number(element))) called.delete(element);
  }
  return {
    open: [...open.values()],
    ...(called.size === 0 ? {} : { called: Object.fromEntries(called) }),
  };
}

/** A job is no longer wanted; a called instance is to be cancelled. */
function withdraw(
  open: Map<string, Open>,
  called: ReadonlyMap<string, string>,
  { element, key }: Close,
  time: number,
): void {
  open.delete(key.slice(0, -"/close".length));
  const instance = called.get(String(element));
  if (instance === undefined) return;
  const effect = { kind: "cancelCalled", key, element, instance } as const;
  open.set(key, { effect, tries: 0, due: time + DELIVERY });
}

/** A look for a message that a wait wants. */
export function lookFor(instance: string, wait: Wait, time: number): OpenDelivery {
  const key = `${instance}/look/${wait.id}`;
  return { effect: { kind: "look", key, wait }, tries: 0, due: time + DELIVERY };
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
