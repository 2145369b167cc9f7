/**
 * What evaluates the expressions of a definition.
 *
 * @module
 */
import type { Expression } from "../definition/definition.ts";
import type { Variables } from "../state/state.ts";

/** Evaluates expressions of a definition. */
export interface Expressions {
  /**
   * The value of an expression with these variables, at a moment: milliseconds since 1970, for languages that know the time.
   *
   * @throws any error: it becomes an incident that names instance and element.
   */
  evaluate(expression: Expression, variables: Variables, now?: number): unknown;
}
