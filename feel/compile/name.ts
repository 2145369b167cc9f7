/**
 * Names, and what stands behind a dot.
 *
 * @module
 */
import { invoke, isBuiltin } from "../builtin/builtins.ts";
import type { Machine } from "../machine.ts";
import { property } from "../operator/property.ts";
import { find } from "../scope.ts";
import { ANY } from "../value/type.ts";
import { FeelFunction } from "../value/value.ts";
import { type Run, step } from "./run.ts";

/** What modelers write for what FEEL has another word for. */
const LENIENT: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

/** An unknown name is null; the name of a built-in function is that function. */
export function name(name: string): Run {
  return (scope) => {
    step(scope);
    if (Object.hasOwn(scope.names, name)) return scope.names[name] ?? null;
    const found = scope.up && find(scope.up, name);
    if (found !== null) return found.names[name] ?? null;
    if (Object.hasOwn(LENIENT, name)) return LENIENT[name];
    return isBuiltin(name) ? builtinValue(scope.machine, name) : null;
  };
}

/** A built-in function as a value, as `sort` takes it: with two parameters. */
function builtinValue(machine: Machine, name: string): FeelFunction {
  const parameters = ["a", "b"].map((each) => ({ name: each, type: ANY }));
  return new FeelFunction(parameters, (values) => invoke(machine, name, values, null));
}

/** `of.name`. */
export function path(of: Run, name: string): Run {
  return (scope) => property(step(scope), of(scope), name);
}
