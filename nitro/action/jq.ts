/**
 * The action `jq`: methods called and properties set on a target, as the original's record says it.
 *
 * @module
 */
import type { Action, Target, Value } from "./action.ts";

/** Methods to call, or a property to set. */
export interface Jq {
  /** What the methods and the property belong to. */
  readonly target: Target;
  /** Names of methods, called one after the other with the same arguments. */
  readonly method?: string | readonly string[];
  /** Arguments of each method; none by default. */
  readonly args?: readonly Value[];
  /** A property, as `set` takes it: `style.display`. */
  readonly property?: string;
  /** What the property is set to; `null` by default. */
  readonly right?: Value;
}

/** The actions of a `jq`: `wire(jq({ target: "message", method: ["focus", "select"] }))`. */
export function jq(
  { target, method = [], args = [], property, right = null }: Jq,
): readonly Action[] {
  const methods = typeof method === "string" ? [method] : method;
  const calls = methods.map((method): Action => ({ action: "call", target, method, args }));
  return property === undefined
    ? calls
    : [...calls, { action: "set", target, path: property, value: right }];
}
