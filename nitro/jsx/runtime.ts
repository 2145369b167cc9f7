/**
 * Pages in TSX: what stands in angle brackets is an element of nitro, the same as its function gives.
 *
 * A file says so in its first line, `@jsxImportSource @n2o/n2o/nitro`, or the settings of the compiler do. Names in small letters are HTML's
 * tags, with the attributes of HTML; children are the body. Everything else is a function of properties: makers of nitro (`<nitro.textbox>`)
 * and components of the page, which get children as `children` and as `body`.
 *
 * ```ts
 * import { jsx } from "@n2o/n2o/nitro/jsx-runtime";
 * import { renderBody } from "@n2o/n2o/nitro";
 *
 * // <p class="note">a &lt; b</p> becomes:
 * const { html } = renderBody(jsx("p", { class: "note", children: "a < b" }));
 * if (html !== '<p class="note">a &lt; b</p>') throw new Error(html);
 * ```
 *
 * @module
 */
import { type Body, define, type Element, type Make, type Props } from "../element.ts";
import { element } from "../elements/element.ts";
import { NitroError } from "../error.ts";
import { isGlobal } from "./global.ts";
import {
  type Custom,
  makerOf,
  type Others,
  type Same,
  type Unmade,
  type WithBody,
} from "./intrinsic.ts";

export { type AriaAttributes, type GlobalAttributes, isGlobal } from "./global.ts";
export type * from "./intrinsic.ts";

/** A component: a function of its properties. */
export type Component = (props: never) => Body;

/** Properties as TSX hands them over. */
export type Given = Readonly<Record<string, unknown>>;

/** Several elements without one around them: `<>...</>`. */
export const Fragment: Make = define("fragment", (props, out) => out.body(props.body));

/**
 * What TSX becomes.
 *
 * @param type a tag's name, or a component.
 * @param props its properties; `children` is the body.
 * @param key a property of a component that has one of this name, such as that of a row.
 * @throws {NitroError} `render` for a `key` of a tag: an element is known by its `id`; for a component that is no function; and for an attribute with a
 * dash whose value is none.
 */
export function jsx(type: string | Component, props: Given, key?: string | number): Element {
  if (typeof type === "string") {
    if (key === undefined) return tagged(type, props);
    throw new NitroError(
      "render",
      `<${type} key="${key}">: an element is known by its id, in the whole page`,
    );
  }
  if (typeof type !== "function") throw noComponent(type);
  const { children, ...rest } = props, body = bodyOf(children);
  const given = {
    ...body !== undefined && { body },
    ...rest,
    ...key !== undefined && { key },
    ...body !== undefined && { children: body },
  };
  // As: which properties a component takes the compiler looked at where the component stands.
  const made: Body = Reflect.apply(type, undefined, [given as never]);
  return isElement(made) ? made : Fragment({ body: made });
}

/** The same for several children. */
export const jsxs: typeof jsx = jsx;
/** The same while developing. */
export const jsxDEV: typeof jsx = jsx;

/** Properties that every element has, beside those of HTML's. */
const COMMON = new Set<string>(
  ("id body class style title role tabindex accesskey lang dir hidden draggable contenteditable spellcheck translate inert inputmode " +
    "enterkeyhint popover data aria attributes showIf postback source validation delegate actions")
    .split(" "),
);

function tagged(name: string, { children, ...given }: Given): Element {
  const make = makerOf(name),
    props: Record<string, unknown> = {},
    attributes: Record<string, unknown> = {},
    aria: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    // The compiler looks at no name with a dash.
    if (key.includes("-") && !isValue(value)) throw noValue(name, key, value);
    // States of WAI-ARIA are words: false is not the same as nothing.
    if (key.startsWith("aria-")) aria[key.slice("aria-".length)] = value;
    else if (isGlobal(key) || make === undefined && !COMMON.has(key)) attributes[key] = value;
    else props[key] = value;
  }
  const body = bodyOf(children);
  if (body !== undefined) props["body"] = body;
  for (const [key, own] of Object.entries({ attributes, aria })) {
    if (Object.keys(own).length > 0) props[key] = { ...Object(props[key]), ...own };
  }
  // As: the types of tags say what their properties are.
  return make === undefined ? element({ ...props as Props, htmlTag: name }) : make(props as Props);
}

/** Says what stands where a component is to stand: mostly the value of an import that is not exported. */
function noComponent(type: unknown): NitroError {
  const kind = type === null ? "null" : typeof type;
  return new NitroError(
    "render",
    `<${kind}>: a component is a function; is it exported where it is imported from?`,
  );
}

function isValue(value: unknown): boolean {
  return value === null || !["object", "function", "symbol"].includes(typeof value);
}

function noValue(name: string, key: string, value: unknown): NitroError {
  return new NitroError("render", `<${name} ${key}>: ${typeof value} is no value of an attribute`);
}

/** Children as a body: `true` is nothing, as in every TSX. */
function bodyOf(children: unknown): unknown {
  if (children === true) return undefined;
  return Array.isArray(children) ? children.map(bodyOf) : children;
}

function isElement(body: Body): body is Element {
  return typeof body === "object" && body !== null && "markup" in body;
}

/** What the compiler knows of TSX. */
export declare namespace JSX {
  /** What a tag is. */
  type ElementType = string | Component;
  /** What a tag makes. */
  type Element = import("../element.ts").Element;
  /** What each tag may have, by its name in markup. */
  interface IntrinsicElements extends Same, Others, Unmade, Custom {}
  /** Under which name children are handed over. */
  interface ElementChildrenAttribute {
    /** Names the property that is given what stands between the tags. */
    children: unknown;
  }
  /** What a component may be said with: one that has a body has children, which are its body. */
  type LibraryManagedAttributes<_, P> = "body" extends keyof P ? WithBody<P> : P;
}
