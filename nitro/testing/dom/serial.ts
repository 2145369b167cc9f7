/**
 * HTML of nodes (HTML, section 13.3).
 *
 * @module
 */
import type { Node } from "./node.ts";

/** The namespace of HTML. */
export const HTML = "http://www.w3.org/1999/xhtml";

/** A node with attributes, as far as it is written. */
interface Written extends Node {
  readonly localName: string;
  readonly given: ReadonlyMap<string, { readonly name: string; readonly value: string }>;
  readonly content?: Node;
}

const VOID: ReadonlySet<string> = new Set(
  "area base br col embed hr img input link meta source track wbr".split(" "),
);
const RAW: ReadonlySet<string> = new Set(
  "style script xmp iframe noembed noframes plaintext noscript".split(" "),
);
const CODES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "\u00a0": "&nbsp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const code = (sign: string) => CODES[sign] ?? sign;

/** The HTML of a node. */
export function html(node: Node): string {
  if (node.nodeType === 3) return text(node);
  if (node.nodeType === 8) return `<!--${node.nodeValue}-->`;
  if (node.nodeType !== 1) return node.childNodes.map(html).join("");
  const element = node as Written; // its type says so
  let tag = `<${element.localName}`;
  for (const { name, value } of element.given.values()) {
    tag += ` ${name}="${value.replace(/[&\u00a0"<>]/g, code)}"`;
  }
  if (VOID.has(element.localName)) return tag + ">";
  const { content = element } = element;
  return `${tag}>${content.childNodes.map(html).join("")}</${element.localName}>`;
}

function text(node: Node): string {
  const name = node.up === null ? "" : node.up.nodeName.toLowerCase(), value = node.nodeValue ?? "";
  return RAW.has(name) ? value : value.replace(/[&\u00a0<>]/g, code);
}
