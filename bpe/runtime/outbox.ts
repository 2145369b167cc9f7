/**
 * What an instance has open outside after a step: jobs and deliveries that came up, less those that are answered or withdrawn.
 *
 * @module
 */
import { carryOut } from "../engine/effects.ts";
import type { JobHost } from "../job/host.ts";
import { leaseOf, patience } from "../job/lease.ts";
import type { CallerEscalation, Return } from "../state/outcome.ts";
import { endedBetween, hasElement } from "../state/lists.ts";
import type { Wait } from "../state/state.ts";
import type { Stored } from "../store/row/instance.ts";
import {
  calledId,
  DELIVERY,
  type Delivery,
  type Open,
  type OpenDelivery,
} from "../store/row/open.ts";
import { OpenList } from "../store/row/open_list.ts";
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
  const old = before?.stored.open ?? OpenList.of([]);
  const set = new Map<string, Open>(), done = new Set<Open>();
  const ended = before === undefined ? [] : endedBetween(before.stored.state, state);
  for (
    const element of [...ended.map(({ id }) => id), ...answered === undefined ? [] : [answered]]
  ) {
    const job = old.job(element);
    if (job === undefined) continue;
    if (options.staysOpen === true && element === answered) {
      const { until: _, ...rest } = job;
      set.set(job.effect.key, rest);
    } else done.add(job);
  }
  const called = new Map(Object.entries(before?.stored.called ?? {}));
  const deliver = (effect: Delivery) =>
    set.set(effect.key, { effect, tries: 0, due: time + DELIVERY });
  const outside = {
    job(effect) {
      const due = leaseOf(host, effect.topic, definition.nodes[effect.node], time);
      set.set(
        effect.key,
        due === undefined
          ? { effect, tries: 0, ...patience(host, time) }
          : { effect, tries: 0, due },
      );
    },
    call(effect) {
      const instance = calledId(effect.key, command.do === "resolve" ? state.version : undefined);
      called.set(String(effect.element), instance);
      deliver({ ...effect, instance });
    },
    answer: (effect: Return | CallerEscalation) => void deliver(effect),
    withdraw({ key, element, effect }) {
      set.delete(key);
      for (const each of old.ofElement(element)) if (each.effect.key === key) done.add(each);
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
    set.set(look.effect.key, look);
  }
  for (const element of called.keys()) if (isOver(Number(element))) called.delete(element);
  return {
    open: set.size + done.size === 0 ? old : old.with(set.values(), done),
    ...(called.size === 0 ? {} : { called: Object.fromEntries(called) }),
  };
}

/** A look for a message that a wait wants. */
export function lookFor(instance: string, wait: Wait, time: number): OpenDelivery {
  const key = `${instance}/look/${wait.id}`;
  return { effect: { kind: "look", key, wait }, tries: 0, due: time + DELIVERY };
}
