/**
 * What a person entered survives an update of its form control.
 *
 * The rule: a value that the person changed, that is one that differs from the default the old HTML stated, is kept, unless the
 * new HTML states another default than the old one and the control has no focus. A value that the person did not change follows
 * the HTML. The default is the `value` attribute, `checked`, the text of a textarea, the `selected` options, or the children of an
 * editable element.
 *
 * @module
 */

/** Children of editable elements as they were before the person began to edit. */
const edited = new WeakMap<EventTarget, string>();

/** Has what the person does to editable elements noticed. */
export function watchEdits(): void {
  document.addEventListener("beforeinput", ({ target }) => {
    if (target instanceof HTMLElement && target.isContentEditable && !edited.has(target)) {
      edited.set(target, target.innerHTML);
    }
  }, true);
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

/**
 * Decides, before an element becomes what the new HTML says, which value its control shall hold.
 *
 * @returns what is to be done when its attributes and children are those of the new HTML.
 */
export function settle(old: Element, next: Element): () => void {
  if (old instanceof HTMLSelectElement) return settleSelect(old, next as HTMLSelectElement);
  return old.matches("input,textarea")
    ? settleText(old as HTMLInputElement, next as HTMLInputElement) // a textarea has what is used of it
    : () => {};
}

function settleText(old: HTMLInputElement, next: HTMLInputElement): () => void {
  const [property, initial] = /^(checkbox|radio)$/.test(old.type)
    ? ["checked", "defaultChecked"] as const
    : ["value", "defaultValue"] as const;
  const kept = keeps(old, old[property], old[initial], next[initial]);
  const value = kept ? old[property] : next[initial];
  return () => {
    // Assigning an equal value would move the caret.
    if (old[property] !== value) Object.assign(old, { [property]: value });
  };
}

function settleSelect(old: HTMLSelectElement, next: HTMLSelectElement): () => void {
  const chosen = values(old, (option) => option.selected);
  const offered = values(next, () => true);
  const kept = keeps(old, chosen.join("\0"), initial(old), initial(next)) &&
    chosen.every((value) => offered.includes(value));
  const wanted = kept ? chosen : values(next, (option) => option.selected);
  return () => {
    for (const option of old.options) {
      const selected = wanted.includes(option.value);
      if (option.selected !== selected) option.selected = selected;
    }
  };
}

function keeps<T>(control: Element, value: T, was: T, becomes: T): boolean {
  return value !== was && (becomes === was || hasFocus(control));
}

function hasFocus(element: Element): boolean {
  return element === document.activeElement;
}

function values(select: HTMLSelectElement, test: (option: HTMLOptionElement) => boolean): string[] {
  return [...select.options].filter(test).map((option) => option.value);
}

/** What a select holds when nobody touched it: a single one shows its first option where none is `selected`. */
function initial(select: HTMLSelectElement): string {
  const stated = values(select, (option) => option.defaultSelected);
  return (select.multiple ? stated.join("\0") : stated.at(-1) ?? select.options[0]?.value) ?? "";
}
