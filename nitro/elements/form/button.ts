/**
 * The element `button`: what the person presses.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** Properties of a button. */
export interface ButtonProps extends Props {
  /** What it does in a form; `button` by default, which is nothing but its postback. */
  readonly type?: "button" | "submit" | "reset" | undefined;
  /** Name of its value in a form. */
  readonly name?: string | undefined;
  /** Its value in a form. */
  readonly value?: string | undefined;
  /** Whether it cannot be pressed. */
  readonly disabled?: boolean | undefined;
}

/** What the person presses: `<button>`. */
export const button: (props: ButtonProps) => Element<ButtonProps> = simple(
  "button",
  ({ type = "button", name, value, disabled }) => ({ type, name, disabled, value }),
);
