/**
 * What the effects of a step mean to whoever carries them out, with a store or without one.
 *
 * @module
 */
import { hasElement } from "../state/lists.ts";
import type { State } from "../state/state.ts";
import type { Fail } from "../state/command.ts";
import type {
  Call,
  CallerEscalation,
  Close,
  Effect,
  Return,
  SendMessage,
  SendSignal,
  Work,
} from "../state/outcome.ts";

/** Carries out what instances ask for outside. */
export interface Outside {
  /** A handler is to do a job. */
  job(work: Work): void;
  /** A person is to do a task. */
  task(work: Work): void;
  /** A message is for the instance that has waited for it longest. */
  message(message: SendMessage): void;
  /** A signal is for all other instances that wait for it. */
  signal(signal: SendSignal): void;
  /** A process is to be started, and its instance known by the call. */
  call(call: Call): void;
  /** Its caller is to be told what has become of a called instance, while {@link isAwaited}. */
  answer(answer: Return | CallerEscalation): void;
  /** Work is no longer wanted: the handler of a job is told so, a called instance is cancelled; a person's task goes. */
  withdraw(work: WithdrawnWork): void;
}

/** Work that is no longer wanted. */
export interface WithdrawnWork {
  /** The key of the job, task or call. */
  readonly key: string;
  /** The element that waited for it. */
  readonly element: number;
  /** What has withdrawn it. */
  readonly effect: Close;
}

/** Carries out one effect. */
export function carryOut(effect: Effect, outside: Outside): void {
  switch (effect.kind) {
    case "job":
      return outside.job(effect);
    case "task":
      return outside.task(effect);
    case "message":
      return outside.message(effect);
    case "signal":
      return outside.signal(effect);
    case "call":
      return outside.call(effect);
    case "return":
    case "escalation":
      return outside.answer(effect);
    case "close":
      return outside.withdraw({
        key: effect.key.slice(0, -"/close".length),
        element: effect.element,
        effect,
      });
  }
}

/** Whether the caller still waits for what a called instance answers. */
export function isAwaited({ caller }: Return | CallerEscalation, state: State): boolean {
  return hasElement(state, caller.element);
}

/** What becomes of a call whose process is nowhere: an incident of the caller. */
export function unknownProcess({ element, process }: Pick<Call, "element" | "process">): Fail {
  return {
    do: "fail",
    element,
    message: `there is no process ${process}: deploy it, then resolve this`,
  };
}

/** What becomes of a call whose process cannot start: an incident of the caller. */
export function failedStart({ element }: Pick<Call, "element">, what: string, why: string): Fail {
  return { do: "fail", element, message: `cannot start ${what}: ${why}` };
}
