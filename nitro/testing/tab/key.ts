/**
 * Keys, and what a browser does by them.
 *
 * @module
 */
import { HTMLDialogElement } from "../dom/box.ts";
import { HTMLButtonElement, type HTMLFormElement } from "../dom/control.ts";
import { HTMLInputElement, HTMLTextAreaElement } from "../dom/input.ts";
import type { Document } from "../dom/document.ts";
import type { Element } from "../dom/element.ts";
import { Event, KeyboardEvent } from "../dom/event.ts";
import { isHidden } from "../look/name.ts";
import { clickOn, erase, happen, insert, type Modifiers } from "./act.ts";

const HELD: Readonly<Record<string, keyof Modifiers>> = {
  Ctrl: "ctrlKey",
  Control: "ctrlKey",
  Alt: "altKey",
  Meta: "metaKey",
  Shift: "shiftKey",
};

/** Presses a key where the focus is: `a`, `Enter`, `Ctrl+Shift+S`. */
export function pressKey(document: Document, chord: string): void {
  const names = chord === "+" ? ["+"] : chord.split(/\+(?=.)/), key = names.pop() ?? "";
  const held = Object.fromEntries(names.map((name) => [HELD[name] ?? name, true]));
  const init = {
    key: key === "Space" ? " " : key,
    bubbles: true,
    cancelable: true,
    composed: true,
    ...held,
  };
  const element = document.activeElement;
  const goesOn = happen(element, new KeyboardEvent("keydown", init));
  const target = document.activeElement;
  if (goesOn) byKey(document, target, init.key, held);
  happen(document.activeElement, new KeyboardEvent("keyup", init));
}

function byKey(document: Document, element: Element, key: string, held: Modifiers): void {
  if (key === "Tab") return tab(document, held.shiftKey === true);
  if (held.ctrlKey || held.metaKey || held.altKey) return;
  if (key === "Escape") return escape(document);
  if (key === "Backspace") return erase(element);
  if (key === "Enter") return enter(element, held);
  const isButton = element instanceof HTMLButtonElement || element.localName === "summary" ||
    element instanceof HTMLInputElement &&
      /^(checkbox|radio|button|submit|reset)$/.test(element.type);
  if (key === " " && isButton) return clickOn(element);
  // A field for numbers takes what a number is written with.
  const isOdd = element instanceof HTMLInputElement && element.type === "number" &&
    !/^[\d.eE+-]$/.test(key);
  if ([...key].length === 1 && !isOdd) insert(element, key);
}

function enter(element: Element, held: Modifiers): void {
  if (element instanceof HTMLTextAreaElement) return insert(element, "\n");
  if (
    element instanceof HTMLInputElement &&
    !/^(button|submit|reset|image|file|color)$/.test(element.type)
  ) {
    element.leave();
    const { form } = element;
    return form === null ? undefined : implicit(form);
  }
  const isPressed = element instanceof HTMLButtonElement ||
    /^(summary|input)$/.test(element.localName) ||
    element.localName === "a" && element.hasAttribute("href");
  if (isPressed) clickOn(element, held);
}

/** Sends a form whose field has Enter (HTML, section 4.10.22.2). */
function implicit(form: HTMLFormElement): void {
  const button = form.elements.find((each) =>
    each instanceof HTMLButtonElement && each.type === "submit" ||
    each instanceof HTMLInputElement && /^(submit|image)$/.test(each.type)
  );
  if (button !== undefined) return button.disabled ? undefined : clickOn(button);
  const fields = form.elements.filter((each) =>
    each instanceof HTMLInputElement &&
    !/^(hidden|checkbox|radio|file|submit|image|reset|button|range|color)$/.test(each.type)
  );
  if (fields.length <= 1) form.requestSubmit(undefined, true);
}

function tab(document: Document, isBack: boolean): void {
  const all = document.querySelectorAll(
    "a,area,button,input,select,textarea,summary,[tabindex],[contenteditable]",
  )
    .filter((each) => each.isFocusable && each.tabIndex >= 0 && !isHidden(each));
  const rank = (each: Element) => each.tabIndex === 0 ? Infinity : each.tabIndex;
  all.sort((a, b) => rank(a) === rank(b) ? 0 : rank(a) - rank(b));
  const { activeElement, focused, start } = document;
  const reached = all.filter((each) => isReached(each, all, { isBack, document }));
  const at = reached.indexOf(activeElement), others = reached.filter((each) => each !== focused);
  const way = at >= 0
    ? isBack ? reached.slice(0, at) : reached.slice(at + 1)
    : start.next(others, isBack, document) ?? others;
  const next = way.at(isBack ? -1 : 0);
  if (next !== undefined) return next.focus();
  // Behind the last one the focus goes to the browser, and comes back at the other end.
  if (focused !== undefined) activeElement.blur();
  start.set(undefined);
}

/**
 * Whether Tab stops at an element: of the radios of a group it does at the ticked one, else at that which had the focus last, else at the
 * first on its way, and leaves with it.
 */
function isReached(
  each: Element,
  all: readonly Element[],
  { isBack, document }: { readonly isBack: boolean; readonly document: Document },
): boolean {
  const { activeElement, start } = document;
  if (!isRadio(each) || each.name === "" || each === activeElement) return true;
  const group = all.filter(isRadio).filter(({ name, form }) =>
    name === each.name && form === each.form
  );
  if (group.some((other) => other === activeElement)) return false;
  const ticked = group.find(({ checked }) => checked);
  return each === (ticked ?? start.latest(group) ?? group.at(isBack ? -1 : 0));
}

function isRadio(element: Element): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type === "radio";
}

function escape(document: Document): void {
  const dialog = document.querySelectorAll("dialog[open]").at(-1);
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (happen(dialog, new Event("cancel", { cancelable: true }))) dialog.close();
}
