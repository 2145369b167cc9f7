/**
 * Variables: literals, and names with what stands behind their dots.
 *
 * @module
 */
import { DtlError } from "../error.ts";
import type { Context, Expression } from "../run/context.ts";
import { called, MISSING, own, part } from "../run/lookup.ts";
import { float, toFloat, toInt } from "../value/number.ts";
import { Safe } from "../value/safe.ts";

/** The text of a quoted literal; what a template says is trusted. */
export function literal(quoted: string): Safe {
  const quote = quoted.charAt(0);
  return new Safe(quoted.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll("\\\\", "\\"));
}

/** A variable of its text; `absent` says what it is worth where it is not there. */
export function variable(
  text: string,
  absent: (cx: Context, isQuiet?: boolean) => unknown = () => MISSING,
): Expression {
  const number = /[.e]/i.test(text) ? decimal(text) : toInt(text);
  if (number !== undefined) return () => number;
  if (text.startsWith("_") || text.includes("._")) {
    throw new DtlError("syntax", `names may not begin with an underscore: "${text}"`);
  }
  const [first = "", ...rest] = text.split(".").map(interned), [second = ""] = rest;
  if (rest.length === 0) {
    return (cx, isQuiet) => {
      const found = cx.get(first);
      if (found === MISSING) return absent(cx, isQuiet);
      return typeof found === "function" ? called(found, undefined, cx.setting.invalid) : found;
    };
  }
  return (cx, isQuiet) => {
    let value = cx.get(first);
    // Most names are of what is an entry of data.
    const entry = own(value, second);
    if (rest.length === 1 && entry !== MISSING && typeof entry !== "function") return entry;
    value = called(value, undefined, cx.setting.invalid);
    for (const name of rest) {
      if (value === MISSING) break;
      value = called(part(value, name), value, cx.setting.invalid);
    }
    return value === MISSING ? absent(cx, isQuiet) : value;
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
