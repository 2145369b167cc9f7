/**
 * Whether values are of a type (DMN 1.5, 10.3.2.9).
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { type Budget, spend } from "../budget.ts";
import { adopt } from "../time/moment.ts";
import { ANY, type Type } from "../value/type.ts";
import { FeelFunction, isContext, kindOf, own, type Parameter, Range } from "../value/value.ts";

/**
 * Whether a value is of a type. Null is of `Any` and of `Null` only, but an entry or item of any type may be null.
 *
 * @throws {FeelError} `expression` for a type that is not known.
 */
export function conforms(budget: Budget, given: unknown, type: Type, inside = false): boolean {
  spend(budget, 1);
  const value = adopt(given);
  if (value === null && inside) return true;
  switch (type.is) {
    case "any":
      return value !== null;
    case "kind":
      return kindOf(value) === type.kind;
    case "list":
      return Array.isArray(value) &&
        value.findIndex((item) => !conforms(budget, item, type.of, true)) < 0;
    case "range":
      return value instanceof Range &&
        [value.low, value.high].every((end) => conforms(budget, end, type.of, true));
    case "context":
      return isContext(value) &&
        type.entries.every(([name, of]) =>
          Object.hasOwn(value, name) && conforms(budget, own(value, name), of, true)
        );
    case "function":
      return value instanceof FeelFunction && fits(value, type.parameters);
    case "unknown":
      throw new FeelError("expression", `there is no type ${type.name}`);
  }
}

/** Parameters take everything that the type's do, in one of the ways to call the function. */
function fits({ parameters, builtin }: FeelFunction, types: readonly Type[]): boolean {
  return (builtin?.ways ?? [parameters]).some((way) => takes(way, types));
}

function takes(parameters: readonly Parameter[], types: readonly Type[]): boolean {
  return parameters.length === types.length && types.every((type, index) => {
    const own = parameters[index]?.type ?? ANY;
    return own.is === "any" || own.is === "unknown" || JSON.stringify(own) === JSON.stringify(type);
  });
}
