/**
 * Lists of choices (HTML, sections 4.10.7 and 4.10.10).
 *
 * @module
 */
import { Control, HTMLElement } from "./control.ts";

export class HTMLOptionElement extends HTMLElement {
  /** What a person or a script chose, against what the HTML says. */
  chosen: boolean | undefined;

  get value(): string {
    return this.getAttribute("value") ?? this.text;
  }
  set value(value: string) {
    this.setAttribute("value", value);
  }
  get text(): string {
    return this.textContent.replace(/[\t\n\f\r ]+/g, " ").trim();
  }
  get label(): string {
    return this.getAttribute("label") || this.text;
  }
  get disabled(): boolean {
    return this.hasAttribute("disabled") || this.closest("optgroup[disabled]") !== null;
  }
  set disabled(disabled: boolean) {
    this.toggleAttribute("disabled", Boolean(disabled));
  }
  get defaultSelected(): boolean {
    return this.hasAttribute("selected");
  }
  set defaultSelected(selected: boolean) {
    this.toggleAttribute("selected", Boolean(selected));
  }
  get select(): HTMLSelectElement | null {
    const found = this.closest("select");
    return found instanceof HTMLSelectElement ? found : null;
  }
  get selected(): boolean {
    return this.select?.selectedOptions.includes(this) ?? this.wants;
  }
  set selected(selected: boolean) {
    const { select } = this;
    if (selected && select !== null && !select.multiple) {
      for (const each of select.options) each.chosen = false;
    }
    this.chosen = selected;
  }
  /** Whether it is chosen, but for the rule that a single line shows one. */
  get wants(): boolean {
    return this.chosen ?? this.defaultSelected;
  }
}

/** A list of choices. */
export class HTMLSelectElement extends Control {
  get multiple(): boolean {
    return this.hasAttribute("multiple");
  }
  set multiple(multiple: boolean) {
    this.toggleAttribute("multiple", Boolean(multiple));
  }
  get type(): string {
    return this.multiple ? "select-multiple" : "select-one";
  }
  get size(): number {
    return Number(this.getAttribute("size") ?? 0);
  }
  get options(): HTMLOptionElement[] {
    const found: HTMLOptionElement[] = [];
    for (const node of this.inside()) if (node instanceof HTMLOptionElement) found.push(node);
    return found;
  }
  get selectedOptions(): HTMLOptionElement[] {
    const { options } = this, wanted = options.filter((option) => option.wants);
    if (this.multiple) return wanted;
    if (wanted.length > 0) return wanted.slice(-1);
    return this.size > 1 ? [] : options.filter((option) => !option.disabled).slice(0, 1);
  }
  get selectedIndex(): number {
    const [first] = this.selectedOptions;
    return first === undefined ? -1 : this.options.indexOf(first);
  }
  set selectedIndex(index: number) {
    this.choose(this.options.filter((_, at) => at === index));
  }
  get value(): string {
    return this.selectedOptions[0]?.value ?? "";
  }
  set value(value: string) {
    this.choose(this.options.filter((option) => option.value === value).slice(0, 1));
  }
  /** Chooses these and no other. */
  choose(chosen: readonly HTMLOptionElement[]): void {
    for (const each of this.options) each.chosen = chosen.includes(each);
  }
  restore(): void {
    for (const each of this.options) each.chosen = undefined;
  }
}
