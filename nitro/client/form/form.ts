/**
 * The part of the client for forms: what HTML's own constraints find wrong is said in the form's words, once a field is left or the form
 * is sent.
 *
 * A form has `data-n2o-form`, the announcement of many errors with `{n}` for how many; a field's panel, `wrap_ID`, has `data-n2o-say`: a
 * line for each constraint, its letter before what is said; a button for which all must be right has
 * `data-n2o-check`, `sum` where the server sums up what is wrong. What is wrong stands
 * in `ID-error`, which the server writes too. The rule between the two: while the browser finds something wrong with what a control holds
 * now, it says that; else what the server said stands again. A server's word of one of the browser's constraints (`data-n2o-by`, its
 * letter) is not shown from the moment that the person has put that right until the server has answered.
 *
 * @module
 */
import type { Part } from "../part.ts";

type Control = HTMLInputElement;

/** Constraints by their letters; `b` is what cannot be read at all. */
const LETTERS = {
  v: "valueMissing",
  t: "typeMismatch",
  p: "patternMismatch",
  l: "tooLong",
  s: "tooShort",
  u: "rangeUnderflow",
  o: "rangeOverflow",
  e: "stepMismatch",
} as const;

const PANEL = "[data-n2o-say]", INVALID = "aria-invalid", DESCRIBED = "aria-describedby";

/** Panels that a person has left, or sent. */
const left = new WeakSet<Element>();
/** What the browser says in a panel, and what the server said there before. */
const said = new WeakMap<Element, readonly [own: string, before: string]>();
/** Places of errors that the browser made. */
const made = new WeakSet<Element>();

const observer = new MutationObserver((records) => {
  const panels = new Set<Element>();
  for (const { target } of records) {
    const panel = (target instanceof Element ? target : target.parentElement)?.closest(PANEL);
    if (panel) panels.add(panel);
  }
  for (const panel of panels) if (left.has(panel)) look(panel);
});

/** What is looked at anew where the server changes it. */
const WATCHED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: [
    ...["required", "pattern", "min", "max", "minlength", "maxlength", "step", "type", "value"],
    ...["disabled", "data-n2o-say", "data-n2o-by", "aria-busy", INVALID],
  ],
};

/** Whether a pointer is down: what appears then would move what it is on from under it. */
let isDown = false;
const waiting = new Set<Element>();
let region: HTMLElement | undefined;

const form: Part = () => {
  // What is there already is not added again.
  for (const type of ["input", "change"]) document.addEventListener(type, edited, true);
  document.addEventListener("focusout", leave, true);
  for (const type of ["pointerdown", "pointerup", "pointercancel"]) {
    document.addEventListener(type, point, true);
  }
  // The window hears it first, before the bindings do.
  addEventListener("click", send, true);
  observer.observe(document, WATCHED);
};

export default form;

function panelOf({ target }: Event): Element | false | null {
  return target instanceof Element && target.closest(PANEL);
}

function edited(event: Event): void {
  const panel = panelOf(event);
  if (panel) look(panel, true);
}

function leave(event: FocusEvent): void {
  const panel = panelOf(event);
  if (!panel || panel.contains(event.relatedTarget as Node | null)) return; // as: what has the focus is a node
  waiting.add(panel);
  if (!isDown) end();
}

function point({ type }: Event): void {
  isDown = type === "pointerdown";
  // Behind the click.
  if (!isDown) setTimeout(end);
}

/** What was left is looked at. */
function end(): void {
  for (const panel of waiting) {
    left.add(panel);
    look(panel);
  }
  waiting.clear();
}

