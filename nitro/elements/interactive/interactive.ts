/**
 * What opens and closes (HTML, section 4.11). An element that is only its tag and attributes is a line here.
 *
 * @module
 */
import type { Make, Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** Properties of what opens and closes. */
export interface DetailsProps extends Props {
  /** Whether it is open. */
  readonly open?: boolean | undefined;
  /** Those of one name are open one at a time. */
  readonly name?: string | undefined;
}

/** Properties of a dialog. */
export interface DialogProps extends Props {
  /** Whether it is open, beside the page; one that keeps the page back is opened by the method `showModal`. */
  readonly open?: boolean | undefined;
  /** What closes it beside its own controls. */
  readonly closedby?: "any" | "closerequest" | "none" | undefined;
}

/** Properties of a command, which browsers do not know any more. */
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

/** What opens and closes: `<details>`. */
export const details: Make<DetailsProps> = tag<DetailsProps>("details", { own: ["open", "name"] });
/** What shows of it while it is closed: `<summary>`. */
export const summary: Make = tag("summary");
/** A dialog: `<dialog>`. */
export const dialog: Make<DialogProps> = tag<DialogProps>("dialog", { own: ["open", "closedby"] });
/** A list of commands: `<menu>`. */
export const menu: Make = tag("menu");
/** A command of a menu: `<command>`. Browsers do not know it any more: use a button in a `menu`. */
export const command: Make<CommandProps> = tag<CommandProps>("command", {
  own: ["type", "label", "icon", "checked", "disabled", "radiogroup"],
});
