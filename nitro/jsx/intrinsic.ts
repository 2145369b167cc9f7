/**
 * The elements of TSX by the names that HTML has for them, and what they may be said with.
 *
 * @module
 */
import type { Attribute, Body, Make, Props } from "../element.ts";
import * as elements from "../elements/mod.ts";
import type { AriaAttributes, GlobalAttributes } from "./global.ts";

/** The makers by their names. */
export type Makers = typeof elements;

/** The words of a text. */
export type Words<Text extends string> = Text extends `${infer First} ${infer Rest}`
  ? First | Words<Rest>
  : Text;

/** Elements that HTML and their makers call the same: of documents, texts and what is embedded, of tables and forms. */
export type SameName =
  | Words<"html head title base meta style body script noscript template article section nav aside">
  | Words<
    "h1 h2 h3 h4 h5 h6 hgroup header footer address main p hr pre blockquote ol ul li dl dt dd"
  >
  | Words<
    "figure figcaption div em strong small s cite dfn abbr data time code samp kbd sub sup i b u"
  >
  | Words<
    "mark bdi bdo span br wbr ins del picture source iframe embed object param video audio track"
  >
  | Words<"map area canvas table caption colgroup col thead tbody tfoot tr td th form label input">
  | Words<"button select datalist optgroup option textarea output progress meter fieldset legend">
  | Words<"details summary dialog menu">;

/** Elements of HTML, SVG and MathML without makers: any attribute is theirs. */
export type UnmadeName =
  | Words<
    "ruby rt rp slot svg g defs symbol use path rect circle ellipse line polyline polygon text"
  >
  | Words<
    "tspan textPath image desc marker linearGradient radialGradient stop clipPath mask pattern"
  >
  | Words<
    "filter foreignObject animate animateTransform animateMotion mpath math mi mn mo mrow mfrac"
  >;

/** Elements that have nothing in them (HTML, section 13.1.2: void elements). */
export type VoidName = Words<
  "base meta hr br wbr source embed param track area col input img link"
>;

/** Elements of which HTML has another name than their maker, by HTML's. */
export interface OtherNames {
  /** Name of the maker of `<a>`. */
  readonly a: "link";
  /** Name of the maker of `<img>`. */
  readonly img: "image";
  /** Name of the maker of `<link>`. */
  readonly link: "metaLink";
  /** Name of the maker of `<q>`. */
  readonly q: "quote";
  /** Name of the maker of `<search>`. */
  readonly search: "searching";
  /** Name of the maker of `<var>`. */
  readonly var: "variable";
}

const OTHERS: OtherNames = {
  a: "link",
  img: "image",
  link: "metaLink",
  q: "quote",
  search: "searching",
  var: "variable",
};

/** What stands between tags: a body; `true` is nothing, as `false` is. */
export type Children = Body | boolean | readonly Children[];

/** What an element of TSX may have: what its maker takes, and children, which are its body. */
export type WithChildren<P> = P & { readonly children?: Children };

/** The same of a component: a body that it must have may be said by children. */
export type WithBody<P> = P extends { readonly body: unknown }
  ? P | WithChildren<Omit<P, "body">> & { readonly children: Children }
  : WithChildren<P>;

/** What the maker of a name takes, and what HTML gives to every element. */
export type Own<Name extends keyof Makers> =
  & Parameters<Makers[Name]>[0]
  & AriaAttributes
  & GlobalAttributes;

/** What a tag may have: what its maker takes, and children, unless HTML has it void. */
export type Of<Tag extends string, Name extends keyof Makers> = Tag extends VoidName
  ? Own<Name> & { readonly children?: undefined }
  : WithChildren<Own<Name>>;

/** Elements that HTML and their makers call the same. */
export type Same = { readonly [Name in SameName]: Of<Name, Name> };

/** Elements whose makers have other names. */
export type Others = { readonly [Name in keyof OtherNames]: Of<Name, OtherNames[Name]> };

/** An element that has no maker of its own: any attribute is its. */
export interface AnyTagProps extends Props, AriaAttributes {
  /** What stands between its tags. */
  readonly children?: Children;
  /** Attributes of its own, by their names in markup. */
  readonly [attribute: string]: Attribute | Children | Props[keyof Props];
}

/** Elements without makers. */
export type Unmade = { readonly [Name in UnmadeName]: AnyTagProps };

/** Elements of the page's own, which have a dash. */
export interface Custom {
  /** What an element with a dash in its name may have: any attribute, and children. */
  readonly [name: `${string}-${string}`]: AnyTagProps;
}

/** The maker of an element of HTML by HTML's name; undefined for one that has none. */
export function makerOf(name: string): Make | undefined {
  return found.get(name);
}

const found: ReadonlyMap<string, Make> = new Map(
  [...Object.entries(elements), ...others()]
    // SVG has an element under the name of a maker.
    .filter(([name]) => name !== "image")
    // As: each maker takes what its tag's type says, which the compiler looked at where the tag stands.
    .map(([name, make]) => [name, make as Make]),
);

function others(): [string, unknown][] {
  return Object.entries(OTHERS).map(([name, made]) => [name, Reflect.get(elements, made)]);
}
