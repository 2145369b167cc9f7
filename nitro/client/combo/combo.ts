/**
 * The part of the client for comboboxes: a field and its list. The list itself, and what the page is asked for it, is a part of its own (list.ts).
 *
 * What the server says stands in the markup, and an update may change it at any time: what is so is kept here, and written again.
 *
 * @module
 */
import type { Part } from "../part.ts";

export interface Combo {
  readonly root: HTMLElement;
  readonly text: HTMLInputElement;
  /** What holds its list. */
  readonly popup: HTMLElement;
  /** What was chosen, and what was stated as it was. */
  own?: { value: string; text: string; stated: string | undefined };
  /** The option that the keyboard is at. */
  active?: Element | undefined;
  /** The text that the list is for. */
  asked?: string;
  /** What the page was asked and did not answer yet, or failed to. */
  state?: "busy" | "failed" | undefined;
  /** Where to go in the list when it is there. */
  go?: number | undefined;
  /** Whether the person has chosen what is there then. */
  isMeant?: boolean;
  /** Whether the person has the list open: an update of the page does not know. */
  isOpen?: boolean;
  /** Whether what happens to the field is done here. */
  isQuiet?: boolean;
  /** What the page was told. */
  told: string;
  /** What lies between a text and the question. */
  timer?: ReturnType<typeof setTimeout>;
}

/** The list of a combobox. */
export interface List {
  /** Asks for what begins to match or, `more`, for what comes behind what is there. */
  ask(combo: Combo, more?: boolean): void;
  /** The list is what was asked for. */
  answered(combo: Combo): void;
  /** Writes what is so. */
  show(combo: Combo): void;
  /** What there is to choose. */
  options(combo: Combo): Element[];
  /** Whether there is more. */
  hasMore(combo: Combo): boolean;
}

/** Milliseconds without a key before the page is asked. */
const QUIET = 150;
const LIST = "./list.js";

const combos = new WeakMap<Element, Combo>();
/** Nothing works until its part is there. */
let list: List | undefined;

/** The combobox around an element; nothing where it cannot be used. */
function comboOf(target: EventTarget | null): Combo | undefined {
  const root = (target as Element).closest?.("[data-n2o-combo]") as HTMLElement | null; // of our markup
  const text = root?.querySelector<HTMLInputElement>("[role=combobox]:enabled");
  if (!text) return;
  const known = combos.get(root!);
  if (known?.text === text) return known;
  const popup = root!.querySelector<HTMLElement>(".n2o-popup")!;
  const combo: Combo = { root: root!, text, popup, told: "" };
  combo.told = said(combo);
  combos.set(root!, combo);
  Object.defineProperty(root, "value", { configurable: true, get: () => valueOf(combo) });
  // An event that waits until its sources are valid asks the source.
  Object.assign(root!, {
    checkValidity: () => text.checkValidity(),
    reportValidity: () => text.reportValidity(),
  });
  return combo;
}

/** What is chosen: it belongs to the text that shows, whoever put it there. */
function valueOf({ root: { dataset }, text, own }: Combo): string {
  const isStated = text.value === dataset.n2oText;
  // The same text may be another choice: whoever spoke last.
  return own && text.value === own.text && !(isStated && own.stated !== dataset.n2oKey)
    ? own.value
    : isStated
    ? dataset.n2oValue!
    : "";
}

const said = (combo: Combo) => valueOf(combo) + " " + combo.text.value;

/** Tells the page, once. */
function tell(combo: Combo): void {
  const { told } = combo;
  combo.told = said(combo);
  if (told !== combo.told) fire(combo.root, "n2o:change");
}

function open(combo: Combo, go?: number): void {
  const { popup, text, state, asked } = combo, isNew = popup.hidden;
  popup.hidden = false;
  combo.isOpen = true;
  combo.isMeant = false;
  combo.go = go;
  // What was typed a moment ago was not asked for yet.
  if ((isNew || go !== undefined) && asked !== text.value || state === "failed") list!.ask(combo);
  else if (!state) list!.answered(combo);
  list!.show(combo);
}

function close(combo: Combo): void {
  combo.popup.hidden = true;
  combo.isOpen = false;
  combo.active = combo.go = undefined;
  clearTimeout(combo.timer);
  list!.show(combo);
}

/** Goes on to the next or the one before, round the ends; at the end of what is there the page is asked for more. */
function step(combo: Combo, by: number): void {
  const found = list!.options(combo), at = found.indexOf(combo.active!);
  if (combo.popup.hidden || combo.state === "failed" || at < 0) open(combo, by < 0 ? -1 : 0);
  else if (by > 0 && at === found.length - 1 && list!.hasMore(combo)) {
    combo.go = found.length;
    list!.ask(combo, true);
  } else {
    combo.active = found.at((at + by) % found.length);
    list!.show(combo);
  }
}

