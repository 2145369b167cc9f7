/**
 * The part for what is chosen of several: selects and groups of radio buttons, loaded when the document has one.
 *
 * A group is one value, wherever its buttons stand and whatever instructions change them. What a person chose is kept or given up by the
 * rule for all controls (`controls.ts`).
 *
 * @module
 */
import type { Choices } from "./controls.ts";
import type { Part } from "./part.ts";

/** See `keeps` of `controls.ts`. */
type Keeps = (control: Element, isSame: boolean, states: boolean) => boolean;

/** Gives the client what selects and groups do. */
const complete: Part = (
  _,
  give: (choices: Choices) => void,
  keeps: Keeps,
  updated: Set<Element>,
) =>
  give({
    select: (select) => settleSelect(select, keeps),
    groups: () => settleGroups(keeps, updated),
  });

export default complete;

function settleGroups(keeps: Keeps, updated: Set<Element>): () => void {
  const changed = groups().flatMap((group) => {
    const chosen = group.find(({ checked }) => checked), stated = group.filter(isTicked);
    return chosen === stated.at(-1) ? [] : [{ group, chosen, stated, value: chosen?.value }];
  });
  return () => {
    for (const group of groups()) {
      const was = changed.find((was) => was.group.some((radio) => group.includes(radio)));
      const stated = group.findLast(isTicked);
      const isTold = group.some((radio) => updated.has(radio) && !keeps(radio, true, true));
      const isSame = stated === undefined || was?.stated.includes(stated);
      const kept = was && !isTold &&
        (isSame || group.some((radio) => hasFocus(radio) || keeps(radio, false, true)));
      // A tick belongs to the value at which it was entered.
      const left = was?.chosen?.value === was?.value ? was?.chosen : undefined;
      for (const radio of group) {
        const wanted = radio === (kept ? left : stated);
        if (radio.checked !== wanted) radio.checked = wanted;
      }
    }
    updated.clear();
  };
}

/** Radio buttons of the document by their groups: those of one form and name. */
function groups(): HTMLInputElement[][] {
  const all = document.querySelectorAll<HTMLInputElement>("input[type=radio]");
  return [...Map.groupBy(all, ({ form }) => form).values()].flatMap((within) => [
    ...Map.groupBy(within, (radio) => radio.name || radio).values(),
  ]);
}

function isTicked(radio: HTMLInputElement): boolean {
  return radio.defaultChecked;
}

function hasFocus(element: Element): boolean {
  return element === document.activeElement;
}

function settleSelect(select: HTMLSelectElement, keeps: Keeps): () => void {
  const chosen = values(select, (option) => option.selected), before = values(select, isStated);
  const isChanged = !same(chosen, initial(select));
  return () => {
    const now = values(select, isStated);
    const remains = values(select, (option) => chosen.includes(option.value));
    const kept = isChanged && keeps(select, same(now, before), !!now.length) &&
      (select.multiple || remains.length > 0);
    const wanted = kept ? remains : initial(select);
    for (const option of select.options) {
      const selected = wanted.includes(option.value);
      if (option.selected !== selected) option.selected = selected;
    }
  };
}

function same(a: string[], b: string[]): boolean {
  return a.join("\0") === b.join("\0");
}

function isStated(option: HTMLOptionElement): boolean {
  return option.defaultSelected;
}

function values(select: HTMLSelectElement, test: (option: HTMLOptionElement) => boolean): string[] {
  return [...select.options].filter(test).map((option) => option.value);
}

/** What a select holds when nobody touched it: one that is a single line shows its first option where none is `selected`. */
function initial(select: HTMLSelectElement): string[] {
  const stated = values(select, isStated);
  if (select.multiple) return stated;
  if (stated.length || select.size > 1) return stated.slice(-1);
  return values(select, (option) => !option.disabled).slice(0, 1);
}
