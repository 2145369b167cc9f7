/**
 * HTML as a parser that follows the standard reads it.
 *
 * @module
 */
import { type DefaultTreeAdapterMap, parseFragment } from "npm:parse5@7.3.0";

/** What was read: a text, or an element. */
export type Node = string | {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: readonly Node[];
};

/** The nodes of a fragment. */
export function parse(html: string): Node[] {
  return parseFragment(html).childNodes.map(node);
}

function node(found: DefaultTreeAdapterMap["childNode"]): Node {
  if ("value" in found) return found.value;
  if (!("attrs" in found)) return `(${found.nodeName})`;
  return {
    name: found.tagName,
    attributes: Object.fromEntries(found.attrs.map(({ name, value }) => [name, value])),
    body: ("content" in found ? found.content : found).childNodes.map(node),
  };
}
