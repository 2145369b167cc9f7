/**
 * Attributes: what their names are is judged once, and writing them is a walk over the properties that were given.
 *
 * ```ts
 * import { attributes } from "@n2o/n2o/nitro";
 *
 * const text = attributes({ id: "a", class: ["x", false], hidden: true });
 * if (text !== ' id="a" class="x" hidden' && text !== ' class="x" hidden') throw new Error(text);
 * ```
 *
 * @module
 */
import type { Attribute, Markup, Props } from "./element.ts";
import { NitroError } from "./error.ts";
import { hte, url } from "./escape.ts";

/** Attributes that hold an address. */
const ADDRESSES = new Set(
  "href src action formaction poster cite data background ping manifest longdesc".split(" "),
);
/** Attributes whose values are the words `true` and `false` (HTML, section 6; all of WAI-ARIA's states are, too). */
const WORDS = new Set(["contenteditable", "draggable", "spellcheck"]);
/** Attributes under another name than their property's: names of HTML that are no names of TypeScript's. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["acceptCharset", "accept-charset"],
  ["httpEquiv", "http-equiv"],
]);
/** What a name of a tag is. */
export const NAME: RegExp = /^[a-zA-Z_:][\w:.-]*$/;
/** What a name of an attribute is: behind its first character letters of any script, which `data-` names have in HTML. */
const ATTRIBUTE = /^[a-zA-Z_:][\w:.\p{L}\p{M}\p{Nd}-]*$/u;

/** Attributes by name, in the order in which they are written. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** A name of an attribute, judged: what is written before its value, and what its values are. */
interface Judged {
  /** What is written before a value: ` name="`. */
  readonly before: string;
  /** The same behind a value whose quote was not written yet. */
  readonly after: string;
  /** ` name`, for an attribute without a value. */
  readonly bare: string;
  /** The same behind a value whose quote was not written yet. */
  readonly bareAfter: string;
  readonly isAddress: boolean;
  readonly isWord: boolean;
}

/** A property that is written: an attribute, the class, or a group of attributes. */
export interface Kind {
  readonly judged: Judged;
  /** What the attributes of a group are called; undefined for a single one. */
  readonly group: Names | undefined;
  readonly isClass: boolean;
}

/** Names that were judged, by what stands before them. Names are the program's, hardly ever data: should they be, all are forgotten. */
class Names {
  readonly #prefix: string;
  readonly #judged = new Map<string, Judged>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** @throws {NitroError} `render` for a name that is none or holds code. */
  get(name: string): Judged {
    const found = this.#judged.get(name);
    if (found !== undefined) return found;
    const made = judge(this.#prefix + name);
    if (this.#judged.size >= MOST_NAMES) this.#judged.clear();
    this.#judged.set(name, made);
    return made;
  }
}

const MOST_NAMES = 4_096;
const plain = new Names(""), data = new Names("data-"), aria = new Names("aria-");

function judge(name: string): Judged {
  if (!ATTRIBUTE.test(name)) throw new NitroError("render", `"${name}" is no name of an attribute`);
  if (/^(on|srcdoc$)/i.test(name)) {
    throw new NitroError(
      "render",
      `the attribute "${name}" holds code: use a postback, or event() for other events`,
    );
  }
  const lower = name.toLowerCase();
  return {
    before: ` ${name}="`,
    after: `" ${name}="`,
    bare: ` ${name}`,
    bareAfter: `" ${name}`,
    // SVG has some under a prefix: xlink:href.
    isAddress: ADDRESSES.has(lower.slice(lower.lastIndexOf(":") + 1)),
    isWord: WORDS.has(lower) || lower.startsWith("aria-"),
  };
}

/**
 * The value that an attribute may have.
 *
 * @throws {NitroError} `render` for a name that is none or holds code, `url` for an address that runs something.
 */
export function judgedValue(name: string, value: string | boolean): string | boolean {
  const { isAddress } = plain.get(name);
  return typeof value === "string" && isAddress ? url(value) : value;
}

/**
 * Markup while it is written. Each piece that is added to a text costs as much as several characters, and again where the text is read: the
 * quote behind a value is written with what follows it. One class for all of it: engines write faster to objects of one kind.
 */
export class Writing implements Markup {
  html = "";
  isOpen = false;
}

/** Writes an attribute: `true` without a value, nothing for `false`, `null` and `undefined`. */
function put(to: Writing, name: Judged, value: Attribute): void {
  if (typeof value === "string") {
    to.html += to.isOpen ? name.after : name.before;
    to.html += hte(name.isAddress ? url(value) : value);
    to.isOpen = true;
  } else if (value === undefined || value === null) return;
  else if (typeof value !== "boolean" || name.isWord) put(to, name, String(value));
  else if (value) {
    to.html += to.isOpen ? name.bareAfter : name.bare;
    to.isOpen = false;
  }
}

/** Writes what follows the attributes: the end of the tag, or nothing. */
export function close(to: Writing, end: ">" | "/>" | ""): void {
  if (to.isOpen) to.html += end === ">" ? '">' : end === "/>" ? '"/>' : '"';
  else if (end !== "") to.html += end;
  to.isOpen = false;
}

/** Properties that every element has and that are attributes. */
const COMMON: readonly string[] = [
  ..."id style title accesskey contenteditable dir draggable hidden lang spellcheck translate"
    .split(
      " ",
    ),
  ..."tabindex role inert inputmode enterkeyhint popover".split(" "),
];

/** The properties that are written, each with what it is. */
export function kinds(own: readonly string[]): ReadonlyMap<string, Kind> {
  const made = new Map<string, Kind>();
  for (const name of ["class", ...COMMON, ...own]) {
    const judged = judge(attributeOf(name));
    made.set(name, { judged, group: undefined, isClass: name === "class" });
  }
  for (const [name, group] of [["data", data], ["aria", aria], ["attributes", plain]] as const) {
    made.set(name, { judged: judge(name), group, isClass: false });
  }
  return made;
}

/** Writes the attributes of properties, in their order. */
export function putAll(to: Writing, props: Props, known: ReadonlyMap<string, Kind>): void {
  for (const name in props) {
    const kind = known.get(name);
    if (kind === undefined) continue;
    // As: which properties are attributes says the tag, and their types say its interface.
    const value = (props as Readonly<Record<string, never>>)[name];
    if (kind.group !== undefined) putGroup(to, kind.group, value);
    else put(to, kind.judged, kind.isClass ? classes(value) : value);
  }
}

/** The class attribute's value; nothing where it has no name. */
function classes(value: Props["class"]): string | undefined {
  const text = typeof value === "string" ? value : value?.filter(Boolean).join(" ");
  return text === "" ? undefined : text;
}

function putGroup(to: Writing, names: Names, values: Attributes | undefined): void {
  for (const name in values) put(to, names.get(name), values[name]);
}

/** Attributes alone, by their names. */
export function grouped(values: Attributes): string {
  const to = new Writing();
  putGroup(to, plain, values);
  close(to, "");
  return to.html;
}

/** The name of the attribute that a property is. */
export function attributeOf(property: string): string {
  return NAMES.get(property) ?? property;
}

const ID = judge("id"), every = kinds([]);

/** Writes the id of an element. */
export function putId(to: Writing, id: string | undefined): void {
  put(to, ID, id);
}

/** The attributes that every element has, each with a blank before it: for an element that writes its tag by itself. */
export function attributes(props: Props): string {
  const to = new Writing();
  putAll(to, props, every);
  close(to, "");
  return to.html;
}
