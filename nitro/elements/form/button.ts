/**
 * The element `button`: what the person presses.
 *
 * @module
 */
import type { Make } from "../../element.ts";
import { tag } from "../../tag.ts";
import type { ControlProps } from "./form.ts";

/** Properties of a button. */
export interface ButtonProps extends ControlProps {
  /** What it does in a form; `button` by default, which is nothing but its postback. */
  readonly type?: "button" | "submit" | "reset" | undefined;
  /** Its value in a form. */
  readonly value?: string | undefined;
  /** Where a browser without scripts sends the form, if this submits it. */
  readonly formaction?: string | undefined;
  /** How. */
  readonly formmethod?: "get" | "post" | "dialog" | undefined;
  /** How the values are encoded. */
  readonly formenctype?: string | undefined;
  /** Where the answer opens. */
  readonly formtarget?: string | undefined;
  /** Whether the browser's own checks are left out. */
  readonly formnovalidate?: boolean | undefined;
}

/** What the person presses: `<button>`. */
export const button: Make<ButtonProps> = tag<ButtonProps>("button", {
  own: [
    ...["type", "name", "form", "disabled", "autofocus", "value"] as const,
    ...["formaction", "formmethod", "formenctype", "formtarget", "formnovalidate"] as const,
  ],
  defaults: { type: "button" },
});
