/**
 * The actions of the running message, in the order in which they were wired.
 *
 * @module
 */
import { context } from "../../n2o/mod.ts";
import type { Action } from "../action/action.ts";
import { NitroError } from "../error.ts";

/** What a message wired. */
class Wired {
  readonly actions: Action[] = [];
  readonly rendered: Map<Action, readonly Action[]> = new Map();
}

const WIRED = Symbol("wired");

/** Has the client carry out an action that was rendered together with others, which follow it. */
export function wireRendered(action: Action, others: readonly Action[]): void {
  const { actions, rendered } = wired();
  put(actions, action);
  rendered.set(action, others);
  for (const other of others) put(actions, other);
}

/** The actions that were rendered together with others. */
export function rendered(): Map<Action, readonly Action[]> {
  return wired().rendered;
}

/**
 * Has the client carry out an action, after those that were wired before.
 *
 * A text is JavaScript for the classic wire, where `scripts` of the settings allows it. Never put text of a user into it.
 *
 * @throws {NitroError} `script` for a text where the client evaluates nothing, or the settings allow none.
 */
export function wire(action: Action | string | readonly (Action | string)[]): void {
  const all = isList(action) ? action : [action];
  // What wires nothing may be called outside of a message, as where markup is rendered alone.
  if (all.length === 0) return;
  const { actions } = wired();
  all.forEach((each) => put(actions, each));
}

function put(actions: Action[], action: Action | string): void {
  const made: Action = typeof action === "string" ? { action: "script", text: action } : action;
  if (made.action === "script") checkScript();
  actions.push(made);
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
  const { actions: all } = wired();
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
  context().dictionary.delete(WIRED);
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

function wired(): Wired {
  const { dictionary } = context(), found = dictionary.get(WIRED);
  if (found instanceof Wired) return found;
  const made = new Wired();
  dictionary.set(WIRED, made);
  return made;
}

function isList(value: unknown): value is readonly (Action | string)[] {
  return Array.isArray(value);
}
