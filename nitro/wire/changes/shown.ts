/**
 * What the connection of the running message remembers of what its client shows.
 *
 * @module
 */
import { type Context, context } from "../../../n2o/mod.ts";
import type { Action } from "../../action/action.ts";
import { changes, type Rendered } from "./changes.ts";
import { Memory } from "./memory.ts";

/** The actions of the running message with only what changed; what is remembered counts from now on. */
export function onlyChanged(actions: readonly Action[], rendered: Rendered): readonly Action[] {
  const found = context(), { server, cx } = found;
  if (actions.length === 0) return actions;
  const { actions: changed, bytes } = changes(actions, rendered, {
    bytes: cx.shown,
    session: cx.session,
    now: Math.floor(server.clock.now() / 1000),
    // What a renderer gives out is good for half of its time at least.
    lasts: server.pickleTtl / 4,
  });
  if (bytes !== cx.shown) found.cx = { ...cx, shown: bytes };
  return changed;
}

/** What the person entered in these controls went to the server: the next update states it, whether it was taken or not. */
export function carried(controls: Iterable<string>): void {
  const { cx } = context();
  if (cx.shown === undefined) return;
  const memory = new Memory(cx.shown, cx.session);
  for (const control of controls) memory.carried(control);
}

/** Forgets all: the client may show anything. */
export function forgetShown(found: Context = context()): void {
  if (found.cx.shown !== undefined) found.cx = { ...found.cx, shown: undefined };
}
