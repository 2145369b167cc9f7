/**
 * What expressions give during a step, and errors that name the element where they fail.
 *
 * @module
 */
import { type Expression, NONE } from "../../definition/definition.ts";
import { BpeError, type BpeErrorCode } from "../../error.ts";
import { visible } from "../../state/data.ts";
import type { Variables } from "../../state/state.ts";
import type { Run } from "./run.ts";

/**
 * Evaluates an expression as an element sees the variables.
 *
 * @throws {BpeError} `expression`; the message names the node and shows the text.
 */
export function evaluate(
  run: Run,
  element: number,
  expression: Expression,
  more?: Variables,
): unknown {
  const seen = visible((id) => run.elements.get(id), element);
  try {
    return run.settings.expressions.evaluate(
      expression,
      more ? { ...seen, ...more } : seen,
      run.now,
      run.reserved,
    );
  } catch (cause) {
    throw failure(
      "expression",
      { run, element },
      `has an expression that fails: ${expression.text.slice(0, 200)} (${
        cause instanceof Error ? cause.message : String(cause)
      })`,
      cause,
    );
  }
}

/** Whether a condition holds; null is taken for false, anything but a boolean is an error. */
export function holds(
  run: Run,
  element: number,
  expression: Expression,
  more?: Variables,
): boolean {
  const value = evaluate(run, element, expression, more);
  if (value === true) return true;
  if (value === false || value === null || value === undefined) return false;
  throw failure(
    "expression",
    { run, element },
    `has a condition that gives ${typeof value}, not a boolean: ${expression.text.slice(0, 200)}`,
  );
}

/** An error at an element: it names instance and node. */
export function failure(
  code: BpeErrorCode,
  { run, element }: { readonly run: Run; readonly element: number },
  message: string,
  cause?: unknown,
): BpeError {
  const node = run.elements.get(element)?.node ?? NONE;
  return new BpeError(code, message, {
    element: run.definition.nodes[node]?.id ??
      run.definition.processes[run.before.process]?.id,
    instance: run.before.instance,
    cause,
  });
}
