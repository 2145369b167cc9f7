/**
 * What runs within a text (HTML, section 4.5). An element that is only its tag and attributes is a line here.
 *
 * HTML does not know `author`: it stands with what it is used as.
 *
 * @module
 */
import type { Make, Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** Properties of a time. */
export interface TimeProps extends Props {
  /** The moment as programs read it: a date and time by ISO 8601. */
  readonly datetime?: string | undefined;
}

/** Properties of a value that people read otherwise than programs do. */
export interface DataProps extends Props {
  /** The value as programs read it. */
  readonly value?: string | number | undefined;
}

/** Properties of a quotation within a text. */
export interface QuoteProps extends Props {
  /** Where it is from. */
  readonly cite?: string | undefined;
}

/** Who wrote a message: `<author>`. */
export const author: Make = tag("author");
/** Stressed text: `<em>`. */
export const em: Make = tag("em");
/** Text of importance: `<strong>`. */
export const strong: Make = tag("strong");
/** What is said by the way: `<small>`. */
export const small: Make = tag("small");
/** What holds no more: `<s>`. */
export const s: Make = tag("s");
/** The name of a work: `<cite>`. */
export const cite: Make = tag("cite");
/** A quotation within a text: `<q>`. */
export const quote: Make<QuoteProps> = tag<QuoteProps>("q", { element: "quote", own: ["cite"] });
/** A term where it is explained: `<dfn>`. */
export const dfn: Make = tag("dfn");
/** A word that stands for more: `<abbr>`, its `title` says for what. */
export const abbr: Make = tag("abbr");
/** A value that people read otherwise than programs do: `<data>`. */
export const data: Make<DataProps> = tag<DataProps>("data", { own: ["value"] });
/** A moment, for people and for programs: `<time>`. */
export const time: Make<TimeProps> = tag<TimeProps>("time", { own: ["datetime"] });
/** Text of a program: `<code>`. */
export const code: Make = tag("code");
/** What a program printed: `<samp>`. */
export const samp: Make = tag("samp");
/** What a person is to type: `<kbd>`. */
export const kbd: Make = tag("kbd");
/** A variable: `<var>`. */
export const variable: Make = tag("var", { element: "variable" });
/** Below the line: `<sub>`. */
export const sub: Make = tag("sub");
/** Above the line: `<sup>`. */
export const sup: Make = tag("sup");
/** Another voice: `<i>`. */
export const i: Make = tag("i");
/** What catches the eye: `<b>`. */
export const b: Make = tag("b");
/** What is annotated: `<u>`. */
export const u: Make = tag("u");
/** What is of interest to the reader: `<mark>`. */
export const mark: Make = tag("mark");
/** Text whose direction is its own: `<bdi>`. */
export const bdi: Make = tag("bdi");
/** Text whose direction is said: `<bdo>`. */
export const bdo: Make = tag("bdo");
/** A run of text: `<span>`. */
export const span: Make = tag("span");
/** The end of a line: `<br>`. */
export const br: Make = tag("br");
/** Where a line may end: `<wbr>`. */
export const wbr: Make = tag("wbr");
