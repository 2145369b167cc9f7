/**
 * The element `textbox`: a line of text that the person types.
 *
 * @module
 */
import { define, type Element, type Props } from "../../element.ts";
import { attributes, emitTag, identified } from "../../tag.ts";

/** Properties of a textbox. */
export interface TextboxProps extends Props {
  /** The text in it as the page is placed. */
  readonly value?: string | undefined;
  /** Name of its value in a form. */
  readonly name?: string | undefined;
  /** A hint that shows while it is empty; no substitute for a label. */
  readonly placeholder?: string | undefined;
  /** The longest text, in UTF-16 units. */
  readonly maxlength?: number | undefined;
  /** Whether it cannot be used. */
  readonly disabled?: boolean | undefined;
  /** Whether its text cannot be changed. */
  readonly readonly?: boolean | undefined;
  /** Whether it must not be empty. */
  readonly required?: boolean | undefined;
  /** Whether it has the keyboard's focus at first. */
  readonly autofocus?: boolean | undefined;
}

/** A line of text that the person types: `<input type="text">`. Its postback is sent on `change`. */
export const textbox: (props: TextboxProps) => Element<TextboxProps> = define(
  "textbox",
  (props, out) => {
    const { maxlength, name, placeholder, value, disabled, autofocus, readonly, required } = props;
    const own = {
      type: "text",
      maxlength,
      name,
      placeholder,
      value,
      disabled,
      autofocus,
      readonly,
      required,
    };
    return emitTag("input", attributes(props, own, identified(props, out, "change")));
  },
);
