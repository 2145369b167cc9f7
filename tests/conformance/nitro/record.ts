/**
 * Elements of this project out of the original's records: what a page that was moved would say.
 *
 * @module
 */
import { toList } from "../../../nitro/convert.ts";
import { type Body, raw } from "../../../nitro/element.ts";
import * as elements from "../../../nitro/elements/mod.ts";
import { Atom, Float, ImproperList, type Term, Tuple } from "../../../n2o/term/term.ts";
import { NitroError } from "../../../nitro/error.ts";
import { renderBody } from "../../../nitro/render.ts";
import { dtl, memory, Templates } from "../../../nitro/dtl/mod.ts";
import { records } from "./records.ts";

/** An element of this project, and what was said for it. */
export interface Said {
  /** What the page would show. */
  readonly body: Body;
  /** The attributes that were said anywhere in it, each as `name=value`. */
  readonly attributes: ReadonlySet<string>;
  /** The texts that were said anywhere in it. */
  readonly texts: ReadonlySet<string>;
  /** The tags of what is not to be shown, anywhere in it. */
  readonly hidden: ReadonlySet<string>;
}

/** Fields that are no attribute of the element: what it does, and what of the original's has its place elsewhere. */
const APART = new Set(
  "ancestor module delegate validation validate actions source html_tag show_if postback bind update"
    .split(" "),
);
/** Fields that are attributes without a value. */
const BOOLEAN = new Set(
  ("autofocus async autoplay checked controls default defer disabled formnovalidate hidden ismap loop multiple muted novalidate " +
    "numbered open readonly required scoped seamless selected").split(" "),
);
/** Fields that hold elements or texts. */
const BODIES = new Set("body legend caption header footer cells options".split(" "));
/** Atoms that stand for no body. */
const NOTHING = new Set(["undefined", "nil"]);
/** Fields under another name here. */
const NAMES: Readonly<Record<string, string>> = {
  html_name: "name",
  accept_charset: "acceptCharset",
  http_equiv: "httpEquiv",
  formnovalue: "formnovalidate",
};
/** Attributes that HTML knows no more, of every element or of one: they stand among the others here. An object's address does, too. */
const OTHERS = new Set([
  ...["contextmenu", "dropzone", "object data", "area hreflang", "area media", "area type"],
  ...["audio mediagroup", "video mediagroup", "iframe seamless", "style scoped", "html manifest"],
  ...["menu label", "menu type", "script charset", "td bgcolor", "td scope", "month alt"],
  ...["meta type", "table border", "label form", "colgroup col", "link media", "link name"],
]);
/** Fields that mean nothing: the original passes over them, too. */
const IDLE = new Set(["hidden html_name", "submit click", "upload value", "upload name"]);
/** Fields that stand in for another where that is not said. */
const INSTEAD: Readonly<Record<string, string>> = { "image image": "src", "link url": "href" };
/** The address of a link that has none. */
const NOWHERE = "javascript:void(0);";
/** Records that the original renders by their tag alone: `html_tag` names another one. */
const TAGGED = new Set(
  ("head title datalist legend summary br dd div dl dt figcaption figure hr ol p panel pre ul noscript body section nav " +
    "article aside h1 h2 h3 h4 h5 h6 header hgroup footer address main caption tbody tfoot thead mark code span template " +
    "message author").split(" "),
);
/** What is said where a choice of options is told by its value. */
export const CHOSEN = "the value of a dropdown=";
/** Elements under another name here. */
const ELEMENTS: Readonly<Record<string, string>> = {
  datetime_local: "datetimeLocal",
  input_button: "inputButton",
  input_image: "inputImage",
  input_time: "inputTime",
  meta_link: "metaLink",
};

/** The original's templates are compiled modules: here they come from memory. */
const templates = new Templates({ source: memory({ "index.html": "" }) });
const makers: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...Object.entries(elements),
  ["dtl", (props: object) => dtl({ ...props, templates })],
]);

/** What a record says, as an element of this project. */
export function said(record: Tuple): Said {
  const reader = new Reader();
  const body = reader.element(record), { attributes, texts, hidden } = reader;
  return { body, attributes, texts, hidden };
}

/** Reads records, and keeps what was said in them. */
export class Reader implements Omit<Said, "body"> {
  readonly attributes: Set<string> = new Set();
  readonly texts: Set<string> = new Set();
  readonly hidden: Set<string> = new Set();
  /** The id of the group of choices that is being read. */
  #group: string | undefined;

