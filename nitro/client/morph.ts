/**
 * The morphing update: an element becomes what new HTML says, in place.
 *
 * Children are matched by id first, wherever in the updated element the id was, named controls by their names; then those that are the
 * same; then by tag (and what tells controls apart) in order. What is matched stays the same node, so focus, selection, scroll
 * position, what was typed, an open `<details>` and playing media survive. An element with the attribute `data-n2o-keep` is left
 * alone with all that is in it.
 *
 * @module
 */
import { unbind } from "./bindings.ts";
import { isTick, keepsEdits, settle, wasOpen } from "./controls.ts";
import { own } from "./own.ts";

/** A parent that can move a node without taking it out of the document, where the browser has that. */
type Parent = ParentNode & Node & {
  moveBefore?: (node: Node, before: Node | null) => void;
};

/** Puts the nodes of the new HTML in the place of an element; what matches the element or is in it is kept and changed. */
export function morph(element: Element, html: DocumentFragment): void {
  /** Elements by what they are known by, that no part of the new HTML has claimed yet. */
  const live = new Map<string, Element>();
  /** Old nodes without a counterpart. They go last, so that an id in them can still be claimed. */
  const doomed = new Set<ChildNode>();
  /** What gives controls the values that they shall hold, when all else is done. */
  const settled: ((() => void) | undefined)[] = [];
  /** What more than one element is known by, here or there. */
  const shared = new Set<string>();

  for (const root of [element, html]) {
    const seen = new Set<string>();
    const within = own(root).querySelectorAll(":is([name],[id]):not([data-n2o-keep] *)");
    for (const each of [root, ...within]) {
      const key = keyOf(each);
      if (seen.has(key)) shared.add(key);
      seen.add(key);
      if (root === element) live.set(key, each as Element);
    }
  }
  live.delete("");
  // What follows the element may be there from the last time.
  for (const next of html.children) {
    const old = document.getElementById(idOf(next));
    if (old) live.set(idOf(next), old);
  }
  const at = own(element);
  reconcile(at.parentNode!, [element], [...html.childNodes], at.nextSibling);
  for (const old of doomed) own(old).remove();
  for (const finish of settled) finish?.();

  /** What an element is known by, where no other is known by the same. */
  function keyFor(node: Node): string {
    const key = keyOf(node);
    return shared.has(key) ? "" : key;
  }

  /** Makes `olds`, neighbours in `parent` up to `stop`, what `news` say. */
  function reconcile(within: Parent, olds: ChildNode[], news: ChildNode[], stop: ChildNode | null) {
    const parent = own(within);
    for (const old of olds) doomed.add(old);
    const claimed: (ChildNode | "" | undefined)[] = news.map((next) =>
      keyFor(next) && claim(next as Element, within)
    );
    const match = (by: (node: ChildNode) => string) => {
      const left = Map.groupBy(olds.filter((old) => doomed.has(old) && !keyFor(old)), by);
      news.forEach((next, at) => {
        const old = claimed[at] ||= keyFor(next) ? "" : left.get(by(next))?.shift();
        if (old) doomed.delete(old);
      });
    };
    // What is the same stays, wherever something came or went before it.
    if (news.length > 1 || olds.length > 1) match(textOf);
    match(kindOf);
    let cursor = olds[0] ?? stop;
    news.forEach((next, at) => {
      const old = claimed[at];
      while (cursor !== stop && doomed.has(cursor!)) cursor = own(cursor!).nextSibling;
      if (old && old === cursor) cursor = own(cursor).nextSibling;
      else if (old) move(parent, old, cursor);
      else parent.insertBefore(next, cursor);
    });
    // Only now, for changing a pair may take doomed nodes from under the cursor.
    news.forEach((next, at) => {
      const old = claimed[at];
      if (old) change(old, next);
      else rescue(next);
    });
  }

  /** The element of the same id and tag, unless `parent` lies in it. */
  function claim(next: Element, parent: Node): Element | undefined {
    const old = live.get(keyFor(next));
    if (!old || own(old).nodeName !== own(next).nodeName || own(old).contains(parent)) return;
    live.delete(keyFor(next));
    return old;
  }

  /** Gives inserted HTML the old elements whose ids it mentions. */
  function rescue(inserted: ChildNode) {
    if (!live.size || !(inserted instanceof Element)) return;
    for (const next of own(inserted).querySelectorAll("[name],[id]")) {
      const parent = own(next).parentNode!;
      const old = own(next).isConnected && keyFor(next) && claim(next, parent);
      if (!old) continue;
      doomed.delete(old);
      move(own(parent), old, next);
      own(next).remove();
      change(old, next);
    }
  }

  function change(old: ChildNode, next: ChildNode) {
    if (!(old instanceof Element && next instanceof Element)) {
      if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
      return;
    }
    const was = own(old), becomes = own(next);
    if ([was, becomes].every((each) => each.hasAttribute("data-n2o-keep"))) return;
    settled.push(settle(old));
    unbind(old);
    attributes(was, becomes, wasOpen(old, next) ? "open" : "");
    if (old instanceof HTMLTemplateElement) {
      old.content.replaceChildren((next as HTMLTemplateElement).content);
    } else if (
      // What a custom element made within itself is its own.
      !(keepsEdits(old, next) || was.localName.includes("-") && !next.firstChild)
    ) reconcile(old, [...was.childNodes], [...becomes.childNodes], null);
  }
}

/**
 * The id by which an element is known again, else nothing: one that the server made up is another each time.
 *
 * Read as an attribute, for a form may hold a control that is named `id`.
 */
export function idOf(node: Node): string {
  const id = node instanceof Element && own(node).getAttribute("id") || "";
  return id.startsWith("auto-") ? "" : id;
}

/** The id, else what a named control is: its name, its type and, where it is ticked, its value. */
function keyOf(node: Node): string {
  return idOf(node) ||
    (node instanceof Element && own(node).matches(":is(input,select,textarea)[name]")
      ? "\0" + kindOf(node as Element)
      : "");
}

/** Nodes of one kind may stand for each other; a control only for one of its name and type, a tick only for one of its value, what has an id never for another. */
function kindOf(node: ChildNode): string {
  if (!(node instanceof Element)) return node.nodeName;
  const element = own(node);
  const attribute = (name: string) => element.getAttribute(name);
  return [
    element.nodeName,
    idOf(node),
    attribute("name"),
    attribute("type"),
    isTick(node) && attribute("value"),
    attribute("data-n2o-keep") === null,
  ].join();
}

/** What a node says, and not what the person or the client made of it. */
function textOf(node: ChildNode): string {
  return node instanceof Element
    ? own(node).outerHTML.replace(/ (open=""|aria-busy="true")/g, "")
    : node.nodeName + node.nodeValue;
}

/** Puts a node at another place, without taking it out of the document where the browser can; the focus stays in any case. */
export function move(parent: Parent, node: ChildNode, before: ChildNode | null): void {
  const focused = document.activeElement as HTMLElement | null; // whatever can have it
  if (parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
  if (document.activeElement !== focused) focused?.focus({ preventScroll: true });
}

function attributes(old: Element, next: Element, live: string): void {
  for (const name of next.getAttributeNames()) {
    if (name === live || old.getAttribute(name) === next.getAttribute(name)) continue;
    // As a node, for a name that the parser takes may be none that setAttribute takes.
    old.setAttributeNode(next.getAttributeNode(name)!.cloneNode() as Attr);
  }
  // Only now, for a change of its type may have put what a control held into an attribute.
  for (const name of old.getAttributeNames()) {
    if (name !== live && !next.hasAttribute(name)) old.removeAttribute(name);
  }
}
