/**
 * Sources of an event: what a person entered, as the wire carries it.
 *
 * @module
 */
import { type Term, tuple } from "./bert.ts";
import { radios } from "./controls.ts";
import { own } from "./own.ts";

/** The pairs of an event: each source with the value it holds at this moment. */
export function collect(sources: string[]): Term[] {
  return sources.map((source) => tuple(source, read(source)));
}

/** What the controls have in common, as far as an element has it. */
type Control =
  & HTMLElement
  & Partial<HTMLInputElement>
  & Partial<Pick<HTMLSelectElement, "selectedOptions">>;

/** A source is the id of an element or, where no element has that id, the name of a control. */
export function find(source: string): Control | undefined {
  return document.getElementById(source) ?? document.getElementsByName(source)[0];
}

function read(source: string): Term {
  const element = find(source);
  if (!element) return [];
  const { type, value, selectedOptions } = element;
  if (type === "checkbox") return element.checked!;
  if (type === "radio") return checked(radios(element as HTMLInputElement));
  if (type === "date") return value ? tuple(...value.split("-").map(Number)) : [];
  if (selectedOptions) {
    const values = Array.from(selectedOptions, (option) => option.value);
    return element.multiple ? values : values[0] ?? [];
  }
  if (element.isContentEditable) return element.innerText;
  // A textarea, an output, a custom element; else a fieldset or whatever stands around a group.
  return typeof value === "string" ? value : checked(own(element).querySelectorAll("[type=radio]"));
}

function checked(buttons: Iterable<HTMLInputElement>): Term {
  return [...buttons].find((button) => button.checked)?.value ?? [];
}
