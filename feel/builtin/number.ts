/**
 * Functions on numbers (DMN 1.5, 10.3.4.5), and `not` (10.3.4.2).
 *
 * @module
 */
import { DaysTime, YearsMonths } from "../value/value.ts";
import { spend } from "../budget.ts";
import { remainder } from "../number/arithmetic.ts";
import { absolute, isOdd, type Numeric } from "../number/decimal.ts";
import { exponential, logarithm, REAL } from "../number/logarithm.ts";
import { squareRoot } from "../number/root.ts";
import { round, type Rounding } from "../number/round.ts";
import { type Overload, type Table, way } from "./signature.ts";

/** The functions on numbers, by name. */
export const NUMBERS: Table = {
  not: [way([["negand", "any"]], (_, value) => typeof value === "boolean" ? !value : null)],
  decimal: [
    way([["n", "number"], ["scale", "measure"]], (_, n, scale) => round(n, scale, "half even")),
  ],
  floor: [toInteger("floor"), rounding("floor")],
  ceiling: [toInteger("ceiling"), rounding("ceiling")],
  "round up": [rounding("up")],
  "round down": [rounding("down")],
  "round half up": [rounding("half up")],
  "round half down": [rounding("half down")],
  abs: [
    way([["n", "number"]], (_, n) => absolute(n)),
    way([["n", "span"]], (_, n) => {
      if (n instanceof YearsMonths) return new YearsMonths(Math.abs(n.months));
      return new DaysTime(n.nanos < 0n ? -n.nanos : n.nanos);
    }),
  ],
  modulo: [
    way([["dividend", "number"], ["divisor", "number"]], (_, a, b) => remainder(a, b)),
  ],
  sqrt: [way([["number", "number"]], (_, n) => squareRoot(n))],
  log: [real(logarithm)],
  exp: [real(exponential)],
  odd: [way([["number", "number"]], (_, n) => isOdd(n) === true)],
  even: [way([["number", "number"]], (_, n) => isOdd(n) === false)],
};

function real(run: (n: Numeric) => Numeric | null): Overload {
  return way([["number", "number"]], (machine, n) => {
    spend(machine, REAL);
    return run(n);
  });
}

function toInteger(how: Rounding): Overload {
  return way([["n", "number"]], (_, n) => round(n, 0, how));
}

function rounding(how: Rounding): Overload {
  return way([["n", "number"], ["scale", "measure"]], (_, n, scale) => round(n, scale, how));
}
