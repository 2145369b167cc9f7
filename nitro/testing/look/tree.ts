/**
 * What a page shows, in words: the roles and names of its elements, for a person who reads why a test failed.
 *
 * @module
 */
import { TextControl } from "../dom/control.ts";
import { HTMLInputElement } from "../dom/input.ts";
import { HTMLSelectElement } from "../dom/choice.ts";
import { Element } from "../dom/element.ts";
import type { Node } from "../dom/node.ts";
import { isHidden, nameOf, plain } from "./name.ts";
import { roleOf } from "./role.ts";

/** The most lines that are shown, and the most of one text. */
const LINES = 200, LONGEST = 120;

const short = (text: string) => text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;

/** The elements within an element, a line each, inner ones indented. */
export function tree(root: Element): string {
  const lines: string[] = [];
  walk(root, 0, lines);
  if (lines.length <= LINES) return lines.join("\n");
  return [...lines.slice(0, LINES), `… and ${lines.length - LINES} lines more`].join("\n");
}

function walk(node: Node, depth: number, lines: string[]): void {
  const indent = "  ".repeat(depth);
  for (const child of node.childNodes) {
    if (child.nodeType === 3) {
      const text = plain(child.nodeValue ?? "");
      if (text !== "") lines.push(`${indent}"${short(text)}"`);
    }
    if (!(child instanceof Element) || isHidden(child)) continue;
    const line = lineOf(child);
    if (line === "") walk(child, depth, lines);
    else {
      lines.push(indent + line);
      if (!isToldByName(child) && !(child instanceof TextControl)) walk(child, depth + 1, lines);
    }
  }
}

/** Whether all that an element says is its name. */
function isToldByName(element: Element): boolean {
  return element.children.length === 0 && nameOf(element) === plain(element.textContent);
}

function lineOf(element: Element): string {
  const role = roleOf(element), name = nameOf(element), id = element.id;
  if (role === "" || role === "paragraph" && name === "") return "";
  const called = name === "" ? "" : ` "${short(name)}"`;
  const isWorthAnId = id !== "" && !id.startsWith("auto-");
  return [role + called, ...isWorthAnId ? [`#${id}`] : [], ...states(element)].join(" ");
}

function* states(element: Element): Iterable<string> {
  if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) {
    yield element.checked ? "checked" : "not checked";
  } else if (element instanceof TextControl && roleOf(element) !== "button") {
    yield `= "${element.getAttribute("type") === "password" ? "•••" : short(element.value)}"`;
  }
  if (element instanceof HTMLSelectElement) {
    yield `= ${JSON.stringify(element.selectedOptions.map((option) => option.text).join(", "))}`;
  }
  if (element.hasAttribute("disabled")) yield "disabled";
  if (element.hasAttribute("readonly")) yield "read-only";
  if (element.getAttribute("aria-busy") === "true") yield "busy";
  const expanded = element.getAttribute("aria-expanded");
  if (expanded !== null) yield expanded === "true" ? "expanded" : "collapsed";
  if (element.home?.focused === element) yield "focused";
}
