/**
 * Elements: what a page shows, as data. A file of `elements/` holds one of them.
 *
 * ```ts
 * import { define, derive, emitTag, type Props, renderBody, span } from "@n2o/n2o/nitro";
 *
 * // One that is another with properties of its own, and one that writes its markup itself.
 * const price = derive<Props & { euros: number }, Props>("price", span, ({ euros }) => ({ body: `${euros} €` }));
 * const note = define("note", ({ body }, out) => emitTag("aside", { class: "note" }, out.body(body)));
 * const { html } = renderBody(note({ body: price({ euros: 3 }) }));
 * if (html !== '<aside class="note"><span>3 €</span></aside>') throw new Error(html);
 * ```
 *
 * @module
 */
import type { Plain } from "../n2o/mod.ts";
import type { Action } from "./action/action.ts";
import type { Aria } from "./aria.ts";
import type { Source } from "./event.ts";

/** Markup that is trusted as it is. */
export interface Raw {
  /** The markup, placed as it is. */
  readonly raw: string;
  /** What `raw` was called for: an object of the same shape that came from outside, as JSON, is not trusted. */
  readonly [TRUSTED]: true;
}

/** Marks what `raw` made. */
export const TRUSTED: unique symbol = Symbol("trusted markup");

/** What an element may hold: text, numbers, elements, trusted markup, lists of these, or nothing. */
export type Body =
  | string
  | number
  | bigint
  | Element
  | Raw
  | readonly Body[]
  | null
  | undefined
  | false;

/** An element: its name, its properties, and how they become markup. */
export interface Element<P extends Props = Props> {
  /** Name of the element, as in the original's record: `button`. */
  readonly element: string;
  /** What it was made with. */
  readonly props: P;
  /** Renders it; called by `render` only. */
  markup(props: P, out: Out): string;
  /** Renders it behind what was written so far, where it can: see `Written`. */
  write?(props: P, out: Written): void;
}

/** What rendering an element may use. */
export interface Out {
  /** Renders a body: text is escaped. */
  body(body: Body): string;
  /** Adds an action that is to be carried out after the markup was placed. */
  wire(action: Action): void;
  /** An id for an element that was given none. */
  tempId(): string;
}

/** Markup while it is written. */
export interface Markup {
  /** What was written so far. */
  html: string;
  /** Whether the quote behind the last value of an attribute is still to be written. */
  isOpen: boolean;
}

/**
 * Rendering by writing: one text that every element adds to is put together, and read, in half the time of texts within texts.
 */
export interface Written extends Out {
  /** What was written so far: elements write behind it. */
  readonly to: Markup;
  /** Writes a body behind it. */
  add(body: Body): void;
}

/** A value of an attribute: `true` is an attribute without a value, `false`, `null` and `undefined` none at all. */
export type Attribute = string | number | bigint | boolean | null | undefined;

/** The properties that every element has, all of them optional. */
export interface Props {
  /** Identity in the document: updates, sources and events go by it. */
  readonly id?: string | undefined;
  /** What the element holds. */
  readonly body?: Body;
  /** Classes, in one text or a list; what is false is left out. */
  readonly class?: string | readonly (string | false | null | undefined)[] | undefined;
  /** Inline style. A page's Content-Security-Policy may forbid it. */
  readonly style?: string | undefined;
  /** A hint that a pointing device shows; no substitute for a label. */
  readonly title?: string | undefined;
  /** Role for assistive technology, where the tag does not say it (WAI-ARIA). */
  readonly role?: string | undefined;
  /** Order of the keyboard's focus. */
  readonly tabindex?: number | undefined;
  /** The key that, with the browser's modifiers, goes to it. */
  readonly accesskey?: string | undefined;
  /** Language of the text: a tag of BCP 47 such as `uk`. */
  readonly lang?: string | undefined;
  /** Direction of the text; the document's by default. */
  readonly dir?: "ltr" | "rtl" | "auto" | undefined;
  /** Not shown, and not there for assistive technology. */
  readonly hidden?: boolean | undefined;
  /** Whether it can be dragged. */
  readonly draggable?: boolean | undefined;
  /** Whether its text can be edited in place. */
  readonly contenteditable?: boolean | undefined;
  /** Whether spelling is checked. */
  readonly spellcheck?: boolean | undefined;
  /** Whether its text is to be translated. */
  readonly translate?: "yes" | "no" | undefined;
  /** Whether neither the pointer nor the keyboard nor assistive technology gets to it or into it. */
  readonly inert?: boolean | undefined;
  /** Which keyboard a screen shows. */
  readonly inputmode?:
    | "none"
    | "text"
    | "decimal"
    | "numeric"
    | "tel"
    | "search"
    | "email"
    | "url"
    | undefined;
  /** What the enter key of a keyboard on a screen says. */
  readonly enterkeyhint?:
    | "enter"
    | "done"
    | "go"
    | "next"
    | "previous"
    | "search"
    | "send"
    | undefined;
  /** Shown above everything, once it is asked for. */
  readonly popover?: "auto" | "manual" | "hint" | undefined;
  /** Attributes `data-*`, by the name after the dash. */
  readonly data?: Readonly<Record<string, Attribute>> | undefined;
  /** Attributes `aria-*`, by the name after the dash; `true` and `false` are written as words, as the states of WAI-ARIA want them. */
  readonly aria?: Aria | undefined;
  /** Any other attributes; names that begin with `on` are refused. */
  readonly attributes?: Readonly<Record<string, Attribute>> | undefined;
  /** Rendered only if this is not false. */
  readonly showIf?: boolean | undefined;
  /** What the page is told when the element is used: see `event`. */
  readonly postback?: Plain | undefined;
  /** Ids of the controls whose values go along with the postback. */
  readonly source?: readonly Source[] | undefined;
  /** Whether the postback waits until its sources are valid by their own attributes (`required`, `pattern`, ...): the browser says which is not. Look again on the server. */
  readonly validation?: boolean | undefined;
  /** Name of the module that handles the postback in the page's stead. */
  readonly delegate?: string | undefined;
  /** Actions that are carried out after the element was placed. */
  readonly actions?: readonly Action[] | undefined;
}

/** Makes elements of a kind, of their properties. */
export type Make<P extends Props = Props> = (props: P) => Element<P>;

/**
 * Defines an element: a function from properties to an element.
 *
 * @param element its name, as in the original's record.
 * @param markup renders it.
 */
export function define<P extends Props>(
  element: string,
  markup: (props: P, out: Out) => string,
): Make<P> {
  return (props) => ({ element, props, markup });
}

/**
 * Defines an element that is another one, with properties of its own.
 *
 * @param element its name, as in the original's record.
 * @param make the other one.
 * @param map the other one's properties, of its own.
 */
export function derive<P extends Props, Q extends Props>(
  element: string,
  make: Make<Q>,
  map: (props: P) => Q,
): Make<P> {
  return define<P>(element, (props, out) => {
    const made = make(map(props));
    return made.markup(made.props, out);
  });
}

/** Trusts `markup`: it is placed as it is. Never pass text of a user. */
export function raw(markup: string): Raw {
  return { raw: markup, [TRUSTED]: true };
}
