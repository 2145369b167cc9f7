/**
 * What the parser of HTML does with tags that do not stand as they are written (HTML, section 13.2.6): a body in which that happens is not
 * what its text says, and is always sent whole.
 *
 * @module
 */

import { is, numberOf } from "./text.ts";

/** What is to be known of a tag. */
export interface Tag {
  readonly name: string;
  /** It has no body. */
  readonly isVoid: boolean;
  /** Its body is text in which nothing is read, up to its end tag. */
  readonly isRaw: boolean;
  /** What is in it is looked at as a whole. */
  readonly isOpaque: boolean;
  /** What is in it is a drawing or a formula, where `/>` ends an element. */
  readonly isForeign: boolean;
  /** It holds a value of the person that goes with its attributes and its text. */
  readonly isControl: boolean;
  /** Its attribute `value` is what it holds. */
  readonly hasValue: boolean;
  /** It must not stand anywhere in a fragment. */
  readonly isRefused: boolean;
  /** An open `p` ends where it begins. */
  readonly endsParagraph: boolean;
  /** It holds nothing but these. */
  readonly holds: ReadonlySet<string> | undefined;
  /** It stands nowhere but in these. */
  readonly within: ReadonlySet<string> | undefined;
  /** It does not stand within one of these, as far as the nearest of those. */
  readonly apart: ReadonlySet<string>;
  readonly upTo: ReadonlySet<string>;
  /** Bits of those. */
  readonly apartBits: number;
  /** Its own bit, where others do not stand within it. */
  readonly bit: number;
}

const set = (names: string) => new Set(names.split(" "));
const NOTHING: ReadonlySet<string> = new Set();

const VOID = set("area base br col embed hr img input keygen link meta param source track wbr");
const RAW = set("iframe noembed noframes script style textarea title xmp");
const OPAQUE = set("select template noscript svg math datalist object audio video picture ruby");
const VALUED = set("input progress meter button data");
const REFUSED = set("html head body frame frameset image plaintext");
/** Elements that end an open paragraph (HTML, section 13.2.6.4.7). */
export const PARAGRAPH: ReadonlySet<string> = set(
  "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
    "header hgroup hr li listing main menu nav ol p pre search section summary table ul xmp",
);
const ROWS = set("tbody thead tfoot");
const HOLDS: Readonly<Record<string, ReadonlySet<string>>> = {
  table: set("caption colgroup tbody thead tfoot tr"),
  tbody: set("tr"),
  thead: set("tr"),
  tfoot: set("tr"),
  tr: set("td th"),
  colgroup: set("col"),
};
const WITHIN: Readonly<Record<string, ReadonlySet<string>>> = {
  caption: set("table"),
  colgroup: set("table"),
  col: set("colgroup"),
  tbody: set("table"),
  thead: set("table"),
  tfoot: set("table"),
  tr: new Set([...ROWS, "table"]),
  td: set("tr"),
  th: set("tr"),
};
const HEADINGS = set("h1 h2 h3 h4 h5 h6");
const APART: Readonly<Record<string, readonly [apart: string, upTo: string]>> = {
  p: ["p", "button td th caption table"],
  li: ["li", "ul ol menu table td th"],
  dd: ["dd dt", "dl table td th"],
  dt: ["dd dt", "dl table td th"],
  a: ["a", ""],
  nobr: ["nobr", ""],
  button: ["button", ""],
  form: ["form", ""],
  option: ["option", "select optgroup"],
  optgroup: ["option optgroup", "select"],
};

const BITS = "p li dd dt a nobr button form option optgroup h1 h2 h3 h4 h5 h6".split(" ");

function bitOf(name: string): number {
  const at = BITS.indexOf(name);
  return at < 0 ? 0 : 1 << at;
}

function describe(name: string): Tag {
  const endsParagraph = PARAGRAPH.has(name);
  const [apart, upTo] = APART[name] ?? [endsParagraph ? "p" : "", "button td th caption table"];
  const bounds = upTo === "" ? NOTHING : set(upTo);
  const all = new Set(apart === "" ? [] : apart.split(" "));
  if (endsParagraph) all.add("p");
  if (HEADINGS.has(name)) { for (const heading of HEADINGS) all.add(heading); }
  return {
    name,
    isVoid: VOID.has(name),
    isRaw: RAW.has(name),
    // What a custom element has within itself is its own.
    isOpaque: OPAQUE.has(name) || name.includes("-"),
    isForeign: name === "svg" || name === "math",
    isControl: name === "input" || name === "select" || name === "textarea",
    hasValue: VALUED.has(name),
    isRefused: REFUSED.has(name),
    endsParagraph,
    holds: HOLDS[name],
    within: WITHIN[name],
    apart: all,
    upTo: bounds,
    apartBits: [...all].reduce((bits, each) => bits | bitOf(each), 0),
    bit: bitOf(name),
  };
}

/** Tags by the numbers of their names. Names are the program's, hardly ever data: should they be, all are forgotten. */
const known = new Map<number, Tag>();
const MOST = 1_024;
const NAME = /^[a-z][a-z0-9-]*$/;

/** What is to be known of the tag whose name stands in a range; undefined for a name that no parser takes as it is. */
export function tagOf(bytes: Uint8Array, from: number, to: number): Tag | undefined {
  const number = numberOf(bytes, from, to), found = known.get(number);
  if (found?.name.length === to - from && is(bytes, found.name, from)) return found;
  const name = new TextDecoder().decode(bytes.subarray(from, to));
  if (!NAME.test(name)) return undefined;
  if (known.size >= MOST) known.clear();
  const made = describe(name);
  known.set(number, made);
  return made;
}

/** The tag of whatever stands in a drawing or a formula. */
export const FOREIGN: Tag = describe("");

/** Whether a tag stands, among those that are open around it and their bits, where it is written. */
export function stands(tag: Tag, open: readonly Tag[], bits: number): boolean {
  const parent = open[open.length - 1];
  if (tag.isRefused) return false;
  if (parent !== undefined) {
    if (parent.holds !== undefined && !parent.holds.has(tag.name)) return false;
    if (tag.within !== undefined && !tag.within.has(parent.name)) return false;
  }
  if ((tag.apartBits & bits) === 0) return true;
  for (let at = open.length - 1; at >= 0; at--) {
    const name = open[at]?.name ?? "";
    if (tag.apart.has(name)) return false;
    if (tag.upTo.has(name)) return true;
  }
  return true;
}
