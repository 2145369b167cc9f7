/**
 * Variables: literals, and names with what stands behind their dots.
 *
 * @module
 */
import { DtlError } from "../error.ts";
import type { Context } from "../run/context.ts";
import { called, MISSING, part } from "../run/lookup.ts";
import { float, toFloat, toInt } from "../value/number.ts";
import { Safe } from "../value/safe.ts";

/** A variable: what it is worth, or {@linkcode MISSING}. */
export type Variable = (cx: Context) => unknown;

/** The text of a quoted literal; what a template says is trusted. */
export function literal(quoted: string): Safe {
  const quote = quoted.charAt(0);
  return new Safe(quoted.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll("\\\\", "\\"));
}

/** A variable of its text. */
export function variable(text: string): Variable {
  const number = /[.e]/i.test(text) ? decimal(text) : toInt(text);
  if (number !== undefined) return () => number;
  if (text.startsWith("_") || text.includes("._")) {
    throw new DtlError("syntax", `names may not begin with an underscore: "${text}"`);
  }
  const [first = "", ...rest] = text.split(".").map(interned);
  if (rest.length === 0) {
    return (cx) => {
      const found = cx.get(first);
      return typeof found === "function" ? called(found, undefined, cx.setting.invalid) : found;
    };
  }
  const [second = ""] = rest;
  if (rest.length === 1) {
    return (cx) => {
      const found = cx.get(first), { invalid } = cx.setting;
      const owner = typeof found === "function" ? called(found, undefined, invalid) : found;
      const value = part(owner, second);
      return typeof value === "function" ? called(value, owner, invalid) : value;
    };
  }
  return (cx) => {
    let value = called(cx.get(first), undefined, cx.setting.invalid);
    for (const name of rest) {
      if (value === MISSING) return MISSING;
      value = called(part(value, name), value, cx.setting.invalid);
    }
    return value;
  };
}

/** The same text as keys of objects are kept: two of them are compared by where they are. */
export function interned(name: string): string {
  return Object.keys({ [name]: 0 })[0] ?? name;
}

function decimal(text: string): unknown {
  const value = text.endsWith(".") ? undefined : toFloat(text);
  return value === undefined || !/^[-+.]?\d/.test(text) ? undefined : float(value);
}
