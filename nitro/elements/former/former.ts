/**
 * What HTML had and browsers have no more: they show an element of no meaning. They are here so that a page that was moved says what it said.
 *
 * @module
 */
import type { Make, Props } from "../../element.ts";
import { tag } from "../../tag.ts";
import type { ControlProps } from "../form/form.ts";

/** Properties of a command. */
export interface CommandProps extends Props {
  /** What it does: a command, or a choice of one or of several. */
  readonly type?: "command" | "checkbox" | "radio" | undefined;
  /** What it is called. */
  readonly label?: string | undefined;
  /** The address of its picture. */
  readonly icon?: string | undefined;
  /** Whether it is chosen. */
  readonly checked?: boolean | undefined;
  /** Whether it cannot be used. */
  readonly disabled?: boolean | undefined;
  /** Which others it is a choice with. */
  readonly radiogroup?: string | undefined;
}

/** Properties of a pair of keys. */
export interface KeygenProps extends ControlProps {
  /** What is signed along with the public key. */
  readonly challenge?: string | undefined;
  /** The kind of keys; `rsa` by default. */
  readonly keytype?: string | undefined;
}

/** A command of a menu: `<command>`. Use a button in a `menu`. */
export const command: Make<CommandProps> = tag<CommandProps>("command", {
  own: ["type", "label", "icon", "checked", "disabled", "radiogroup"],
});
/** A pair of keys that the browser made: `<keygen>`. Use WebAuthn or Web Crypto. */
export const keygen: Make<KeygenProps> = tag<KeygenProps>("keygen", {
  own: ["name", "form", "disabled", "autofocus", "challenge", "keytype"],
  defaults: { keytype: "rsa" },
});
