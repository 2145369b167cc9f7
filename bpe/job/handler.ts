/**
 * Handlers: the functions that do the jobs of service tasks.
 *
 * @module
 */
import type { Node } from "../definition/definition.ts";
import type { Expressions } from "../expression/expression.ts";
import { isRecord } from "../state/data.ts";
import type { Doc } from "../state/documents.ts";
import type { Variables } from "../state/state.ts";

/** One job, as its handler sees it. */
export interface Job {
  /**
   * Its idempotency key: the same for every try of the same job, and no other job has it. A handler is called again where a
   * crash hid its answer; what it does outside is to be done once for each key.
   */
  readonly key: string;
  /** What the file says, else the id of the node. */
  readonly topic: string;
  /** The id of its instance. */
  readonly instance: string;
  /** The element of the instance that waits. */
  readonly element: number;
  /** The node of the definition, with what a vendor's extensions say of it. */
  readonly node: Node;
  /** The process and its version, as `leave:3`. */
  readonly definition: string;
  /** The variables that the element sees. Not to be changed. */
  readonly variables: Variables;
  /** The documents of its instance, the newest first. Not to be changed. */
  readonly docs: readonly Doc[];
  /** Which try it is, from 1. */
  readonly attempt: number;
  /** Is aborted when the job's time is over, or when it is no longer wanted. */
  readonly signal: AbortSignal;
  /** Throws an escalation that the model may catch; the job goes on. */
  escalate(code: string, variables?: Variables): Promise<void>;
}

/**
 * Does a job. What it answers are new values of variables. A {@link BpmnError} goes to the model; any other error is a failed
 * try, which is repeated and at last becomes an incident.
 */
export type Handler = (
  job: Job,
) => Variables | void | undefined | Promise<Variables | void | undefined>;

/** A handler with bounds of its own; those of the runtime hold where it has none. */
export interface HandlerOptions {
  /** Does the jobs. */
  readonly run: Handler;
  /** Milliseconds that it has. */
  readonly timeout?: number;
  /** How often it is tried. */
  readonly retries?: number;
  /** Milliseconds before the next try, after so many failures from 1. */
  readonly backoff?: (failures: number) => number;
}

/**
 * An error that the model may catch by its code, thrown by a handler.
 *
 * @example
 * ```ts
 * import { BpmnError } from "@n2o/n2o/bpe";
 * const error = new BpmnError("no-stock", "nothing left of A-7", { missing: 3 });
 * if (error.code !== "no-stock") throw error;
 * ```
 */
export class BpmnError extends Error {
  /** Recognises the error across realms. */
  override readonly name: string = "BpmnError";
  /** The error code of the model. */
  readonly code: string;
  /** Values that go with it. */
  readonly variables: Variables;

  /** Makes the error; its message is the code unless told. */
  constructor(code: string, message: string = code, variables: Variables = {}) {
    super(message);
    this.code = code;
    this.variables = variables;
  }
}

/** What does a script task whose script is an expression: its value is the result variable, or its fields are variables. */
export function scriptHandler(
  expressions: Expressions,
  node: Node | undefined,
): HandlerOptions | undefined {
  const script = node?.kind === "scriptTask" ? node.activity?.script ?? null : null;
  if (script === null || !isExpression(script.language)) return undefined;
  const name = node?.vendor?.resultVariable ?? "";
  return {
    run: ({ variables, docs }) => {
      const value = expressions.evaluate(script, variables, undefined, { docs });
      if (name !== "") return { [name]: value };
      return isRecord(value) ? value : {};
    },
  };
}

function isExpression(language: string): boolean {
  return language === "" || /feel/i.test(language);
}
