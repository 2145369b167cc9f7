/**
 * Functions and their calls (DMN 1.5, 10.3.2.12 and 10.3.2.13.5).
 *
 * @module
 */
import { invoke, isBuiltin } from "../builtin/builtins.ts";
import { call } from "../builtin/call.ts";
import { FeelError } from "../error.ts";
import { find, inside, type Scope } from "../scope.ts";
import { FeelFunction, isContext, kindOf, own, type Parameter, put } from "../value/value.ts";
import { type Run, step } from "./run.ts";

/** What a function is called with: by position, or by name. */
export interface Arguments {
  /** What gives the values, in the order written. */
  readonly runs: readonly Run[];
  /** Their names, where it is called by name. */
  readonly names: readonly string[] | null;
}

/** `function(a, b) body`. */
export function definition(parameters: readonly Parameter[], body: Run): Run {
  return (scope) =>
    new FeelFunction(parameters, (values) => {
      const names: Record<string, unknown> = {};
      parameters.forEach(({ name }, index) => put(names, name, values[index] ?? null));
      return body(inside(scope, names));
    });
}

/** `of(...)` where `of` is an expression; null where it gives no function. */
export function callOf(of: Run, { runs, names }: Arguments): Run {
  return (scope) => {
    step(scope);
    const found = of(scope);
    const given = valuesOf(scope, runs);
    return found instanceof FeelFunction ? call(scope.machine, found, given, names) : null;
  };
}

/** `name(...)`: a function of the scope goes before a built-in one; a variable that is no function does not hide one. */
export function callNamed(name: string, { runs, names }: Arguments): Run {
  const builtin = isBuiltin(name);
  return (scope) => {
    const machine = step(scope);
    const level = find(scope, name);
    // What the application gives is never called: it is not even looked at.
    const found = level === null || level.up === null ? undefined : level.names[name];
    const given = valuesOf(scope, runs);
    if (found instanceof FeelFunction) return call(machine, found, given, names);
    if (builtin) return invoke(machine, name, given, names);
    throw unknownFunction(name);
  };
}

/** `of.name(...)`: a function that the context `of` has, else the built-in function with `of` before its other values. */
export function method(of: Run, name: string, { runs, names }: Arguments): Run {
  const builtin = builtinMethod(name);
  return (scope) => {
    const machine = step(scope);
    const subject = of(scope);
    const found = isContext(subject) ? own(subject, name) : undefined;
    const given = valuesOf(scope, runs);
    if (found instanceof FeelFunction) return call(machine, found, given, names);
    if (!isBuiltin(builtin)) throw unknownFunction(name);
    return names === null && kindOf(subject) !== "null"
      ? invoke(machine, builtin, [subject, ...given], null)
      : null;
  };
}

function valuesOf(scope: Scope, runs: readonly Run[]): unknown[] {
  return runs.map((run) => run(scope));
}

/** The error of a function that is neither in scope nor built in. */
export function unknownFunction(name: string): FeelError {
  return new FeelError("expression", `there is no function ${name}`);
}

/** The name of the built-in function that a method is. */
export function builtinMethod(name: string): string {
  return Object.hasOwn(METHODS, name) ? METHODS[name] ?? name : name;
}

/** Methods of other languages that modelers write. */
const METHODS: Readonly<Record<string, string>> = Object.freeze({
  startsWith: "starts with",
  endsWith: "ends with",
  length: "string length",
  toLowerCase: "lower case",
  toUpperCase: "upper case",
  lower: "lower case",
  upper: "upper case",
  size: "count",
});
