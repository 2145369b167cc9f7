/**
 * Tags: how an element that is one tag becomes markup. What a tag may have is judged once, when it is defined; rendering is a walk over
 * the properties that were given.
 *
 * @module
 */
import { type Attribute, type Body, define, type Make, type Out, type Props } from "./element.ts";
import { NitroError } from "./error.ts";
import { hte, url } from "./escape.ts";
import { event } from "./event.ts";

/** Elements that have no body and no end tag (HTML, section 13.1.2; `param`, `command` and `keygen` of earlier editions). */
const VOID = new Set(
  "area base br col command embed hr img input keygen link meta param source track wbr".split(" "),
);
/** Elements whose body is no markup: references are not read there (HTML, section 13.2.5.2). */
const RAW_TEXT = new Set("iframe noembed noframes script style xmp".split(" "));
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
const NAME = /^[a-zA-Z_:][\w:.-]*$/;

/** Attributes by name, in the order in which they are written. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** A name of an attribute, judged: what is written before its value, and what its values are. */
interface Judged {
  /** ` name="` */
  readonly before: string;
  /** The same behind a value whose quote was not written yet. */
  readonly after: string;
  /** ` name`, for an attribute without a value. */
  readonly bare: string;
  readonly isAddress: boolean;
  readonly isWord: boolean;
}

/** A property that is written: an attribute, the class, or a group of attributes. */
interface Kind {
  readonly judged: Judged;
  /** Whether a text is written as it is, escaped. */
  readonly isText: boolean;
  readonly isClass: boolean;
  /** What the attributes of a group are called; undefined for a single one. */
  readonly group: Names | undefined;
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
  if (!NAME.test(name)) throw new NitroError("render", `"${name}" is no name of an attribute`);
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

/** An attribute as it is written: `true` without a value, nothing for `false`, `null` and `undefined`. */
function written(name: Judged, value: Attribute): string {
  if (typeof value === "string") {
    return `${name.before}${hte(name.isAddress ? url(value) : value)}"`;
  }
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") {
    return name.isWord ? `${name.before}${value}"` : value ? name.bare : "";
  }
  return `${name.before}${name.isAddress ? hte(url(String(value))) : String(value)}"`;
}

/**
 * The markup of a tag.
 *
 * @param name the tag's name.
 * @param attributes its attributes; values are escaped, addresses checked.
 * @param body its body as markup; ignored for an element that has none.
 * @throws {NitroError} `render` for a name that is none or begins with `on`, `url` for an address that runs something.
 */
export function emitTag(name: string, attributes: Attributes, body = ""): string {
  const { start, end } = parts(name);
  let html = start;
  for (const key in attributes) html += written(plain.get(key), attributes[key]);
  return end === undefined ? `${html}/>` : `${html}>${body}${end}`;
}

