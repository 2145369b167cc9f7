/**
 * How a form is drawn, and what that is drawn with.
 *
 * @module
 */
import type { Element } from "../../nitro/mod.ts";
import type { Mode } from "../mode.ts";
import type { Button } from "../declaration/attributes.ts";
import type { Wired, WiredProps } from "../field/type.ts";
import type { Issue } from "../issue.ts";
import type { Cell, Filled } from "../state/filled.ts";
import type { IdOptions, Ids } from "./id.ts";

/** What a person does with a form, beside filling in its fields. */
export type Press =
  /** A button of the form. */
  | { readonly press: "button"; readonly button: Button }
  /** To a step of a wizard: see `Step`. What was entered in the one before is to be checked where `isChecked`. */
  | { readonly press: "step"; readonly to: number; readonly isChecked: boolean }
  /** Another row at the end of a group. */
  | { readonly press: "add"; readonly path: string }
  /** Something with a row. */
  | {
    readonly press: "copy" | "remove" | "up" | "down";
    readonly path: string;
    readonly key: string;
  }
  /** The rows that show are in another order: `movedRow` reads it of the value of its source. */
  | { readonly press: "sort"; readonly path: string }
  /** To another page of a long group, from 1. */
  | { readonly press: "page"; readonly path: string; readonly to: number };

/** How a form is drawn. */
export interface ViewOptions extends IdOptions {
  /** How the control of a path reports, where the form is live. */
  readonly wired?: ((path: string) => Wired) | undefined;
  /** How what a person does beside that is reported. Without it only the form's own buttons are there, with their own postbacks. */
  readonly press?: ((press: Press) => WiredProps) | undefined;
  /** The step of a wizard that shows; the first where it is not said. */
  readonly step?: number | undefined;
  /** Which page of a long group shows, from 1. */
  readonly page?: ((path: string) => number) | undefined;
  /** Whether the errors that show are told above the fields too: once a person has sent the form. */
  readonly isSummed?: boolean | undefined;
  /** What is wrong beside what the cells say: of the form as a whole. */
  readonly issues?: readonly Issue[] | undefined;
}

/** What drawing needs all the way down. */
export interface Drawing {
  /** What is drawn. */
  readonly filled: Filled;
  /** What the caller has said of how it is drawn. */
  readonly options: ViewOptions;
  /** The ids of all that is drawn, made of the document's name, the mode and the key. */
  readonly ids: Ids;
  /** What it is drawn for: that of the form, or `view` where its values are shown to look over. */
  readonly mode: Mode;
  /** Whether values show as text. */
  readonly isText: boolean;
  /** Whether the browser checks what it can by itself: where the form is live and what it holds is submitted. */
  readonly isChecked: boolean;
  /** The panel of a cell: as a cell of a table where the tag is `td`. */
  readonly panel: (cell: Cell, tag?: PanelTag) => Element;
}

/** What a panel is. */
export type PanelTag = "div" | "td";
