/**
 * Markup of one tag: its attributes escaped, its body as it is.
 *
 * @module
 */
import { type Attribute, define, type Element, type Out, type Props } from "./element.ts";
import { NitroError } from "./error.ts";
import { hte, url } from "./escape.ts";
import { event } from "./event.ts";

/** Elements that have no body and no end tag (HTML, section 13.1.2). */
const VOID = new Set(
  [
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
  ],
);
/** Attributes that hold an address. */
const ADDRESS = new Set([
  "href",
  "src",
  "action",
  "formaction",
  "poster",
  "cite",
  "data",
  "background",
  "ping",
]);
const NAME = /^[a-zA-Z_:][\w:.-]*$/;

/** Attributes by name, in the order in which they are written. */
export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * The markup of a tag.
 *
 * @param name the tag's name.
 * @param attributes its attributes; values are escaped, addresses checked.
 * @param body its body as markup; ignored for an element that has none.
 * @throws {NitroError} `render` for a name that is none or begins with `on`, `url` for an address that runs something.
 */
export function emitTag(name: string, attributes: Attributes, body = ""): string {
  if (!NAME.test(name)) throw new NitroError("render", `"${name}" is no name of a tag`);
  let html = `<${name}`;
  for (const key in attributes) html += attribute(key, attributes[key]);
  return VOID.has(name) ? `${html}/>` : `${html}>${body}</${name}>`;
}

function attribute(name: string, value: Attribute): string {
  if (value === undefined || value === null || value === false) return "";
  if (!NAME.test(name)) throw new NitroError("render", `"${name}" is no name of an attribute`);
  if (/^(on|srcdoc$)/i.test(name)) {
    throw new NitroError(
      "render",
      `the attribute "${name}" holds code: use a postback, or event() for other events`,
    );
  }
  if (value === true) return ` ${name}`;
  const text = String(value);
  return ` ${name}="${hte(isAddress(name) ? url(text) : text)}"`;
}

/** Whether an attribute holds an address; SVG has some under a prefix: `xlink:href`. */
function isAddress(name: string): boolean {
  return ADDRESS.has(name.slice(name.lastIndexOf(":") + 1).toLowerCase());
}

/** The attributes that every element has, then those of the element itself, in the order in which the original writes them. */
export function attributes(
  props: Props,
  own: Attributes = {},
  id: string | undefined = props.id,
): Attributes {
  return {
    id,
    class: classes(props.class),
    style: props.style,
    title: props.title,
    accesskey: props.accesskey,
    contenteditable: flag(props.contenteditable),
    dir: props.dir,
    draggable: flag(props.draggable),
    hidden: props.hidden,
    lang: props.lang,
    spellcheck: flag(props.spellcheck),
    translate: props.translate,
    tabindex: props.tabindex,
    role: props.role,
    ...own,
    ...prefixed("data-", props.data),
    ...prefixed("aria-", props.aria),
    ...props.attributes,
  };
}

/** An attribute whose values are the words `true` and `false`. */
function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function classes(value: Props["class"]): string | undefined {
  const text = typeof value === "string" ? value : value?.filter(Boolean).join(" ");
  return text === "" ? undefined : text;
}

function prefixed(prefix: string, values: Attributes | undefined): Attributes {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [prefix + name, value]),
  );
}

/**
 * The id of an element, made up where it has a postback and none was given; its postback is wired to the DOM event `type`.
 */
export function identified(props: Props, out: Out, type = "click"): string | undefined {
  if (props.postback === undefined) return props.id;
  const id = props.id ?? out.tempId();
  const { postback, source = [], delegate } = props;
  out.wire(
    event({ target: id, type, postback, source, ...delegate === undefined ? {} : { delegate } }),
  );
  return id;
}

/** Defines an element that is one tag with a body, its own attributes taken from its properties. */
export function simple<P extends Props = Props>(
  name: string,
  own: (props: P) => Attributes = () => ({}),
  type = "click",
): (props: P) => Element<P> {
  return define<P>(name, (props, out) => {
    const id = identified(props, out, type);
    return emitTag(name, attributes(props, own(props), id), out.body(props.body));
  });
}
