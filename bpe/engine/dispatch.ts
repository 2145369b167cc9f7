/**
 * Does one thing after another until nothing moves.
 *
 * A thing that fails for a reason in the model or its data becomes an incident at its element and is undone; the rest goes on.
 *
 * @module
 */
import type { Action, Element } from "../state/state.ts";
import { begin } from "./element/begin.ts";
import { nextHandler } from "./event/compensate.ts";
import { finish } from "./element/finish.ts";
import { incident, isIncident } from "./run/incident.ts";
import { arrive, leave } from "./flow/flow.ts";
import { join } from "./flow/join.ts";
import { nextRun } from "./element/loop.ts";
import { occur } from "./event/occur.ts";
import { propagateWork } from "./event/propagate.ts";
import { rollBack } from "./run/live.ts";
import { at, type Run, spend, take } from "./run/run.ts";
import { enterAt } from "./element/scope.ts";
import { settle } from "./element/settle.ts";
import { throwEvents } from "./event/throw.ts";

/**
 * Runs to quiescence.
 *
 * @throws {BpeError} `budget` where there is no end to it: the step is to be given up.
 */
export function drain(run: Run): void {
  for (;;) {
    const action = take(run);
    if (action !== undefined) attempt(run, action);
    else if (!settle(run)) return;
    else spend(run);
  }
}

/** Does one thing; if it fails for a reason of the model it is undone and becomes an incident. */
export function attempt(run: Run, action: Action): void {
  const undo = manifold(run, action) ? snapshot(run) : undefined;
  try {
    carryOut(run, action);
    run.undo = undefined;
  } catch (error) {
    if (!isIncident(error)) throw error;
    undo?.();
    run.undo = undefined;
    incident(run, action, error);
  }
}

/** Whether something may fail after a part of it is done; the others compute all before they change anything. */
function manifold(run: Run, action: Action): boolean {
  switch (action.do) {
    case "token":
    case "enter":
    case "begin":
    case "leave":
      return false;
    case "finish":
      return run.elements.get(action.element)?.run !== undefined;
    default:
      return true;
  }
}

/** Remembers where a step stands. The tables keep what they are to undo; of the rest, all that changes is replaced. */
function snapshot(run: Run): () => void {
  run.undo = [];
  const { next, dirty, status, error, result } = run;
  const [queue, late, history] = [run.queue.length, run.late.length, run.history.length];
  return () => {
    rollBack(run);
    Object.assign(run, { next, dirty, status, error, result });
    run.queue.length = queue;
    run.late.length = late;
    run.history.length = history;
  };
}

function carryOut(run: Run, action: Action): void {
  switch (action.do) {
    case "token":
      return run.elements.has(action.at) ? arrive(run, action.flow, action.at) : undefined;
    case "enter":
      return void (run.elements.has(action.at) && enterAt(run, action.node, action.at));
    case "join":
      return run.elements.has(action.at)
        ? join(run, at(run.definition.nodes, action.node), action.at)
        : undefined;
    case "occur": {
      const wait = run.waits.get(action.wait);
      return wait === undefined ? undefined : occur(run, wait, action.payload, action.keys);
    }
    case "begin":
      return withElement(run, action.element, begin);
    case "throw":
      return withElement(run, action.element, throwEvents);
    case "finish":
      return withElement(run, action.element, (_, element) => {
        run.adHoc.add(element.parent);
        finish(run, element);
      });
    case "leave":
      return withElement(run, action.element, leave);
    case "loop":
      return withElement(
        run,
        action.element,
        (_, element) => nextRun(run, element, action.first === true),
      );
    case "compensate":
      return withElement(run, action.element, nextHandler);
    case "look":
      return withElement(run, action.element, (_, element) => {
        run.dirty = true;
        run.adHoc.add(element.id);
      });
    case "error": {
      const { code, payload } = action;
      return withElement(
        run,
        action.element,
        (_, element) => propagateWork(run, element, { kind: "error", code, payload }),
      );
    }
  }
}

/** What concerns an element that is gone is left undone. */
function withElement(run: Run, id: number, act: (run: Run, element: Element) => void): void {
  const element = run.elements.get(id);
  if (element !== undefined) act(run, element);
}
