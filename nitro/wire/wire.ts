/**
 * The actions of the running message, in the order in which they were wired.
 *
 * @module
 */
import { context } from "../../n2o/mod.ts";
import type { Action } from "../action/action.ts";
import { NitroError } from "../error.ts";

const ACTIONS = Symbol("actions");

/**
 * Has the client carry out an action, after those that were wired before.
 *
 * A text is JavaScript for the classic wire.
 *
 * @throws {NitroError} `script` for a text where the client evaluates nothing.
 */
export function wire(action: Action | string | readonly (Action | string)[]): void {
  if (isList(action)) return action.forEach((each) => wire(each));
  const made: Action = typeof action === "string" ? { action: "script", text: action } : action;
  if (made.action === "script" && context().cx.wire === "terms") {
    throw new NitroError(
      "script",
      "JavaScript text cannot travel on this wire: use set, call, attr or a hook",
    );
  }
  wired().push(made);
}

/** The actions that were wired so far. */
export function actions(): readonly Action[] {
  return wired();
}

function wired(): Action[] {
  const { dictionary } = context(), found = dictionary.get(ACTIONS);
  if (Array.isArray(found)) return found;
  const made: Action[] = [];
  dictionary.set(ACTIONS, made);
  return made;
}

function isList(value: unknown): value is readonly (Action | string)[] {
  return Array.isArray(value);
}
