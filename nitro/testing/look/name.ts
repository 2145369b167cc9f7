/**
 * Names of elements, as a screen reader says them (Accessible Name and Description Computation 1.2), and whether they are there for it.
 *
 * @module
 */
import { TextControl } from "../dom/control.ts";
import { HTMLInputElement } from "../dom/input.ts";
import { HTMLSelectElement } from "../dom/choice.ts";
import { Element, Parent } from "../dom/element.ts";
import type { Node } from "../dom/node.ts";
import { roleOf } from "./role.ts";

/** Roles whose names are what they hold. */
const FROM_CONTENT: ReadonlySet<string> = new Set(
  ("button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox menuitemradio " +
    "option radio row rowheader switch tab tooltip treeitem").split(" "),
);

/** Space as a reader hears it. */
export function plain(text: string): string {
  return text.replace(/[\s\u00a0]+/g, " ").trim();
}

/** Whether an element, or one that it is in, is hidden: by attributes, for what a style sheet says is not known here. */
export function isHidden(element: Element): boolean {
  for (let at: Node | null = element; at instanceof Element; at = at.up) {
    if (isHiddenItself(at)) return true;
  }
  return false;
}

function isHiddenItself(element: Element): boolean {
  const { localName: name, up } = element;
  if (/^(head|script|style|template|noscript|datalist|title|meta|link)$/.test(name)) return true;
  if (element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true") return true;
  if (name === "input" && element.getAttribute("type") === "hidden") return true;
  if (name === "dialog" && !element.hasAttribute("open")) return true;
  if (up instanceof Element && up.id === "n2o-states") return !isState(element, up);
  const { display, visibility } = element.hasAttribute("style") ? element.style : {};
  if (display === "none" || visibility === "hidden") return true;
  return up instanceof Element && up.localName === "details" && !up.hasAttribute("open") &&
    name !== "summary";
}

/** Whether what a declared page says of its connection holds: the library's own style shows it then, and no other. */
function isState(element: Element, states: Element): boolean {
  const said = element.closest("html")?.getAttribute("data-n2o") ?? "connecting";
  const state = said === "connecting" && states.hasAttribute("data-was") ? "offline" : said;
  return element.classList.contains(state);
}

/** The name of an element; empty where it has none. */
export function nameOf(element: Element): string {
  return plain(named(element, new Set()));
}

function named(element: Element, seen: Set<Element>): string {
  const ids = element.getAttribute("aria-labelledby");
  if (ids !== null && seen.size === 0) {
    const labels = found(element, ids).map((each) => text(each, new Set([element])));
    if (labels.some((label) => plain(label) !== "")) return labels.join(" ");
  }
  const label = element.getAttribute("aria-label");
  if (label !== null && plain(label) !== "") return label;
  const native = ofHtml(element, seen);
  if (native !== undefined && plain(native) !== "") return native;
  const role = roleOf(element);
  const content = FROM_CONTENT.has(role) ? text(element, seen) : "";
  if (plain(content) !== "") return content;
  return element.getAttribute("title") ?? element.getAttribute("placeholder") ?? "";
}

/** What the elements of HTML are called by. */
function ofHtml(element: Element, seen: Set<Element>): string | undefined {
  const { localName: name } = element;
  if ("labels" in element && Array.isArray(element.labels) && element.labels.length > 0) {
    return element.labels.map((label) => text(label, new Set([...seen, element]))).join(" ");
  }
  if (element instanceof HTMLInputElement && /^(submit|reset|button|image)$/.test(element.type)) {
    const { type } = element, said = element.getAttribute(type === "image" ? "alt" : "value");
    return said ??
      (type === "submit" || type === "image" ? "Submit" : type === "reset" ? "Reset" : "");
  }
  if (name === "img" || name === "area") return element.getAttribute("alt") ?? undefined;
  const [tag] = NAMED_BY[name] ?? [];
  const child = tag && element.children.find((each) => each.nodeName.toLowerCase() === tag);
  return child instanceof Element ? text(child, seen) : undefined;
}

const NAMED_BY: Readonly<Record<string, readonly [string]>> = {
  fieldset: ["legend"],
  table: ["caption"],
  figure: ["figcaption"],
  svg: ["title"],
};

function found(element: Element, ids: string): Element[] {
  const { home } = element;
  if (!(home instanceof Parent)) return [];
  return ids.split(/\s+/).flatMap((id) => id === "" ? [] : home.getElementById(id) ?? []);
}

const INLINE: ReadonlySet<string> = new Set(
  "a abbr b bdi bdo cite code data del dfn em i ins kbd label mark output q s samp small span strong sub sup time u var"
    .split(" "),
);

/** What an element says, with what is embedded in it. */
function text(element: Element, seen: Set<Element>): string {
  if (seen.has(element)) return "";
  seen.add(element);
  let said = "";
  for (const node of element.childNodes) {
    if (node.nodeType === 3) said += node.nodeValue;
    if (!(node instanceof Element) || isHiddenItself(node)) continue;
    const inner = embedded(node) ?? (named(node, seen) || text(node, seen));
    said += INLINE.has(node.localName) ? inner : ` ${inner} `;
  }
  return said;
}

/** What a control within a label says: what it holds. */
function embedded(element: Element): string | undefined {
  if (element instanceof HTMLSelectElement) {
    return element.selectedOptions.map((option) => option.text).join(" ");
  }
  const isTyped = element instanceof TextControl &&
    /textbox|spinbutton|slider|searchbox/.test(roleOf(element));
  return isTyped ? element.value : undefined;
}