/** The field holds this now; everybody is told. */
function hold(combo: Combo, value: string, called: string): void {
  const { root, text } = combo;
  combo.own = { value, text: called, stated: root.dataset.n2oKey };
  text.value = called;
  close(combo);
  combo.isQuiet = true;
  fire(text, "input");
  fire(text, "change");
  combo.isQuiet = false;
  const area = value && root.closest("[data-n2o-into]")?.querySelector("textarea");
  if (area) {
    const end = area.selectionEnd || area.value.length; // nobody was in it
    area.setRangeText(called, area.selectionStart || end, end, "end");
    fire(area, "input");
    hold(combo, "", "");
  } else tell(combo);
}

function fire(element: Element, type: string): void {
  element.dispatchEvent(new Event(type, { bubbles: type[1] !== "2" }));
}

function choose(combo: Combo, option: Element): void {
  const { n2oValue, n2oText } = (option as HTMLElement).dataset;
  if (n2oValue) hold(combo, n2oValue, n2oText!);
}

/** Does what a key says; whether it was one of ours. */
function press(combo: Combo, { key, altKey }: KeyboardEvent): boolean {
  const { popup, active, text } = combo;
  if (key === "ArrowDown") altKey ? open(combo) : step(combo, 1);
  else if (key === "ArrowUp") altKey ? close(combo) : step(combo, -1);
  else if (key === "Enter" && !popup.hidden) {
    if (active) choose(combo, active);
    else if (combo.state === "failed") list!.ask(combo);
    // What it shall be is still on its way.
    else if (combo.go !== undefined) combo.isMeant = true;
    else close(combo);
  } else if (key === "Escape" && !popup.hidden) close(combo);
  else if (key === "Escape" && text.value) hold(combo, "", "");
  else {
    if (/^(Home|End|Arrow)/.test(key)) {
      combo.active = undefined;
      list!.show(combo);
    }
    return false;
  }
  return true;
}

function on<Type extends keyof DocumentEventMap>(
  type: Type,
  hear: (combo: Combo, event: DocumentEventMap[Type], isText: boolean) => void,
): void {
  document.addEventListener(type, (event) => {
    const combo = comboOf(event.target);
    if (list && combo && !combo.isQuiet) hear(combo, event, event.target === combo.text);
  }, true);
}

on("keydown", (combo, event, isText) => {
  if (isText && !event.isComposing && press(combo, event)) {
    event.preventDefault();
    event.stopPropagation();
  }
});
on("input", (combo, _, isText) => {
  if (!isText) return;
  combo.popup.hidden = false;
  combo.isOpen = true;
  combo.active = combo.go = undefined;
  if (combo.state === "failed") combo.state = undefined;
  clearTimeout(combo.timer);
  combo.timer = setTimeout(() => list!.ask(combo), QUIET);
  list!.show(combo);
});
// A text that was taken away, or is none of the list any more, takes the choice with it.
on("change", (combo, _, isText) => isText && tell(combo));
on(
  "focusout",
  (combo, _, isText) =>
    isText && setTimeout(() => combo.text === document.activeElement || close(combo)),
);
// The focus stays in the field.
on(
  "mousedown",
  ({ popup }, event) => popup.contains(event.target as Node) && event.preventDefault(),
);
on("click", (combo, { target }) => {
  const element = target as Element, option = element.closest("[role=option]");
  if (option) choose(combo, option);
  else if (element.closest("[data-n2o-open]")) {
    if (combo.popup.hidden) open(combo);
    else close(combo);
    combo.text.focus();
  }
});
// Whoever took what is chosen wants another.
document.addEventListener("n2o:clear", ({ target }) => {
  const combo = comboOf(target)!;
  combo.text.value = "";
  combo.told = said(combo);
  list!.show(combo);
}, true);

/** Makes comboboxes work, and those that an update changed look as they are. */
const combo: Part = async ({ load }) => {
  list = (await load<{ default(value: typeof valueOf, take: typeof choose): List }>(LIST)).default(
    valueOf,
    choose,
  );
  document.querySelectorAll("[data-n2o-combo]").forEach((root) => {
    const combo = comboOf(root);
    if (!combo) return;
    if (combo.isOpen && combo.popup.hidden) {
      combo.popup.hidden = false;
      combo.active = undefined;
      list!.ask(combo);
    } else list!.show(combo);
  });
};

export default combo;
