/**
 * Functions on numbers (DMN 1.5, 10.3.4.5), and `not` (10.3.4.2).
 *
 * @module
 */
import { DaysTime, YearsMonths } from "../value/value.ts";
import { finite, remainder, round, type Rounding } from "../value/number.ts";
import { type Overload, type Table, way } from "./signature.ts";

/** The functions on numbers, by name. */
export const NUMBERS: Table = {
  not: [way([["negand", "any"]], (_, value) => typeof value === "boolean" ? !value : null)],
  decimal: [
    way([["n", "number"], ["scale", "number"]], (_, n, scale) => round(n, scale, "half even")),
  ],
  floor: [toInteger("floor"), rounding("floor")],
  ceiling: [toInteger("ceiling"), rounding("ceiling")],
  "round up": [rounding("up")],
  "round down": [rounding("down")],
  "round half up": [rounding("half up")],
  "round half down": [rounding("half down")],
  abs: [
    way([["n", "number"]], (_, n) => Math.abs(n)),
    way([["n", "span"]], (_, n) => {
      if (n instanceof YearsMonths) return new YearsMonths(Math.abs(n.months));
      return new DaysTime(n.nanos < 0n ? -n.nanos : n.nanos);
    }),
  ],
  modulo: [
    way([["dividend", "number"], ["divisor", "number"]], (_, a, b) => remainder(a, b)),
  ],
  sqrt: [way([["number", "number"]], (_, n) => finite(Math.sqrt(n)))],
  log: [way([["number", "number"]], (_, n) => n > 0 ? finite(Math.log(n)) : null)],
  exp: [way([["number", "number"]], (_, n) => finite(Math.exp(n)))],
  odd: [way([["number", "number"]], (_, n) => Math.abs(n % 2) === 1)],
  even: [way([["number", "number"]], (_, n) => n % 2 === 0)],
};

function toInteger(how: Rounding): Overload {
  return way([["n", "number"]], (_, n) => round(n, 0, how));
}

function rounding(how: Rounding): Overload {
  return way([["n", "number"], ["scale", "number"]], (_, n, scale) => round(n, scale, how));
}
