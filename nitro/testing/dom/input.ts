/**
 * What is typed into, ticked and chosen (HTML, sections 4.10.5 and 4.10.11).
 *
 * @module
 */
import { TextControl, trusted } from "./control.ts";
import type { Attr } from "./attribute.ts";
import { Event } from "./event.ts";
import { sanitised, TYPES } from "./value.ts";

export class HTMLInputElement extends TextControl {
  #checked: boolean | undefined;
  /** Whether a person or a script chose. */
  #isChosen = false;
  /** The files that a person chose. */
  files: readonly File[] = [];

  get type(): string {
    const type = (this.getAttribute("type") ?? "text").toLowerCase();
    return TYPES.has(type) ? type : "text";
  }
  set type(type: string) {
    this.setAttribute("type", type);
  }
  override get value(): string {
    const { type } = this;
    if (/^(checkbox|radio)$/.test(type)) return this.getAttribute("value") ?? "on";
    if (type === "file") {
      return this.files[0] === undefined ? "" : `C:\\fakepath\\${this.files[0].name}`;
    }
    return this.held ?? sanitised(this.getAttribute("value") ?? "", this);
  }
  override set value(value: string) {
    if (/^(checkbox|radio|hidden|submit|image|reset|button)$/.test(this.type)) {
      this.setAttribute("value", value);
    } else if (this.type !== "file") super.value = value;
  }
  get checked(): boolean {
    return this.#checked ?? this.hasAttribute("checked");
  }
  set checked(checked: boolean) {
    this.#isChosen = true;
    this.#check(Boolean(checked));
  }
  #check(checked: boolean): void {
    this.#checked = checked;
    if (!checked || this.type !== "radio") return;
    for (const other of this.#group) if (other !== this) other.#checked = false;
  }
  // Until a person or a script chose, the attribute does, whenever it comes and goes (HTML, section 4.10.5.5).
  override setAttributeNode(attribute: Attr): void {
    super.setAttributeNode(attribute);
    if (attribute.name === "checked" && !this.#isChosen) this.#check(true);
  }
  override removeAttribute(name: string): void {
    super.removeAttribute(name);
    if (name === "checked" && !this.#isChosen) this.#checked = false;
  }
  override placed(): void {
    if (this.checked) this.#check(true);
  }
  get defaultChecked(): boolean {
    return this.hasAttribute("checked");
  }
  set defaultChecked(checked: boolean) {
    this.toggleAttribute("checked", checked);
  }

  protected override sanitise(value: string): string {
    return sanitised(value, this);
  }
  override restore(): void {
    super.restore();
    this.#checked = undefined;
    this.#isChosen = false;
  }

  /** Ticks as a person does, before anybody hears of the click; what it returns takes that back. */
  preclick(): () => void {
    const { type, checked } = this;
    if (type === "checkbox") {
      this.checked = !checked;
      return () => this.checked = checked;
    }
    if (type !== "radio") return () => {};
    const before = this.#group.find((each) => each.checked);
    this.checked = true;
    return () => {
      this.checked = false;
      if (before !== undefined) before.checked = true;
    };
  }
  override activate(event: Event): void {
    const { type, form } = this;
    if (/^(checkbox|radio)$/.test(type)) {
      this.dispatchEvent(trusted(new Event("input", { bubbles: true, composed: true }), event));
      this.dispatchEvent(trusted(new Event("change", { bubbles: true }), event));
    } else if (/^(submit|image)$/.test(type)) form?.requestSubmit(this, event.isTrusted);
    else if (type === "reset") form?.reset();
  }

  get #group(): HTMLInputElement[] {
    const { form, name } = this, all: HTMLInputElement[] = [];
    if (name === "") return [this];
    let root = this.up;
    while (root !== null && root.up !== null) root = root.up;
    for (const each of root?.inside() ?? []) {
      if (
        each instanceof HTMLInputElement && each.type === "radio" && each.name === name &&
        each.form === form
      ) {
        all.push(each);
      }
    }
    return all;
  }
}

/** A text of several lines. */
export class HTMLTextAreaElement extends TextControl {
  readonly type = "textarea";

  override get defaultValue(): string {
    return this.textContent;
  }
  override set defaultValue(text: string) {
    this.textContent = text;
  }
  protected override sanitise(value: string): string {
    return value.replace(/\r\n?/g, "\n");
  }
}
