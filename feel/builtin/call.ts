/**
 * Calling a function with values by position or by name (DMN 1.5, 10.3.2.12).
 *
 * @module
 */
import { conforms } from "../operator/conform.ts";
import { enter, spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import type { Type } from "../value/type.ts";
import type { FeelFunction } from "../value/value.ts";

/** What a function gives; null where it is called with too many, too few or unfit values. */
export function call(
  machine: Machine,
  of: FeelFunction,
  values: readonly unknown[],
  names: readonly string[] | null,
): unknown {
  if (of.builtin !== null) {
    enter(machine);
    const result = of.builtin.invoke(values, names);
    machine.calls--;
    return result;
  }
  const inOrder = names === null ? values : arranged(of, values, names);
  if (inOrder === null || inOrder.length !== of.parameters.length) return null;
  spend(machine, 1);
  enter(machine);
  const given = inOrder.map((value, index) =>
    converted(machine, value, of.parameters[index]?.type ?? { is: "any" })
  );
  const result = given.includes(UNFIT) ? null : of.run(given);
  machine.calls--;
  return result;
}

/** Whether a function may be called with so many values. A built-in one gives null where it may not. */
export function takes({ parameters, builtin }: FeelFunction, count: number): boolean {
  return builtin !== null || parameters.length === count;
}

function arranged(
  { parameters }: FeelFunction,
  values: readonly unknown[],
  names: readonly string[],
): unknown[] | null {
  if (new Set(names).size !== names.length) return null;
  const inOrder: unknown[] = Array.from({ length: parameters.length }, () => null);
  for (const [index, name] of names.entries()) {
    const at = parameters.findIndex((parameter) => parameter.name === name);
    if (at < 0) return null;
    inOrder[at] = values[index];
  }
  return inOrder;
}

const UNFIT: unique symbol = Symbol("unfit");

/** The conversions of 10.3.2.9.4: a list of one is its item, and a value is the list of it. */
function converted(machine: Machine, value: unknown, type: Type): unknown {
  if (type.is === "any" || type.is === "unknown" || value === null) return value;
  if (conforms(machine, value, type)) return value;
  if (Array.isArray(value) && value.length === 1 && conforms(machine, value[0], type)) {
    return value[0];
  }
  return type.is === "list" && conforms(machine, [value], type) ? [value] : UNFIT;
}
