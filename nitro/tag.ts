/**
 * Tags: how an element that is one tag becomes markup. What a tag may have is judged once, when it is defined; rendering is a walk over
 * the properties that were given.
 *
 * @module
 */
import {
  attributeOf,
  type Attributes,
  close,
  grouped,
  kinds,
  NAME,
  putAll,
  putId,
} from "./attribute.ts";
import {
  type Attribute,
  type Body,
  type Make,
  type Out,
  type Props,
  TRUSTED,
  type Written,
} from "./element.ts";
import { NitroError } from "./error.ts";
import { hte } from "./escape.ts";
import type { EventOptions } from "./event.ts";

/** Elements that have no body and no end tag (HTML, section 13.1.2; `param`, `command` and `keygen` of earlier editions). */
const VOID = new Set(
  "area base br col command embed hr img input keygen link meta param source track wbr".split(" "),
);
/** Elements whose body is no markup: references are not read there (HTML, section 13.2.5.2). */
const RAW_TEXT = new Set("iframe noembed noframes script style xmp".split(" "));
/** Elements of which a parser takes off the first end of line (HTML, section 13.2.6.4.7): an empty line at the beginning wants one more. */
const LINED = new Set(["pre", "listing", "textarea"]);
/**
 * The markup of a tag.
 *
 * @example
 * ```ts
 * import { emitTag } from "@n2o/n2o/nitro";
 *
 * const html = emitTag("b", { title: '"' }, "trusted");
 * if (html !== '<b title="&quot;">trusted</b>') throw new Error(html);
 * ```
 *
 * @param name the tag's name.
 * @param attributes its attributes; values are escaped, addresses checked.
 * @param body its body as markup; ignored for an element that has none.
 * @throws {NitroError} `render` for a name that is none or begins with `on`, `url` for an address that runs something.
 */
export function emitTag(name: string, attributes: Attributes, body = ""): string {
  const { start, end } = parts(name);
  const html = start + grouped(attributes);
  return end === undefined ? `${html}/>` : `${html}>${body}${end}`;
}

/** What stands before a tag's attributes and, unless it has no body, behind its body. */
function parts(name: string): { readonly start: string; readonly end: string | undefined } {
  if (!NAME.test(name)) throw new NitroError("render", `"${name}" is no name of a tag`);
  return { start: `<${name}`, end: VOID.has(name) ? undefined : `</${name}>` };
}

/**
 * The id of an element that writes its tag itself, made up where it has a postback and none was given; its postback is wired to the DOM event `type`.
 *
 * @example
 * ```ts
 * import { define, emitTag, identified, renderBody } from "@n2o/n2o/nitro";
 *
 * const dot = define("dot", (props, out) => emitTag("i", { id: identified(props, out) }));
 * if (renderBody(dot({ id: "a", postback: "seen" })).actions.length !== 1) throw new Error("not wired");
 * ```
 */
export function identified(props: Props, out: Out, type = "click"): string | undefined {
  if (props.postback === undefined) return props.id;
  const id = props.id ?? out.tempId();
  const { postback, source = [], delegate, validation } = props;
  const options = validation === true ? WHEN_VALID : WHENEVER;
  out.wire({ action: "event", target: id, type, postback, source, delegate, options });
  return id;
}

/** One for all elements, which are many. */
const WHENEVER: EventOptions = Object.freeze({}),
  WHEN_VALID: EventOptions = Object.freeze({ valid: true });

/**
 * The body of an element that ends where its end tag stands, whatever is before it.
 *
 * @throws {NitroError} `render` for a text that would end it, and for a script that is not trusted.
 */
function rawText(name: string, body: Body, out: Out): string {
  const pieces = piecesOf(body), texts = pieces.map((each) => isText(each) ? each : out.body(each));
  if (name === "script" && pieces.some((each) => each !== "" && !isHarmless(each))) {
    throw new NitroError("render", "a text as a script is refused: trust it by raw()");
  }
  // Within SVG such an element is none of these: what looks like a tag would be one.
  const isTag = pieces.some((each, at) =>
    isText(each) &&
    /<[a-z/!?]/i.test(`${texts[at - 1]?.at(-1) ?? ""}${each}${texts[at + 1]?.[0] ?? ""}`)
  );
  const text = texts.join("");
  if (isTag || text.toLowerCase().includes(`</${name}`)) {
    throw new NitroError("render", `the body of "${name}" holds a tag`);
  }
  return text;
}

/** What a body holds, without its lists and what is nothing; texts that stand beside each other are one. What is too deep stays a list. */
function piecesOf(body: Body, depth = 0): Body[] {
  if (body === undefined || body === null || body === false) return [];
  if (!isList(body) || depth > DEEPEST) return [body];
  const pieces: Body[] = [];
  for (const piece of body.flatMap((each) => piecesOf(each, depth + 1))) {
    const last = pieces.at(-1);
    if (isText(piece) && isText(last)) pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces;
}

const DEEPEST = 64;

/** The text of a body; undefined where there is none, or more than text in it. */
export function textOf(body: Body): string | undefined {
  const pieces = piecesOf(body);
  return pieces.length === 0 || pieces.some((each) => typeof each === "object")
    ? undefined
    : pieces.join("");
}

/** Whether a body begins with an empty line. */
function isLined(body: Body): boolean {
  const [first] = piecesOf(body);
  return isText(first) && first.startsWith("\n");
}

function isList(body: Body): body is readonly Body[] {
  return Array.isArray(body);
}

function isText(body: Body): body is string {
  return typeof body === "string";
}

/** Whether nothing of a person's can run in it: markup that is trusted, numbers, nothing. */
function isHarmless(body: Body): boolean {
  return typeof body === "object" && body !== null ? TRUSTED in body : !isText(body);
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
  const { start, end } = parts(name),
    known = kinds(own),
    isRaw = RAW_TEXT.has(name),
    isBlock = LINED.has(name);
  const open = start + grouped(fixed);
  const missing = Object.entries<Attribute>(defaults).map(([property, value]) => (
    { property, text: grouped({ [attributeOf(property)]: value }) }
  ));
  const write = (props: P, out: Written): void => {
    const { to } = out;
    to.html += open;
    for (let at = 0; at < missing.length; at++) {
      const { property, text } = missing[at]!;
      if (Reflect.get(props, property) === undefined) to.html += text;
    }
    putAll(to, props, known);
    if (props.postback !== undefined) {
      const id = identified(props, out, type);
      if (props.id === undefined) putId(to, id);
    }
    const { body } = props;
    if (end === undefined) return close(to, "/>");
    close(to, ">");
    if (isBlock && isLined(body)) to.html += "\n";
    if (isRaw) to.html += rawText(name, body, out);
    else if (typeof body === "string") to.html += hte(body);
    else out.add(body);
    to.html += end;
  };
  const made: Make<P> = (props) => ({ element, props, markup, write });
  const markup = (props: P, out: Out): string => out.body(made(props));
  return made;
}
