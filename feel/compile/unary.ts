/**
 * Tests of a value: `in`, and comparisons without their left side (DMN 1.5, 10.3.2.8).
 *
 * @module
 */
import { spend } from "../budget.ts";
import { comparison, passes } from "../operator/compare.ts";
import { inside } from "../scope.ts";
import { type Run, step } from "./run.ts";

/** One of the tests behind `in`. */
export interface Test {
  /** Gives the value, range or list to compare with, or, where it has `?` in it, whether the test holds. */
  readonly run: Run;
  /** Whether it has `?` in it. */
  readonly asks: boolean;
  /** The text that it is as written; null where it is something else. */
  readonly text: string | null;
}

/** `of in tests`: true where one of them holds. */
export function isIn(of: Run, tests: readonly Test[]): Run {
  const asked = tests.some(({ asks }) => asks);
  return (scope) => {
    const machine = step(scope);
    const value = of(scope);
    const inner = asked ? inside(scope, { "?": value }) : scope;
    let result: boolean | null = false;
    for (const { run, asks, text } of tests) {
      // The common case: a text that is one of a few.
      if (text !== null && typeof value === "string") {
        spend(machine, 1);
        if (value === text) return true;
        continue;
      }
      const found = run(inner);
      const passed = asks && typeof found === "boolean" ? found : passes(machine, value, found);
      if (passed === true) return true;
      if (passed === null) result = null;
    }
    return result;
  };
}

/** `< to`, as a range that is open on one side. */
export function compared(operator: string, to: Run): Run {
  return (scope) => comparison(operator, to(scope));
}

/** Whether the input value is named in a tree. */
export function asks(tree: unknown): boolean {
  return isNamed(tree, "?");
}

/** Whether a name stands in a tree. */
export function isNamed(tree: unknown, name: string): boolean {
  if (typeof tree !== "object" || tree === null) return false;
  if (Reflect.get(tree, "is") === "name" && Reflect.get(tree, "name") === name) return true;
  return Object.values(tree).some((each) => isNamed(each, name));
}
