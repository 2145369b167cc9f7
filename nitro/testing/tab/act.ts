/**
 * What a person does to a page: each act with the events that a browser has for it, and what the browser itself does by it.
 *
 * @module
 */
import { Control, HTMLFormElement, TextControl } from "../dom/control.ts";
import { HTMLInputElement } from "../dom/input.ts";
import { type HTMLOptionElement, HTMLSelectElement } from "../dom/choice.ts";
import { Element, press as click } from "../dom/element.ts";
import { Event, InputEvent, MouseEvent } from "../dom/event.ts";
import { TestingError } from "../error.ts";
import { isChecked } from "../look/query.ts";
import { isHidden, nameOf } from "../look/name.ts";
import { roleOf } from "../look/role.ts";

/** Keys that are held. */
export interface Modifiers {
  /** Whether Ctrl is held. */
  readonly ctrlKey?: boolean;
  /** Whether Shift is held. */
  readonly shiftKey?: boolean;
  /** Whether Alt is held. */
  readonly altKey?: boolean;
  /** Whether Meta is held. */
  readonly metaKey?: boolean;
}

/** An element in words. */
function wordsOf(element: Element): string {
  const name = nameOf(element), role = roleOf(element) || `<${element.localName}>`;
  return name === "" ? element.id === "" ? role : `${role} #${element.id}` : `${role} "${name}"`;
}

function refuse(element: Element, why: string): never {
  throw new TestingError("action", `${wordsOf(element)} ${why}`);
}

/** That a person can reach an element. */
function reach(element: Element): void {
  if (!element.isConnected) refuse(element, "is not in the page any more: look for it anew");
  if (isHidden(element)) refuse(element, "is hidden");
  if (element instanceof Control && element.disabled) refuse(element, "is disabled");
}

/** Has an event happen by a person's hand. */
export function happen(element: Element, event: Event): boolean {
  event.isTrusted = true;
  return element.dispatchEvent(event);
}

const BUBBLES = { bubbles: true, cancelable: true, composed: true };

/** Clicks an element. */
export function pressOn(element: Element, held: Modifiers = {}): void {
  reach(element);
  happen(element, new MouseEvent("pointerdown", { ...BUBBLES, ...held }));
  if (happen(element, new MouseEvent("mousedown", { ...BUBBLES, ...held }))) focusNear(element);
  happen(element, new MouseEvent("pointerup", { ...BUBBLES, ...held }));
  happen(element, new MouseEvent("mouseup", { ...BUBBLES, ...held }));
  clickOn(element, held);
}

function clickOn(element: Element, held: Modifiers = {}): void {
  const event = new MouseEvent("click", { ...BUBBLES, ...held });
  event.isTrusted = true;
  click(element, event);
}

function focusNear(element: Element): void {
  for (let at: unknown = element; at instanceof Element; at = at.up) {
    if (at.isFocusable) return at.focus();
  }
  const { home } = element;
  if (home?.focused instanceof Element) home.focused.blur();
  home?.start.set(element);
}

const PICKED = /^(date|time|color|range|month|week|datetime-local)$/;

/** Puts a text in the place of what a control holds. */
export function fillIn(element: Element, text: string): void {
  reach(element);
  if (element instanceof TextControl && isTyped(element)) {
    if (element.readOnly) refuse(element, "is read-only");
    element.focus();
    const type = element instanceof HTMLInputElement ? element.type : "text";
    if (!typed(element, text)) return;
    if (PICKED.test(type)) {
      element.settled();
      happen(element, new Event("change", { bubbles: true }));
    }
  } else if (element.isContentEditable) {
    element.focus();
    typed(element, text);
  } else {
    refuse(
      element,
      `takes no text${element instanceof HTMLSelectElement ? ": choose one of its options" : ""}`,
    );
  }
}

function isTyped(element: TextControl): boolean {
  return !(element instanceof HTMLInputElement) ||
    !/^(checkbox|radio|file|submit|image|reset|button|hidden)$/.test(element.type);
}

/** Has a text become what a control holds, as by an insertion. */
function typed(element: Element, text: string, data: string = text): boolean {
  const init = { ...BUBBLES, data, inputType: "insertText" };
  if (!happen(element, new InputEvent("beforeinput", init))) return false;
  if (element instanceof TextControl) element.enter(text);
  else element.textContent = text;
  happen(element, new InputEvent("input", { ...init, cancelable: false }));
  return true;
}

/** Chooses options of a list by their texts or values: these, and no other. */
export function chooseFrom(element: Element, wanted: readonly string[]): void {
  reach(element);
  if (!(element instanceof HTMLSelectElement)) refuse(element, "is no list of choices");
  if (wanted.length > 1 && !element.multiple) refuse(element, "takes one choice");
  const chosen = wanted.map((each) => optionOf(element, each));
  element.focus();
  element.choose(chosen);
  happen(element, new Event("input", { bubbles: true, composed: true }));
  happen(element, new Event("change", { bubbles: true }));
}

function optionOf(select: HTMLSelectElement, wanted: string): HTMLOptionElement {
  const { options } = select;
  const found = options.find((option) => option.label === wanted) ??
    options.find((option) => option.value === wanted);
  if (found === undefined) {
    const all = options.map((option) => JSON.stringify(option.label)).join(", ");
    refuse(select, `has no choice ${JSON.stringify(wanted)}: ${all}`);
  }
  if (found.disabled) refuse(found, "is disabled");
  return found;
}

/** Ticks, or takes a tick away; nothing happens where it is so already. */
export function tick(element: Element, wanted: boolean): void {
  reach(element);
  if (!/^(checkbox|radio|switch|menuitemcheckbox|menuitemradio)$/.test(roleOf(element))) {
    refuse(element, "is nothing that is ticked");
  }
  if (isChecked(element) !== wanted) pressOn(element);
}

/** Sends a form, or that of a control, as by its button. */
export function send(element: Element): void {
  if (!element.isConnected) refuse(element, "is not in the page any more: look for it anew");
  const form = element instanceof HTMLFormElement
    ? element
    : element instanceof Control
    ? element.form
    : null;
  if (form === null) refuse(element, "is no form, and in none");
  const wrong = form.hasAttribute("novalidate")
    ? undefined
    : form.elements.find((each) => each.complaint !== undefined);
  if (wrong !== undefined) refuse(wrong, `keeps the form from being sent: ${wrong.complaint}`);
  form.requestSubmit(undefined, true);
}

/** Types a sign into a control, behind what it holds where nothing else is selected. */
export function insert(element: Element, text: string): void {
  if (!(element instanceof TextControl && isTyped(element)) || element.readOnly) return;
  const { value, selectionStart, selectionEnd } = element;
  const start = Math.min(selectionStart ?? value.length, value.length),
    end = Math.max(start, selectionEnd ?? start);
  const at = start === 0 && end === 0 && value !== "" ? value.length : start;
  if (typed(element, value.slice(0, at) + text + value.slice(Math.max(at, end)), text)) {
    element.setSelectionRange(at + text.length, at + text.length);
  }
}

/** Takes the last sign away. */
export function erase(element: Element): void {
  if (
    element instanceof TextControl && isTyped(element) && !element.readOnly && element.value !== ""
  ) {
    typed(element, element.value.slice(0, -1), "");
  }
}

export { clickOn };
