/**
 * What a person entered survives an update of its form control.
 *
 * The rule, WIRE.md has it in full: a value that the person changed is kept unless the server knew of it and states one (the control went
 * along with an event that was answered, and was not changed since), or states another than before, the control has no focus and its value
 * is not on its way. A value
 * that the person did not change follows the HTML. What is stated: the `value` attribute, `checked` and its absence, the text of a textarea,
 * the `selected` options, the children of an editable element, `open`.
 *
 * @module
 */

/** What the part `choices` does, where it is needed and loaded. */
export interface Choices {
  /** Notes what a select holds; what is to be done when it is the new one. */
  select(select: HTMLSelectElement): () => void;
  /** Notes what is chosen in groups of radio buttons; what is to be done when the document is the new one. */
  groups(): () => void;
}

export let choices: Choices | undefined;

/** Takes what the part does. */
export const choose = (part: Choices): unknown => choices = part;
/** Radio buttons that instructions changed; what becomes of them is told by all of their group. */
export const updated: Set<Element> = new Set();
/** Children of editable elements as they were before the person began to edit. */
const edited = new WeakMap<EventTarget, string>();
/** The event with which a control's value went to the server, where the person did not change it since. */
const told = new WeakMap<EventTarget, number>();
/** The last event that was answered. */
let answered = 0;
/** Whether what the person opens and closes was stated to be open. */
const open = new WeakMap<Element, boolean>();

/** What an update opened or closed: the event of that comes later, and is no act of the person. */
export const turned: WeakSet<EventTarget> = new WeakSet();

/** Has what the person does noticed. */
export function watchEdits(): void {
  const watch = (type: string, notice: (target: HTMLElement) => void) =>
    document.addEventListener(
      type,
      ({ target }) => target instanceof HTMLElement && notice(target),
      true,
    );
  watch("beforeinput", (target) => {
    if (target.isContentEditable && !edited.has(target)) edited.set(target, target.innerHTML);
  });
  watch("input", (target) => each(target, (control) => told.delete(control)));
  // Before a summary opens or closes its details, or a button its dialog.
  watch("click", () => document.querySelectorAll("details,dialog").forEach(isOpen));
}

/** The values of these controls go to the server with an event. */
export function tell(controls: (EventTarget | undefined)[], event: number): void {
  for (const control of controls) {
    if (control) each(control, (control) => told.set(control, event));
  }
}

/** Does something to a control, or to all buttons of which it is one. */
function each(control: EventTarget, act: (control: EventTarget) => void): void {
  const { type } = control as HTMLInputElement;
  for (const one of type === "radio" ? radios(control as HTMLInputElement) : [control]) act(one);
}

/** The buttons of which one is chosen. */
export function radios({ form, name }: HTMLInputElement): HTMLInputElement[] {
  const named = [...document.getElementsByName(name)] as HTMLInputElement[]; // others are never ticked
  return named.filter((each) => each.form === form);
}

/** The server has answered an event. */
export function answer(event: number): void {
  answered = event;
}

/** Makes an editable element follow the HTML again. */
export function forgetEdits(element: EventTarget): void {
  edited.delete(element);
}

/** Whether the children of an editable element are the person's and stay. */
export function keepsEdits(old: Element, next: Element): boolean {
  const was = edited.get(old);
  if (was === undefined) return false;
  if (hasFocus(old)) edited.set(old, next.innerHTML);
  else if (was !== next.innerHTML) forgetEdits(old);
  return edited.has(old);
}

/** Whether an element stays open or closed as it is: the server states what it stated before. */
export function wasOpen(old: Element, next: Element): boolean {
  if (!/^(DETAILS|DIALOG)$/.test(old.nodeName)) return false;
  const was = isOpen(old), becomes = next.hasAttribute("open");
  open.set(old, becomes);
  if (was !== becomes && old.hasAttribute("open") !== becomes) turned.add(old);
  return was === becomes;
}

/** Whether it was stated to be open, which is how it is where nobody said otherwise. */
function isOpen(element: Element): boolean {
  const was = open.get(element) ?? element.hasAttribute("open");
  open.set(element, was);
  return was;
}

/** Whether it is ticked, rather than typed into. */
export function isTick(element: Element): boolean {
  return /^(checkbox|radio)$/.test((element as HTMLInputElement).type);
}

/**
 * Notes, before an element is changed, what its control holds.
 *
 * @returns what is to be done when its attributes and children are the new ones: it gives the control the value that it shall hold.
 */
export function settle(element: Element): (() => void) | undefined {
  if (element instanceof HTMLSelectElement) return choices?.select(element);
  if ((element as HTMLInputElement).type === "radio") updated.add(element);
  else if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    return settleText(element as HTMLInputElement); // a textarea has what is used of it
  }
  return undefined;
}

function settleText(control: HTMLInputElement): () => void {
  const tick = isTick(control), { type } = control;
  const [property, initial] = tick
    ? ["checked", "defaultChecked"] as const
    : ["value", "defaultValue"] as const;
  const value = control[property], before = control[initial];
  const isChanged = value !== before || control.validity.badInput;
  return () => {
    // What a control of another type makes of it is the browser's: a password that is shown is the same text.
    if (type !== control.type) return;
    const now = control[initial];
    // A textarea without a text states nothing.
    const states = tick || control.hasAttribute("value") || !!now;
    const wanted = isChanged && keeps(control, now === before, states) ? value : now;
    // Assigning an equal value would move the caret; nobody but the person chooses files.
    if (control[property] !== wanted && control.type !== "file") {
      // As: it is of the kind that the property has, which the compiler does not follow.
      control[property] = wanted as never;
    }
  };
}

/**
 * Whether a value that the person changed stays: one that is on its way to the server does, and one that never was unless the server
 * states another than before.
 *
 * @param isSame whether the server states what it stated before.
 * @param states whether it states anything.
 */
export function keeps(control: Element, isSame: boolean, states: boolean): boolean {
  const event = told.get(control)!;
  return !states || event > answered || !event && (isSame || hasFocus(control));
}

function hasFocus(element: Element): boolean {
  return element === document.activeElement;
}
