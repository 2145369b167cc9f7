/**
 * The element `button`: what the person presses.
 *
 * @module
 */
import type { Make } from "../../element.ts";
import { tag } from "../../tag.ts";
import type { SubmitProps } from "./form.ts";

/** Properties of a button. */
export interface ButtonProps extends SubmitProps {
  /** What it does in a form; `button` by default, which is nothing but its postback. */
  readonly type?: "button" | "submit" | "reset" | undefined;
  /** Its value in a form. */
  readonly value?: string | undefined;
}

/** What the person presses: `<button>`. */
export const button: Make<ButtonProps> = tag<ButtonProps>("button", {
  own: [
    ...["type", "name", "form", "disabled", "autofocus", "value"] as const,
    ...["formaction", "formmethod", "formenctype", "formtarget", "formnovalidate"] as const,
  ],
  defaults: { type: "button" },
});
