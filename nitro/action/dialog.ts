/**
 * The actions `alert` and `confirm`: the browser's own dialogs.
 *
 * @module
 */
import type { Action } from "./action.ts";
import type { EventProps } from "../event.ts";

/** Shows a text until the person closes it. */
export function alert(text: string): Action {
  return { action: "call", target: { g: "window" }, method: "alert", args: [text] };
}

/** Asks the person; on yes the page is told. */
export function confirm(
  { text, target = "", postback, source = [], delegate }:
    & { readonly text: string; readonly target?: string }
    & Pick<EventProps, "postback" | "source" | "delegate">,
): Action {
  return { action: "confirm", target, text, postback, source, delegate };
}