/** What stands before a tag's attributes and, unless it has no body, behind its body. */
function parts(name: string): { readonly start: string; readonly end: string | undefined } {
  if (!NAME.test(name)) throw new NitroError("render", `"${name}" is no name of a tag`);
  return { start: `<${name}`, end: VOID.has(name) ? undefined : `</${name}>` };
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
function kinds(own: readonly string[]): ReadonlyMap<string, Kind> {
  const made = new Map<string, Kind>();
  for (const [name, group] of [["data", data], ["aria", aria], ["attributes", plain]] as const) {
    made.set(name, { judged: judge(name), isText: false, isClass: false, group });
  }
  for (const name of ["class", ...COMMON, ...own]) {
    const judged = judge(NAMES.get(name) ?? name), isClass = name === "class";
    const isText = !isClass && !judged.isAddress;
    made.set(name, { judged, isText, isClass, group: undefined });
  }
  return made;
}

/**
 * The beginning of a tag with the attributes of properties, in their order. Each piece that is added to a text costs as much as several
 * characters: the quote behind a value is written with what follows it.
 */
function begun(start: string, props: Props, known: ReadonlyMap<string, Kind>): string {
  let html = start, isOpen = false;
  for (const name in props) {
    const kind = known.get(name);
    if (kind === undefined) continue;
    // As: which properties are attributes says the tag, and their types say its interface.
    const value = (props as Readonly<Record<string, never>>)[name] as Attribute;
    if (kind.isText && typeof value === "string") {
      html += isOpen ? kind.judged.after : kind.judged.before;
      html += hte(value);
      isOpen = true;
      continue;
    }
    const text = kind.isClass
      ? classes(props.class)
      : kind.group === undefined
      ? written(kind.judged, value)
      : group(kind.group, value as Attributes | undefined);
    if (text === "") continue;
    html += isOpen ? `"${text}` : text;
    isOpen = false;
  }
  return isOpen ? `${html}"` : html;
}

function classes(value: Props["class"]): string {
  const text = typeof value === "string" ? value : value?.filter(Boolean).join(" ");
  return text === undefined || text === "" ? "" : ` class="${hte(text)}"`;
}

function group(names: Names, values: Attributes | undefined): string {
  let html = "";
  for (const name in values) html += written(names.get(name), values[name]);
  return html;
}

const every = kinds([]);

/** The attributes that every element has, each with a blank before it: for an element that writes its tag by itself. */
export function attributes(props: Props): string {
  return begun("", props, every);
}

/**
 * The id of an element, made up where it has a postback and none was given; its postback is wired to the DOM event `type`.
 */
export function identified(props: Props, out: Out, type = "click"): string | undefined {
  if (props.postback === undefined) return props.id;
  const id = props.id ?? out.tempId();
  const { postback, source = [], delegate, validation } = props;
  out.wire(event({
    target: id,
    type,
    postback,
    source,
    ...validation === true ? { valid: true } : {},
    ...delegate === undefined ? {} : { delegate },
  }));
  return id;
}

/**
 * The body of an element that ends where its end tag stands, whatever is before it.
 *
 * @throws {NitroError} `render` for a text that would end it, and for a script that is not trusted.
 */
function rawText(name: string, body: Body, out: Out): string {
  const text = typeof body === "string" && name !== "script" ? body : out.body(body);
  if (typeof body === "string" && name === "script" && body !== "") {
    throw new NitroError("render", "a text as a script is refused: trust it by raw()");
  }
  // Within SVG such an element is none of these: what looks like a tag would be one.
  const isTag = typeof body === "string" && /<[a-z/!?]/i.test(text);
  if (isTag || text.toLowerCase().includes(`</${name}`)) {
    throw new NitroError("render", `the body of "${name}" holds a tag`);
  }
  return text;
}

/** How an element that is one tag is written. */
export interface TagOptions<P extends Props> {
  /** Its name as an element, where that is another than the tag's. */
  readonly element?: string;
  /** Properties that are attributes of it, beside those that every element has; under their own names, `acceptCharset` as HTML has it. */
  readonly own?: readonly (keyof P & string)[];
  /** Attributes that it always has. */
  readonly fixed?: Attributes;
  /** Properties that it has where none were given. */
  readonly defaults?: Attributes;
  /** The DOM event that its postback is wired to; `click` by default. */
  readonly event?: string;
}

/**
 * Defines an element that is one tag, by the properties that are its attributes.
 *
 * ```ts
 * import { type Make, type Props, renderBody, tag } from "@n2o/n2o/nitro";
 *
 * interface MeterProps extends Props {
 *   readonly value: number;
 *   readonly max?: number;
 * }
 * const meter: Make<MeterProps> = tag<MeterProps>("meter", { own: ["value", "max"] });
 * const { html } = renderBody(meter({ value: 3, max: 5 }));
 * if (html !== '<meter value="3" max="5"></meter>') throw new Error(html);
 * ```
 *
 * @throws {NitroError} `render` for a name that is none or holds code.
 */
export function tag<P extends Props = Props>(
  name: string,
  { element = name, own = [], fixed = {}, defaults = {}, event: type = "click" }: TagOptions<P> =
    {},
): Make<P> {
  const { start, end } = parts(name), known = kinds(own), isRaw = RAW_TEXT.has(name);
  const open = start + group(plain, fixed);
  const missing = Object.entries<Attribute>(defaults).map(([property, value]) => (
    { property, text: written(plain.get(NAMES.get(property) ?? property), value) }
  ));
  return define<P>(element, (props, out) => {
    let html = open;
    for (let at = 0; at < missing.length; at++) {
      const { property, text } = missing[at]!;
      if (Reflect.get(props, property) === undefined) html += text;
    }
    html = begun(html, props, known);
    if (props.postback !== undefined) {
      const id = identified(props, out, type);
      if (props.id === undefined) html += ` id="${id}"`;
    }
    if (end === undefined) return `${html}/>`;
    const { body } = props;
    if (isRaw) return `${html}>${rawText(name, body, out)}${end}`;
    return `${html}>${typeof body === "string" ? hte(body) : out.body(body)}${end}`;
  });
}