  /** The element of a record. */
  element(record: Tuple): Body {
    const [name] = record;
    const fields = name instanceof Atom ? records.get(name.name) : undefined;
    if (!(name instanceof Atom) || fields === undefined) throw new TypeError("this is no element");
    const values = new Map(fields.map((field, at) => [field, record.elements[at + 1] ?? []]));
    const props: Record<string, unknown> = {}, outer = this.#group;
    if (name.name === "radiogroup") this.#group = this.text(values.get("id") ?? []);
    if (name.name === "radio" && outer !== undefined) {
      props["name"] = this.#attribute("radio", "name", new TextEncoder().encode(outer));
    }
    for (const [field, value] of values) {
      if (APART.has(field) || IDLE.has(`${name.name} ${field}`) || !isSaid(value)) continue;
      this.#property(props, name.name, field, value);
    }
    this.#group = outer;
    return this.#made(name.name, values, props);
  }

  #made(name: string, values: ReadonlyMap<string, Term>, props: Record<string, unknown>): Body {
    const tag = this.text(values.get("html_tag") ?? []), showIf = values.get("show_if");
    if (showIf instanceof Atom && showIf.name === "false") props["showIf"] = false;
    const postback = values.get("postback") ?? [];
    if (isSaid(postback)) props["postback"] = "pressed";
    const source = values.get("source") ?? [];
    // A source with an expression of JavaScript has no counterpart.
    if (Array.isArray(source)) {
      props["source"] = source.filter((each) => !(each instanceof Tuple)).map((each) =>
        textOf(each)
      );
    }
    if (props["showIf"] === false && !makers.has(ELEMENTS[name] ?? name)) return undefined;
    if (name === "literal") return props["showIf"] === false ? undefined : body(props["body"]);
    if (name === "element") props["htmlTag"] = tag ?? name;
    if (name === "script") props["body"] = trusted(body(props["body"]));
    const isOther = tag !== undefined && TAGGED.has(name);
    if (isOther) props["htmlTag"] = tag;
    if (name === "dropdown" && isSaid(values.get("value") ?? [])) this.attributes.add(CHOSEN);
    const make = makers.get(isOther ? "element" : ELEMENTS[name] ?? name);
    if (typeof make !== "function") throw new TypeError(`there is no element "${name}"`);
    if (props["showIf"] === false && name !== "dtl") {
      const { showIf: _, ...shown } = props;
      this.hidden.add(tagOf(body(Reflect.apply(make, undefined, [shown]))));
    }
    return body(Reflect.apply(make, undefined, [props]));
  }

  #property(props: Record<string, unknown>, record: string, field: string, value: Term): void {
    const instead = INSTEAD[`${record} ${field}`], name = instead ?? NAMES[field] ?? field;
    const isDefault = this.text(value) === NOWHERE;
    if (instead !== undefined && (isDefault || props[instead] !== undefined)) return;
    if (BODIES.has(field) || field === "colgroup" && record === "table") {
      props[name] = field === "options" ? this.#options(value) : this.body(value);
    } else if (field === "class") this.#classes(props, value);
    else if (field === "data_fields") props["data"] = this.#pairs(value, "data-");
    else if (field === "aria_states") props["aria"] = this.#pairs(value, "aria-");
    else if (field.startsWith("on") && field !== "on") return;
    else if (OTHERS.has(field) || OTHERS.has(`${record} ${field}`)) {
      const attribute = BOOLEAN.has(name)
        ? this.#flag(name, value)
        : this.#attribute(record, name, value);
      props["attributes"] = { ...Object(props["attributes"]), [name]: attribute };
    } else if (BOOLEAN.has(name) || record === "checkbox" && field === "label") {
      props[name] = this.#flag(name, value);
    } else props[name] = this.#attribute(record, name, value);
  }

  #flag(name: string, value: Term): boolean | undefined {
    this.text(value);
    const is = isTrue(name, value);
    if (is) this.attributes.add(`${name}=`);
    return is;
  }

  #attribute(record: string, name: string, value: Term): unknown {
    const written = this.text(value),
      isWord = value instanceof Atom && name === "autocomplete" && record !== "input";
    const text = isWord ? SWITCH[written ?? ""] ?? written : written;
    if (text !== undefined) this.attributes.add(`${ATTRIBUTES[name] ?? name}=${text}`);
    if (value instanceof Atom && (text === "true" || text === "false") && WORDS.has(name)) {
      return text === "true";
    }
    return text;
  }

  #options(value: Term): unknown {
    return Array.isArray(value)
      ? value.filter((each) => each instanceof Tuple).map((each) => {
        const made = this.element(each);
        return typeof made === "object" && made !== null && "props" in made ? made.props : {};
      })
      : [];
  }

  #classes(props: Record<string, unknown>, value: Term): void {
    const isOne = !Array.isArray(value) || isCharacters(value);
    const names = (isOne ? [value] : value).map((each) => this.text(each) ?? "");
    this.attributes.add(`class=${names.filter(Boolean).join(" ")}`);
    props["class"] = isOne ? names[0] : names;
  }

  #pairs(value: Term, prefix: string): Record<string, unknown> {
    const pairs = Array.isArray(value) ? value.filter((each) => each instanceof Tuple) : [];
    return Object.fromEntries(pairs.map(({ elements: [name = [], value = []] }) => {
      const called = this.text(name) ?? "", text = this.text(value) ?? "";
      this.attributes.add(`${called}=${text}`);
      return [called.startsWith(prefix) ? called.slice(prefix.length) : called, text];
    }));
  }

  /** What a body of the original holds. */
  body(value: Term): Body {
    if (value instanceof Tuple) return this.element(value);
    if (value instanceof Uint8Array) return this.text(value);
    if (value instanceof Atom) return NOTHING.has(value.name) ? undefined : this.text(value);
    if (value instanceof Float) return this.text(value);
    if (!Array.isArray(value)) return typeof value === "number" ? value : undefined;
    if (isCharacters(value)) return this.text(value);
    return value.map((each) => typeof each === "number" ? this.text([each]) : this.body(each));
  }

  /** A text of any kind; it was said. */
  text(value: Term): string | undefined {
    const text = textOf(value);
    if (text !== undefined && text !== "") this.texts.add(text);
    return text;
  }
}