/** Looks at a panel: what is wrong is said, what is right no more. */
function look(panel: Element, isEdit?: boolean): Control | undefined {
  const controls = [...panel.querySelectorAll<Control>("input,select,textarea")];
  const wrong = controls.find((control) =>
    control.closest(PANEL) === panel && control.willValidate && !control.validity.valid &&
    // Blanks are nothing, which what is not required may be.
    (control.value.trim() || control.validity.valueMissing || control.validity.badInput)
  );
  const id = panel.id.slice(5) + "-error";
  const places = [...panel.querySelectorAll<HTMLElement>(`[id="${CSS.escape(id)}"]`)];
  // Where the server has placed its own, that of the browser goes.
  let place = places.find((each) => !made.has(each)) ?? places[0];
  for (const each of places) if (each !== place) each.remove();
  if (place) left.add(panel);
  const text = place?.textContent ?? "", [own, then = ""] = said.get(panel) ?? [];
  const before = text === own ? then : text;
  if (wrong && left.has(panel)) {
    const now = words(panel, wrong);
    if (!place) {
      place = Object.assign(document.createElement("p"), { id, className: "n2o-error" });
      made.add(place);
      panel.append(place);
    }
    said.set(panel, [now, before]);
    place.hidden = false;
    if (text !== now) place.textContent = now;
    mark(panel, wrong, id);
  } else if (place) {
    if (text === own) place.textContent = before;
    said.delete(panel);
    // What the person put right waits for the server's word.
    const isOpen = isEdit || place.hidden && panel.querySelector("[aria-busy]");
    place.hidden = !place.textContent || !!isOpen && !wrong && !!place.dataset.n2oBy;
    if (!place.hidden) mark(panel, controls[0], id);
    else for (const each of panel.querySelectorAll(`[${INVALID}]`)) each.removeAttribute(INVALID);
  }
  observer.takeRecords();
  return wrong;
}

/** What is said of a control: the form's words, else the browser's own. */
function words(panel: Element, { validity, validationMessage }: Control): string {
  const lines = panel.getAttribute("data-n2o-say")!.split("\n");
  for (const line of lines) {
    const kind = LETTERS[line[0] as keyof typeof LETTERS]; // as: what else there may be is undefined
    if (kind ? validity[kind] : validity.badInput) return line.slice(1);
  }
  return validationMessage;
}

/** Has the control, or what the server has marked in its place, be told as wrong and why. */
function mark(panel: Element, control: Element | undefined, id: string): void {
  const marked = panel.querySelector(`[${INVALID}]`) ?? control;
  marked?.setAttribute(INVALID, "true");
  const by = marked?.getAttribute(DESCRIBED) ?? "";
  if (!by.split(" ").includes(id)) marked?.setAttribute(DESCRIBED, `${by} ${id}`.trim());
}

/**
 * A button for which all must be right: the first that is wrong has the focus, and how many there are is said once. It is sent all the same
 * where the server sums up what is wrong, unless that would not hear of it, or not of what is entered.
 */
function send(event: Event): void {
  const form = event.target instanceof Element &&
    event.target.closest("[data-n2o-check]")?.closest("[data-n2o-form]");
  if (!form) return;
  const find = (selector: string) => [...form.querySelectorAll(selector)];
  const wrong = find(PANEL).flatMap((panel) => {
    left.add(panel);
    return look(panel) ?? [];
  });
  wrong[0]?.focus();
  // What cannot be read never comes to the server.
  const isMute = !find("[data-n2o=online] [data-n2o-check=sum]")[0] ||
    wrong.some(({ validity }) => validity.badInput);
  if (!find("[data-n2o-check][aria-busy]")[0] && !(wrong[0] && isMute)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (wrong[0]) tell(form.getAttribute("data-n2o-form")!.replace("{n}", `${wrong.length}`));
}

/** Says a text to those who do not see it. */
function tell(text: string): void {
  if (!region?.isConnected) {
    region = document.createElement("div");
    region.role = "status";
    // By properties, which a policy of content that forbids styles allows.
    Object.assign(region.style, { position: "fixed", clipPath: "inset(50%)" });
    document.body.append(region);
  }
  region.textContent = "";
  setTimeout(() => region!.textContent = text, 50);
}
