/**
 * What groups content (HTML, section 4.4). An element that is only its tag is a line here.
 *
 * HTML does not know `message`: it stands with what it is used as.
 *
 * @module
 */
import { define, type Make, type Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** Properties of a quotation. */
export interface BlockquoteProps extends Props {
  /** Where it is from. */
  readonly cite?: string | undefined;
}

/** Properties of a list with numbers. */
export interface OlProps extends Props {
  /** The first number; 1 by default, or how many items there are where the numbers go down. */
  readonly start?: number | undefined;
  /** Whether the numbers go down. */
  readonly reversed?: boolean | undefined;
  /** How they are written. */
  readonly type?: "1" | "a" | "A" | "i" | "I" | undefined;
}

/** Properties of an item. */
export interface LiProps extends Props {
  /** Number of the item in an `<ol>`, from which those after it go on. */
  readonly value?: number | string | undefined;
}

/** Properties of a list. */
export interface ListProps extends Props {
  /** Whether its items have numbers. */
  readonly numbered?: boolean | undefined;
}

/** A paragraph: `<p>`. */
export const p: Make = tag("p");
/** A change of subject: `<hr>`. */
export const hr: Make = tag("hr");
/** Text whose blanks and lines stay: `<pre>`. */
export const pre: Make = tag("pre");
/** A quotation: `<blockquote>`. */
export const blockquote: Make<BlockquoteProps> = tag<BlockquoteProps>("blockquote", {
  own: ["cite"],
});
/** A list with numbers: `<ol>`. */
export const ol: Make<OlProps> = tag<OlProps>("ol", { own: ["start", "reversed", "type"] });
/** A list: `<ul>`. */
export const ul: Make = tag("ul");
/** An item of a list: `<li>`. */
export const li: Make<LiProps> = tag<LiProps>("li", { own: ["value"] });
/** Names with what they mean: `<dl>`. */
export const dl: Make = tag("dl");
/** A name: `<dt>`. */
export const dt: Make = tag("dt");
/** What it means: `<dd>`. */
export const dd: Make = tag("dd");
/** A picture, a listing, a table that the text refers to: `<figure>`. */
export const figure: Make = tag("figure");
/** What a figure is called: `<figcaption>`. */
export const figcaption: Make = tag("figcaption");
/** A division of the page: `<div>`. */
export const div: Make = tag("div");
/** A division of the page: `<div>`. */
export const panel: Make = tag("div", { element: "panel" });
/** A message of a conversation: `<message>`. */
export const message: Make = tag("message");
/** A list, with numbers or without: `<ol>` or `<ul>`. */
export const list: Make<ListProps> = define<ListProps>("list", ({ numbered, ...props }, out) => {
  const made = numbered === true ? ol(props) : ul(props);
  return made.markup(made.props, out);
});
