/**
 * Attributes that HTML gives to every element, or to every button, and that makers have no properties for.
 *
 * @module
 */
import type { Aria } from "../aria.ts";

/** States and properties of WAI-ARIA as attributes: what is `true` or `false` may be said by HTML's words for them, and is written so. */
export type AriaAttributes = {
  readonly [Name in keyof Aria as `aria-${Name}`]?:
    | Aria[Name]
    | (boolean extends Aria[Name] ? "true" | "false" : never);
};

/** Attributes of every element (HTML, section 3.2.6), beside those that are properties of makers. */
export interface GlobalAttributes {
  /** Whether it has the focus when the page, or the dialog that it is in, is shown. */
  readonly autofocus?: boolean | undefined;
  /** How a keyboard on a screen writes capitals. */
  readonly autocapitalize?:
    | "none"
    | "off"
    | "on"
    | "sentences"
    | "words"
    | "characters"
    | undefined;
  /** Whether typing is corrected. */
  readonly autocorrect?: "on" | "off" | undefined;
  /** Whether the browser proposes how to go on. */
  readonly writingsuggestions?: "true" | "false" | undefined;
  /** Its parts by name, for the style of what it is in. */
  readonly part?: string | undefined;
  /** Names under which parts of it are parts of what it is in. */
  readonly exportparts?: string | undefined;
  /** The slot that it is placed in. */
  readonly slot?: string | undefined;
  /** Whether it begins an item of microdata. */
  readonly itemscope?: boolean | undefined;
  /** Types of the item, with blanks between. */
  readonly itemtype?: string | undefined;
  /** Which property of an item it is. */
  readonly itemprop?: string | undefined;
  /** The address by which an item is known. */
  readonly itemid?: string | undefined;
  /** Ids of what else belongs to the item. */
  readonly itemref?: string | undefined;
  /** Of a button: the id of the popover that it opens and closes. */
  readonly popovertarget?: string | undefined;
  /** Of a button: what it does to the popover. */
  readonly popovertargetaction?: "toggle" | "show" | "hide" | undefined;
  /** Of a button: the id of what its command is for. */
  readonly commandfor?: string | undefined;
  /** Of a button: what is done to that; a command of the page's own has two dashes in front. */
  readonly command?: string | undefined;
}

const NAMES: Readonly<Record<keyof GlobalAttributes, true>> = {
  autofocus: true,
  autocapitalize: true,
  autocorrect: true,
  writingsuggestions: true,
  part: true,
  exportparts: true,
  slot: true,
  itemscope: true,
  itemtype: true,
  itemprop: true,
  itemid: true,
  itemref: true,
  popovertarget: true,
  popovertargetaction: true,
  commandfor: true,
  command: true,
};

/**
 * Whether a name is an attribute that is said beside what makers take: of every element, of another namespace, or with a dash.
 *
 * @example
 * ```ts
 * import { isGlobal } from "@n2o/n2o/nitro/jsx-runtime";
 *
 * if (!isGlobal("popovertarget") || !isGlobal("data-x") || isGlobal("href")) throw new Error("misjudged");
 * ```
 */
export function isGlobal(name: string): boolean {
  return name.includes("-") || name.includes(":") || Object.hasOwn(NAMES, name);
}
