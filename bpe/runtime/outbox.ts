/**
 * What an instance has open outside after a step: jobs and deliveries that came up, less those that are answered or withdrawn.
 *
 * @module
 */
import { carryOut } from "../engine/effects.ts";
import type { JobHost } from "../job/host.ts";
import { leaseOf, patience } from "../job/lease.ts";
import type { CallerEscalation, Return } from "../state/outcome.ts";
import { hasElement } from "../state/lists.ts";
import type { Wait } from "../state/state.ts";
import {
  calledId,
  DELIVERY,
  type Delivery,
  isJob,
  type Open,
  type OpenDelivery,
  type Stored,
} from "../store/row/instance.ts";
import type { StepContext } from "../store/step.ts";

/**
 * What is open after a step, and which instances are called. What goes out by rows of its own, tasks, messages and signals, is
 * not among it.
 *
 * @param awaited waits of the step for which a message lies in the store
 */
export function openAfter(
  host: JobHost,
  { before, definition, command, step: { state, outbox }, time, options }: StepContext,
  awaited: readonly Wait[],
): Pick<Stored, "open" | "called"> {
  const answered = "element" in command && (command.do === "complete" || command.do === "fail")
    ? command.element
    : undefined;
  const isOver = (element: number) => element === answered || !hasElement(state, element);
  const open = new Map<string, Open>();
  for (const each of before?.stored.open ?? []) {
    if (!isJob(each)) open.set(each.effect.key, each);
    else if (options.staysOpen === true && each.effect.element === answered) {
      const { until: _, ...rest } = each;
      open.set(each.effect.key, rest);
    } else if (!isOver(each.effect.element)) open.set(each.effect.key, each);
  }
  const called = new Map(Object.entries(before?.stored.called ?? {}));
  const deliver = (effect: Delivery) =>
    open.set(effect.key, { effect, tries: 0, due: time + DELIVERY });
  const outside = {
    job(effect) {
      const due = leaseOf(host, effect.topic, definition.nodes[effect.node], time);
      const lease = due === undefined ? patience(host, time) : { due };
      open.set(effect.key, { effect, tries: 0, ...lease });
    },
    call(effect) {
      const instance = calledId(effect.key, command.do === "resolve" ? state.version : undefined);
      called.set(String(effect.element), instance);
      deliver({ ...effect, instance });
    },
    answer: (effect: Return | CallerEscalation) => void deliver(effect),
    withdraw({ key, element, effect }) {
      open.delete(key);
      const instance = called.get(String(element));
      if (instance === undefined) return;
      deliver({ kind: "cancelCalled", key: effect.key, element, instance });
    },
    task() {},
    message() {},
    signal() {},
  } satisfies Parameters<typeof carryOut>[1];
  for (const effect of outbox) carryOut(effect, outside);
  for (const wait of awaited) {
    const look = lookFor(state.instance, wait, time);
    open.set(look.effect.key, look);
  }
  for (const element of called.keys()) if (isOver(Number(element))) called.delete(element);
  return {
    open: [...open.values()],
    ...(called.size === 0 ? {} : { called: Object.fromEntries(called) }),
  };
}

/** A look for a message that a wait wants. */
export function lookFor(instance: string, wait: Wait, time: number): OpenDelivery {
  const key = `${instance}/look/${wait.id}`;
  return { effect: { kind: "look", key, wait }, tries: 0, due: time + DELIVERY };
}
