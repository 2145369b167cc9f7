/**
 * Elements by what a person knows of them: role and name, label, text.
 *
 * @module
 */
import { Control } from "../dom/control.ts";
import { HTMLInputElement } from "../dom/input.ts";
import { Element, type Parent } from "../dom/element.ts";
import { isHidden, nameOf, plain } from "./name.ts";
import { roleOf } from "./role.ts";

/** A text: whole, its case and spaces aside, or one that an expression matches. */
export type Matcher = string | RegExp;

/** What else is said of an element with a role. */
export interface RoleOptions {
  /** Its accessible name, as a screen reader says it; any where none is given. */
  readonly name?: Matcher;
  /** Whether it is ticked. */
  readonly checked?: boolean;
  /** Whether it is disabled. */
  readonly disabled?: boolean;
  /** The level of a heading. */
  readonly level?: number;
  /** Whether hidden ones are found, too; false by default. */
  readonly hidden?: boolean;
}

/** What is looked for. */
export interface Wanted {
  /** In words, for messages. */
  readonly words: string;
  /** Whether an element is meant. */
  test(element: Element): boolean;
}

/** Whether a text is meant. */
function fits(text: string, wanted: Matcher): boolean {
  if (typeof wanted !== "string") {
    return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, "")).test(text);
  }
  return plain(text).toLowerCase() === plain(wanted).toLowerCase();
}

const words = (wanted: Matcher) =>
  typeof wanted === "string" ? JSON.stringify(wanted) : String(wanted);

/** Looks for elements that have a role of WAI-ARIA and are as `options` say. */
export function byRole(role: string, options: RoleOptions = {}): Wanted {
  const { name, hidden = false, checked, disabled, level } = options;
  const said = Object.entries({ checked, disabled, level }).filter(([, value]) =>
    value !== undefined
  );
  return {
    words: [
      role,
      ...name === undefined ? [] : [words(name)],
      ...said.map(([key, value]) => `${key}=${value}`),
    ].join(" "),
    test: (element) =>
      roleOf(element) === role && (hidden || !isHidden(element)) &&
      (name === undefined || fits(nameOf(element), name)) &&
      (checked === undefined || isChecked(element) === checked) &&
      (disabled === undefined || isDisabled(element) === disabled) &&
      (level === undefined || levelOf(element) === level),
  };
}

/** Whether an element is ticked. */
export function isChecked(element: Element): boolean {
  return element instanceof HTMLInputElement
    ? element.checked
    : element.getAttribute("aria-checked") === "true";
}

function isDisabled(element: Element): boolean {
  return element instanceof Control && element.disabled ||
    element.getAttribute("aria-disabled") === "true";
}

function levelOf(element: Element): number {
  return Number(element.getAttribute("aria-level") ?? /^h([1-6])$/.exec(element.localName)?.[1]);
}

/** Controls by what they are called. */
export function byLabel(label: Matcher): Wanted {
  return {
    words: `a control with the label ${words(label)}`,
    test: (element) =>
      (element instanceof Control || element.hasAttribute("aria-label") ||
        element.hasAttribute("aria-labelledby")) &&
      !isHidden(element) && fits(nameOf(element), label),
  };
}

/** The innermost elements that say a text. */
export function byText(text: Matcher): Wanted {
  const says = (element: Element) =>
    element.localName !== "html" && !isHidden(element) && fits(plain(element.textContent), text);
  return {
    words: `text ${words(text)}`,
    test: (element) =>
      says(element) && !element.children.some((child) => child instanceof Element && says(child)),
  };
}

/** Elements that a selector of CSS finds, where nothing that a person knows tells them apart. */
export function bySelector(selector: string): Wanted {
  return { words: `elements ${selector}`, test: (element) => element.matches(selector) };
}

/** The elements within one that are meant, in the order of the document. */
export function allOf(within: Parent, wanted: Wanted): Element[] {
  const found: Element[] = [];
  for (const node of within.inside()) {
    if (node instanceof Element && wanted.test(node)) found.push(node);
  }
  return found;
}
