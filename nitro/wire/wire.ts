/**
 * The actions of the running message, in the order in which they were wired.
 *
 * @module
 */
import { context } from "../../n2o/mod.ts";
import type { Action } from "../action/action.ts";
import { NitroError } from "../error.ts";

const ACTIONS = Symbol("actions"), RENDERED = Symbol("rendered");

/** Has the client carry out an action that was rendered together with others, which follow it. */
export function wireRendered(action: Action, others: readonly Action[]): void {
  wire(action);
  rendered().set(action, others);
  wire(others);
}

/** The actions that were rendered together with others. */
export function rendered(): Map<Action, readonly Action[]> {
  const { dictionary } = context(), found = dictionary.get(RENDERED);
  if (found instanceof Map) return found;
  const made = new Map<Action, readonly Action[]>();
  dictionary.set(RENDERED, made);
  return made;
}

/**
 * Has the client carry out an action, after those that were wired before.
 *
 * A text is JavaScript for the classic wire, where `scripts` of the settings allows it. Never put text of a user into it.
 *
 * @throws {NitroError} `script` for a text where the client evaluates nothing, or the settings allow none.
 */
export function wire(action: Action | string | readonly (Action | string)[]): void {
  if (isList(action)) return action.forEach((each) => wire(each));
  const made: Action = typeof action === "string" ? { action: "script", text: action } : action;
  if (made.action === "script") checkScript();
  wired().push(made);
}

/** The actions that were wired so far. */
export function actions(): readonly Action[];
/**
 * Wires these in place of all that were wired so far, and gives those.
 *
 * @throws {NitroError} `script` as `wire` does; what was wired stays then.
 */
export function actions(instead: readonly (Action | string)[]): readonly Action[];
export function actions(instead?: readonly (Action | string)[]): readonly Action[] {
  const all = wired();
  if (instead === undefined) return all;
  const before = all.splice(0);
  try {
    wire(instead);
  } catch (error) {
    all.splice(0, all.length, ...before);
    throw error;
  }
  return before;
}

/**
 * Lets go of what was wired, once it was written for the client: a host may hold a message that is over until it next looks through all of
 * its memory, and with it the markup of all its updates.
 */
export function letGo(): void {
  const { dictionary } = context();
  dictionary.delete(ACTIONS);
  dictionary.delete(RENDERED);
}

function checkScript(): void {
  const { cx, server } = context();
  if (cx.wire === "terms") {
    throw new NitroError(
      "script",
      "JavaScript text cannot travel on this wire: use set, call, attr or a hook",
    );
  }
  if (server.scripts) return;
  throw new NitroError(
    "script",
    "JavaScript text is not allowed here: use set, call, attr or a hook, or allow it by scripts: true in the settings",
  );
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