/** A switch is said by an atom in the original. */
const SWITCH: Readonly<Record<string, string>> = { true: "on", false: "off" };
/** Properties whose attributes have other names. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  acceptCharset: "accept-charset",
  httpEquiv: "http-equiv",
};
const WORDS = new Set(["contenteditable", "draggable", "spellcheck"]);

/** What was read as a body; the makers' results are elements. */
function body(value: unknown): Body {
  // As: `Reflect.apply` has no type for what a maker of this project gives, and properties are read by name.
  return value as Body;
}

/** The tag of an element; empty for one that is refused. */
function tagOf(said: Body): string {
  try {
    return /^<([\w-]+)/.exec(renderBody(said).html)?.[1] ?? "";
  } catch (error) {
    if (error instanceof NitroError) return "";
    throw error;
  }
}

/** What a script of the original holds is its text. */
function trusted(said: Body): Body {
  return said === undefined ? said : raw(typeof said === "string" ? said : renderBody(said).html);
}

function isSaid(value: Term): boolean {
  return !(value instanceof Atom && value.name === "undefined") &&
    !(Array.isArray(value) && value.length === 0);
}

/** What says how an element is made, and is no attribute. */
const PROPERTIES = new Set(["numbered"]);

/** Atoms say what an attribute without a value is; its own name is as good as `true`; anything else the types would refuse. */
function isTrue(name: string, value: Term): boolean | undefined {
  const text = textOf(value);
  if (text === "true" && value instanceof Atom) return true;
  if (text === name && !PROPERTIES.has(name)) return true;
  return text === "false" && value instanceof Atom ? false : undefined;
}

function isCharacters(value: readonly Term[]): boolean {
  return value.length > 0 &&
    value.every((each) => Number.isInteger(each) && Number(each) >= 0 && Number(each) < 0x110000);
}

function textOf(value: Term): string | undefined {
  if (value instanceof Atom) return value.name;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (value instanceof Float) return toList(value);
  if (value instanceof ImproperList || !Array.isArray(value)) return undefined;
  if (value.length === 0) return undefined;
  if (isCharacters(value)) return String.fromCodePoint(...value.map(Number));
  // Beside texts a number is a character, as in Erlang.
  return value.map((each) => textOf(isCharacters([each]) ? [each] : each) ?? "").join("");
}
