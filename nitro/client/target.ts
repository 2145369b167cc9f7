/**
 * Targets of instructions: which elements a term of the wire means.
 *
 * @module
 */

import { signal } from "./signal.ts";

/** A target as it travels: an id, or `{qs | qa | g, Text}`. */
export type Target = string | [kind: symbol, text: string];

/** The elements a target means; none when it is not there, which scripts of the page are told by `n2o:missing`. */
export function resolve(target: Target): EventTarget[] {
  const there = found(target).filter((element) => element !== null);
  if (!there.length) signal("missing", target);
  return there;
}

function found(target: Target): (EventTarget | null)[] {
  if (typeof target === "string") return [document.getElementById(target)];
  const [{ description: kind }, text] = target;
  if (kind === "qs") return [document.querySelector(text)];
  if (kind === "qa") return [...document.querySelectorAll(text)];
  return [text === "window" ? globalThis : document];
}

/** The text that names a target in an event: the id, or the text of any other kind. */
export function nameOf(target: Target): string {
  return typeof target === "string" ? target : target[1];
}

/**
 * The nodes that a text of HTML describes where they will stand; a template parses `<tr>` and `<option>` too, and what stands in a drawing
 * or a formula belongs to it.
 */
export function parse(html: string, within: Element | null): DocumentFragment {
  const template = document.createElement("template"), { content } = template;
  const box = /svg|Math/.test(within?.namespaceURI ?? "")
    ? within!.cloneNode() as Element
    : template;
  box.innerHTML = html;
  content.append(...box.childNodes);
  return content;
}
