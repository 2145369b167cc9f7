/**
 * Names, and what stands behind a dot.
 *
 * @module
 */
import { invoke, isBuiltin, waysOf } from "../builtin/builtins.ts";
import { spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { property } from "../operator/property.ts";
import type { Doubt } from "../parse/tree.ts";
import { find, type Scope } from "../scope.ts";
import { FeelFunction, isContext } from "../value/value.ts";
import { doubted, longerIn, STALE } from "./doubt.ts";
import { type Run, step } from "./run.ts";

type Entries = Readonly<Record<string, unknown>>;

/** What modelers write for what FEEL has another word for. */
const LENIENT: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

/** An unknown name is null; the name of a built-in function is that function. */
export function name(name: string, doubt: Doubt): Run {
  if (doubt === null) {
    return (scope) => {
      step(scope);
      const { names, up } = scope;
      if (Object.hasOwn(names, name)) return names[name] ?? null;
      const found = up === null ? null : find(up, name);
      return found === null ? nameless(scope, name) : found.names[name] ?? null;
    };
  }
  const isLonger = doubt.odd ? null : longerIn(doubt);
  return (scope) => {
    step(scope);
    if (isLonger !== null && !scope.machine.fresh && scope.up !== null && isLonger(scope.names)) {
      throw STALE;
    }
    if (Object.hasOwn(scope.names, name)) return scope.names[name] ?? null;
    const found = scope.up && find(scope.up, name);
    if (found !== null) return found.names[name] ?? null;
    for (let level = scope; level.up !== null; level = level.up) {
      doubted(scope.machine, level.names, doubt);
    }
    return nameless(scope, name);
  };
}

/** What a name stands for that no scope has. */
function nameless({ machine }: Scope, name: string): unknown {
  if (Object.hasOwn(LENIENT, name)) return LENIENT[name];
  return isBuiltin(name) ? builtinValue(machine, name) : null;
}

/** A built-in function as a value. */
function builtinValue(machine: Machine, name: string): FeelFunction {
  const ways = waysOf(name);
  return new FeelFunction(ways[0] ?? [], (values) => invoke(machine, name, values, null), {
    ways,
    invoke: (values, names) => invoke(machine, name, values, names),
  });
}

/** `of.name`: an entry of a context, or a property of a date, time, duration or range; of a list, that of each item. */
export function path(of: Run, name: string, doubt: Doubt): Run {
  const direct = !(name in Object.prototype);
  const isLonger = doubt === null || doubt.odd ? null : longerIn(doubt);
  return (scope) => {
    const machine = step(scope);
    const value = of(scope);
    // The common case: a context, and a name that it cannot inherit.
    if (
      direct && typeof value === "object" && value !== null &&
      Object.getPrototypeOf(value) === Object.prototype
    ) {
      const entries = value as Entries; // as: a plain object has entries by name
      const found = entries[name];
      if (found !== undefined) {
        if (isLonger !== null && !machine.fresh && isLonger(entries)) throw STALE;
        return found;
      }
    }
    if (doubt !== null) {
      if (Array.isArray(value)) {
        spend(machine, value.length);
        const isTaken = doubt.odd &&
          value.some((item) => isContext(item) && Object.hasOwn(item, name));
        for (const item of value) {
          if (!isContext(item)) continue;
          if (!Object.hasOwn(item, name)) doubted(machine, item, doubt, isTaken);
          else if (isLonger !== null && !machine.fresh && isLonger(item)) throw STALE;
        }
      } else if (isContext(value) && !Object.hasOwn(value, name)) doubted(machine, value, doubt);
    }
    return property(machine, value, name);
  };
}
