/**
 * A job as its handler sees it, and the commands that its answer becomes.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Node } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import type { Complete, Fail } from "../state/command.ts";
import { isRecord, variables } from "../state/data.ts";
import { docsOf } from "../state/documents.ts";
import type { Work } from "../state/outcome.ts";
import type { State, Variables } from "../state/state.ts";
import { BpmnError, type Job } from "./handler.ts";

/** The longest message of a failure that is kept, in UTF-16 code units. */
const LONGEST_MESSAGE = 2_000;

/** What a job is made of. */
export interface JobContext {
  readonly state: State;
  readonly work: Work;
  readonly node: Node;
  /** Which try it is, from 1. */
  readonly attempt: number;
  readonly withdrawal: Withdrawal;
  readonly escalate: Job["escalate"];
}

/** The job of an element of an instance. */
export function jobOf(
  { state, work: { key, topic, element }, node, attempt, withdrawal, escalate }: JobContext,
): Job {
  return {
    key,
    topic,
    instance: state.instance,
    element,
    node,
    definition: state.definition,
    variables: variables(state, element),
    docs: docsOf(state.reserved),
    attempt,
    get signal() {
      return withdrawal.signal;
    },
    escalate,
  };
}

/** Tells a handler that its job is no longer wanted, or that its time is over. Most never look: the signal is made when one does. */
export class Withdrawal {
  #controller: AbortController | undefined;
  #reason: unknown;

  /** The signal, made when it is first asked for. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Withdraws the job; by default because it is no longer wanted. */
  abort(reason: unknown = new DOMException("no longer wanted", "AbortError")): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

/**
 * What a handler answers, as values of variables.
 *
 * @throws {BpeError} `answer` where it has no fields
 */
export function fieldsOf(
  answer: unknown,
  { key, topic, instance }: Pick<Job, "key" | "topic" | "instance">,
): Variables {
  if (answer === undefined || answer === null) return {};
  if (isRecord(answer)) return answer;
  throw new BpeError("answer", `is answered with ${typeof answer}, not with fields: ${topic}`, {
    element: `job ${key}`,
    instance,
  });
}

/** A handler has done the job of an element. */
export function completion(element: number, variables: Variables = {}): Complete {
  return { do: "complete", element, variables };
}

/** No handler has come for a job of an element in so many milliseconds. */
export function unhandledJob(element: number, topic: string, waited: number): Fail {
  const name = JSON.stringify(topic.slice(0, 200));
  const message = `no handler for ${name} within ${waited} ms: give one in \`handlers\``;
  return { do: "fail", element, message };
}

/** A handler has failed at the job of an element: with a {@link BpmnError} for the model, else technically. */
export function failure(element: number, error: unknown): Fail {
  if (!(error instanceof BpmnError)) {
    return { do: "fail", element, message: messageOf(error).slice(0, LONGEST_MESSAGE) };
  }
  const { code, message, variables } = error;
  return { do: "fail", element, code, message, variables };
}
