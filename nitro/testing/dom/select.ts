/**
 * Selectors of CSS over the document.
 *
 * @module
 */
import { is, selectAll, selectOne } from "../deps.ts";
import type { Node } from "./node.ts";

/** A node with attributes. */
interface Named extends Node {
  getAttribute(name: string): string | null;
  readonly localName: string;
}

const named = (node: Node): node is Named => node.nodeType === 1;

const adapter = {
  isTag: named,
  getAttributeValue: (element: Named, name: string) => element.getAttribute(name) ?? undefined,
  hasAttrib: (element: Named, name: string) => element.getAttribute(name) !== null,
  getChildren: (node: Node) => node.childNodes,
  getName: (element: Named) => element.localName,
  getParent: (node: Node) => node.up as Named | null, // a fragment or document is none of a tag
  getSiblings: (node: Node) => node.up?.childNodes ?? [node],
  getText: (node: Node) => node.textContent,
  prevElementSibling: (node: Node) => node.previousElementSibling as Named | null, // it is an element
  removeSubsets: (nodes: Node[]) =>
    nodes.filter((node) => !nodes.some((other) => other !== node && other.contains(node))),
  equals: (a: Node, b: Node) => a === b,
  existsOne: (test: (element: Named) => boolean, nodes: Node[]): boolean =>
    nodes.some((node) => named(node) && (test(node) || adapter.existsOne(test, node.childNodes))),
  findOne(test: (element: Named) => boolean, nodes: Node[]): Named | null {
    return adapter.findAll(test, nodes)[0] ?? null;
  },
  findAll(test: (element: Named) => boolean, nodes: Node[]): Named[] {
    const found: Named[] = [];
    for (const node of nodes) {
      if (named(node) && test(node)) found.push(node);
      for (const each of node.inside()) if (named(each) && test(each)) found.push(each);
    }
    return found;
  },
};

/** What a script would read of an element. */
const has = (element: Node, property: string): unknown => Reflect.get(element, property);

/** States that no selector of a text can know: what a person did. */
const pseudos = {
  checked: (element: Named) =>
    has(element, "checked") === true || has(element, "selected") === true,
  "placeholder-shown": (element: Named) =>
    has(element, "placeholder") !== "" && has(element, "value") === "",
  focus: (element: Named) => element.home?.focused === element,
  valid: (element: Named) => has(element, "complaint") === undefined,
  invalid: (element: Named) => has(element, "complaint") !== undefined,
};

const OPTIONS = { adapter, pseudos, cacheResults: false };

/** Whether an element matches. */
export function matches(element: Node, selector: string): boolean {
  return is<Node, Named>(element as Named, selector, OPTIONS); // whoever asks is an element
}

/** The elements within a node that match, in the order of the document. */
export function every(within: Node, selector: string): Node[] {
  return selectAll<Node, Named>(selector, within.childNodes, { ...OPTIONS, context: [within] });
}

/** The first of them. */
export function one(within: Node, selector: string): Node | null {
  return selectOne<Node, Named>(selector, within.childNodes, { ...OPTIONS, context: [within] });
}
