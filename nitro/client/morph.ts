/**
 * The morphing update: an element becomes what new HTML says, in place.
 *
 * Children are matched by id first, wherever in the updated element the id was, then by tag (and name and type, for controls) in
 * order. What is matched stays the same node, so focus, selection, scroll position, what was typed, an open `<details>` and
 * playing media survive. An element with the attribute `data-n2o-keep` is left alone with all that is in it.
 *
 * @module
 */
import { unbind } from "./bindings.ts";
import { keepsEdits, settle } from "./controls.ts";

/** A parent that can move a node without taking it out of the document, where the browser has that. */
type Parent = ParentNode & Node & {
  moveBefore?: (node: Node, before: Node | null) => void;
};

/** Puts the nodes of the new HTML in the place of an element; what matches the element or is in it is kept and changed. */
export function morph(element: Element, html: DocumentFragment): void {
  /** Elements by id that no part of the new HTML has claimed yet. */
  const live = new Map<string, Element>();
  /** Old nodes without a counterpart. They go last, so that an id in them can still be claimed. */
  const doomed = new Set<ChildNode>();
  const focused = document.activeElement;

  for (const old of [element, ...element.querySelectorAll("[id]:not([data-n2o-keep] [id])")]) {
    live.set(idOf(old), old);
  }
  live.delete("");
  // What follows the element may be there from the last time.
  for (const next of html.children) {
    const old = document.getElementById(idOf(next));
    if (old) live.set(idOf(next), old);
  }
  reconcile(element.parentNode!, [element], [...html.childNodes], element.nextSibling);
  for (const old of doomed) old.remove();
  if (focused instanceof HTMLElement && focused.isConnected && focused !== document.activeElement) {
    focused.focus({ preventScroll: true }); // a browser without moveBefore took it away
  }

  /** Makes `olds`, neighbours in `parent` up to `stop`, what `news` say. */
  function reconcile(parent: Parent, olds: ChildNode[], news: ChildNode[], stop: ChildNode | null) {
    const free = Map.groupBy(olds.filter((old) => !idOf(old)), kindOf);
    for (const old of olds) doomed.add(old);
    const pairs = news.map((next) => {
      const old = idOf(next) ? claim(next as Element, parent) : free.get(kindOf(next))?.shift();
      if (old) doomed.delete(old);
      return [old, next] as const;
    });
    let cursor = olds[0] ?? stop;
    for (const [old, next] of pairs) {
      while (cursor !== stop && doomed.has(cursor!)) cursor = cursor!.nextSibling;
      if (old && old === cursor) cursor = cursor.nextSibling;
      else if (old) move(parent, old, cursor);
      else parent.insertBefore(next, cursor);
    }
    // Only now, for changing a pair may take doomed nodes from under the cursor.
    for (const [old, next] of pairs) old ? change(old, next) : rescue(next);
  }

  /** The element of the same id and tag, unless `parent` lies in it. */
  function claim(next: Element, parent: Node): Element | undefined {
    const old = live.get(idOf(next));
    if (old?.nodeName !== next.nodeName || old.contains(parent)) return undefined;
    live.delete(idOf(next));
    return old;
  }

  /** Gives inserted HTML the old elements whose ids it mentions. */
  function rescue(inserted: ChildNode) {
    if (!live.size || !(inserted instanceof Element)) return;
    for (const next of inserted.querySelectorAll("[id]")) {
      const parent = next.parentNode!;
      const old = next.isConnected && claim(next, parent);
      if (!old) continue;
      doomed.delete(old);
      move(parent, old, next);
      next.remove();
      change(old, next);
    }
  }

  function change(old: ChildNode, next: ChildNode) {
    if (!(old instanceof Element && next instanceof Element)) {
      if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    } else if (!old.hasAttribute("data-n2o-keep")) {
      const finish = settle(old, next);
      unbind(old);
      attributes(old, next);
      if (!keepsEdits(old, next)) reconcile(old, [...old.childNodes], [...next.childNodes], null);
      finish();
    }
  }
}

/**
 * The id by which an element is known again, else nothing: one that the server made up is another each time.
 *
 * Read as an attribute, for a form may hold a control that is named `id`.
 */
export function idOf(node: Node): string {
  const id = node instanceof Element && node.getAttribute("id") || "";
  return id.startsWith("auto-") ? "" : id;
}

/** Nodes of one kind may stand for each other; a control only for one of its name and type. */
function kindOf(node: ChildNode): string {
  return node instanceof Element
    ? [node.nodeName, node.getAttribute("name"), node.getAttribute("type")].join()
    : node.nodeName;
}

function move(parent: Parent, node: ChildNode, before: ChildNode | null): void {
  if (parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

function attributes(old: Element, next: Element): void {
  // What the person opened or closed stays so.
  const live = /^(DETAILS|DIALOG)$/.test(old.nodeName) ? "open" : "";
  for (const { name } of [...old.attributes]) {
    if (name !== live && !next.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const attribute of next.attributes) {
    const { name, value } = attribute;
    if (name === live || old.getAttribute(name) === value) continue;
    // As a node, for a name that the parser takes may be none that setAttribute takes.
    old.setAttributeNode(attribute.cloneNode() as Attr);
  }
}
