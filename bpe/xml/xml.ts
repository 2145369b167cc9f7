/**
 * XML text to elements, within limits: no document type, no entities of its own, bounded size, depth and count.
 *
 * saxen does the tokens. It is lenient where XML is not, so its warnings are errors here.
 *
 * @module
 */
import { Parser } from "./deps.ts";
import { bound } from "../bound.ts";
import { BpeError } from "../error.ts";
import type { Element } from "./element.ts";
import { decode } from "./entity.ts";
import { placeOf } from "./line.ts";
import { inside, PREDECLARED, splitAttributes } from "./namespace.ts";

/** Bounds on a file. */
export interface XmlLimits {
  /** Characters of the file; 4 Mi by default. */
  readonly size: number;
  /** Levels of elements; 256 by default. */
  readonly depth: number;
  /** Elements; 100,000 by default. */
  readonly elements: number;
}

/** The bounds used where none are given. */
export const XML_LIMITS: XmlLimits = { size: 4 * 1024 * 1024, depth: 256, elements: 100_000 };

interface Open {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly foreign: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
  parent: Open | null;
  readonly ordinal: number;
  readonly namespaces: Readonly<Record<string, string>>;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is used of saxen, which brings no types. */
interface Sax {
  on(event: "openTag", take: (name: string, attributes: () => unknown) => void): void;
  on(event: "closeTag", take: () => void): void;
  on(event: "text", take: (text: string) => void): void;
  on(event: "cdata", take: (text: string) => void): void;
  on(event: "attention", take: (text: string) => void): void;
  on(event: "error" | "warn", take: (error: Error, place: () => Place) => void): void;
  parse(text: string): void;
}

/**
 * The root element of an XML text.
 *
 * @throws {BpeError} `config` for a bound that is none, `limit` beyond one, `xml` where the text is not well-formed, has a document type or uses an
 * entity other than the five of XML; with line and column where known.
 */
export function parseXml(text: string, limits: Partial<XmlLimits> = {}): Element {
  const size = bound("size", limits.size ?? XML_LIMITS.size, 0);
  const deepest = bound("depth", limits.depth ?? XML_LIMITS.depth, 0);
  const elements = bound("elements", limits.elements ?? XML_LIMITS.elements, 0);
  if (text.length > size) {
    throw new BpeError("limit", `the file has ${text.length} characters, more than ${size}`);
  }
  const sax: Sax = new Parser();
  const state: { root: Open | null; open: Open | null } = { root: null, open: null };
  let count = 0, depth = 0;

  sax.on("openTag", (name, attributes) => {
    if (++count > elements) throw new BpeError("limit", `<${name}> is one element too many`);
    if (++depth > deepest) throw new BpeError("limit", `<${name}> is nested too deep`);
    if (state.root !== null && state.open === null) {
      throw new BpeError("xml", `<${name}> is a second root`);
    }
    const one = element(name, attributes(), state.open, count - 1);
    state.open?.children.push(one);
    state.root ??= one;
    state.open = one;
  });
  sax.on("closeTag", () => {
    depth--;
    if (state.open === null) return;
    state.open.text = state.open.text.trim();
    state.open = state.open.parent;
  });
  sax.on("text", (part) => {
    if (state.open !== null) state.open.text += decode(part);
  });
  sax.on("cdata", (part) => {
    if (state.open !== null) state.open.text += part;
  });
  sax.on("attention", (part) => {
    throw new BpeError("xml", `${part.slice(0, 20)}...: a document type is refused; remove it`);
  });
  sax.on("error", refuse);
  sax.on("warn", refuse);

  try {
    sax.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch (cause) {
    if (!(cause instanceof BpeError) || cause.line !== undefined) throw cause;
    throw new BpeError(cause.code, cause.message, { ...placeOf(text, count - 1), cause });
  }
  if (state.root === null) throw new BpeError("xml", "the file has no element", { line: 1 });
  return state.root;
}

/** Saxen counts lines and columns from 0. */
function refuse(cause: Error, place: () => Place): never {
  if (cause instanceof BpeError) throw cause;
  const { line, column } = place();
  throw new BpeError("xml", `not well-formed: ${cause.message}`, {
    line: line + 1,
    column: column + 1,
    cause,
  });
}

function element(name: string, raw: unknown, parent: Open | null, ordinal: number): Open {
  const around = parent?.namespaces ?? PREDECLARED;
  const namespaces = inside(around, raw);
  const { attributes, foreign } = splitAttributes(namespaces, raw);
  const colon = name.indexOf(":");
  const prefix = colon < 0 ? "" : name.slice(0, colon);
  const namespace = namespaces[prefix];
  if (namespace === undefined && prefix !== "") {
    throw new BpeError("xml", `<${name}>: the prefix ${prefix} is not declared`);
  }
  return {
    name: name.slice(colon + 1),
    namespace: namespace ?? "",
    attributes,
    foreign,
    children: [],
    text: "",
    parent,
    ordinal,
    namespaces,
  };
}
