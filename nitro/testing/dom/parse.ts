/**
 * HTML into nodes, as the standard's parser reads it (HTML, section 13.2).
 *
 * @module
 */
import { parse, parseFragment, type Token, type TreeAdapter } from "../deps.ts";
import { Attr } from "./attribute.ts";
import { Element, type Parent } from "./element.ts";
import { Data, type Node } from "./node.ts";
import type { HTMLTemplateElement } from "./box.ts";
import { HTML } from "./serial.ts";

/** What makes nodes. */
export interface Maker {
  /** An element of a name. */
  createElementNS(namespace: string, name: string): Element;
  /** Makes a text that stands nowhere yet. */
  createTextNode(text: string): Data;
  /** Makes a comment that stands nowhere yet. */
  createComment(text: string): Data;
  /** Makes an empty fragment. */
  createDocumentFragment(): Parent;
}

/** Reads a document into what is given, which is empty. */
export function readDocument(text: string, document: Parent & Maker): void {
  parse(text, { treeAdapter: adapter(document, document) as never, scriptingEnabled: true }); // of our own nodes
}

/** The nodes of a text as children of an element of this kind. */
export function readFragment(text: string, within: Node, maker: Maker): Parent {
  const context = within instanceof Element ? within : maker.createElementNS(HTML, "template");
  const treeAdapter = adapter(maker, maker.createDocumentFragment());
  const options = { treeAdapter: treeAdapter as never, scriptingEnabled: true }; // of our own nodes
  return parseFragment(context as never, text, options) as never as Parent; // as the adapter makes it
}

interface Types {
  node: Node;
  parentNode: Node;
  childNode: Node;
  document: Parent;
  documentFragment: Parent;
  element: Element;
  commentNode: Data;
  textNode: Data;
  template: HTMLTemplateElement;
  documentType: Data;
}

/** The names that attributes of other namespaces are written by. */
function given(element: Element, attributes: readonly Token.Attribute[]): void {
  for (const { name, value, prefix, namespace } of attributes) {
    const full = prefix ? `${prefix}:${name}` : name;
    if (!element.given.has(full)) element.given.set(full, new Attr(full, value, namespace ?? null));
  }
}

function adapter(maker: Maker, document: Parent): TreeAdapter<never> {
  let mode = "no-quirks";
  const text = (parent: Node, data: string, before: Node | null) => {
    const beside = before === null ? parent.last : before.left;
    if (beside instanceof Data && beside.nodeType === 3) beside.nodeValue += data;
    else parent.insertBefore(maker.createTextNode(data), before);
  };
  const made = {
    createDocument: () => document,
    createDocumentFragment: () => maker.createDocumentFragment(),
    createElement(name: string, namespace: string, attributes: Token.Attribute[]) {
      const element = maker.createElementNS(namespace, name);
      given(element, attributes);
      return element;
    },
    createCommentNode: (data: string) => maker.createComment(data),
    createTextNode: (data: string) => maker.createTextNode(data),
    appendChild: (parent: Node, node: Node) => void parent.insertBefore(node, null),
    insertBefore: (parent: Node, node: Node, before: Node) =>
      void parent.insertBefore(node, before),
    setTemplateContent: (template: HTMLTemplateElement, content: Parent) =>
      template.content.replaceChildren(...content.childNodes),
    getTemplateContent: (template: HTMLTemplateElement) => template.content,
    setDocumentType() {},
    setDocumentMode: (_: Parent, next: string) => mode = next,
    getDocumentMode: () => mode,
    detachNode: (node: Node) => node.remove(),
    insertText: (parent: Node, data: string) => text(parent, data, null),
    insertTextBefore: (parent: Node, data: string, before: Node) => text(parent, data, before),
    adoptAttributes: given,
    getFirstChild: (node: Node) => node.first,
    getChildNodes: (node: Node) => node.childNodes,
    getParentNode: (node: Node) => node.up,
    getAttrList: (element: Element) =>
      element.attributes.map(({ name, value }) => ({ name, value })),
    getTagName: (element: Element) => element.localName,
    getNamespaceURI: (element: Element) => element.namespaceURI,
    getTextNodeContent: (node: Data) => node.data,
    getCommentNodeContent: (node: Data) => node.data,
    getDocumentTypeNodeName: () => "html",
    getDocumentTypeNodePublicId: () => "",
    getDocumentTypeNodeSystemId: () => "",
    isTextNode: (node: Node) => node.nodeType === 3,
    isCommentNode: (node: Node) => node.nodeType === 8,
    isDocumentTypeNode: () => false,
    isElementNode: (node: Node) => node.nodeType === 1,
    setNodeSourceCodeLocation() {},
    getNodeSourceCodeLocation: () => null,
    updateNodeSourceCodeLocation() {},
  };
  // As: the adapter is of our own nodes throughout, as Types says.
  return made satisfies Partial<Record<keyof TreeAdapter<Types & never>, unknown>> as never;
}
