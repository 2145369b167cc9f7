/**
 * Controls of forms: what they hold, told from what the HTML says (HTML, section 4.10).
 *
 * @module
 */
import { Element, Parent, press } from "./element.ts";
import { Event, MouseEvent, SubmitEvent } from "./event.ts";
import { type Complaint, complaintOf } from "./validity.ts";

/** An element of HTML. */
export class HTMLElement extends Element {
  get hidden(): boolean {
    return this.hasAttribute("hidden");
  }
  set hidden(hidden: boolean) {
    this.toggleAttribute("hidden", Boolean(hidden));
  }
}

/** What a form has to do with. */
export class Control extends HTMLElement {
  /** What the page's scripts say is wrong with it. */
  custom = "";

  override get isFocusable(): boolean {
    return !this.disabled && this.getAttribute("type") !== "hidden";
  }
  get name(): string {
    return this.getAttribute("name") ?? "";
  }
  set name(name: string) {
    this.setAttribute("name", name);
  }
  get disabled(): boolean {
    return this.hasAttribute("disabled") || this.closest("fieldset[disabled]") !== null;
  }
  set disabled(disabled: boolean) {
    this.toggleAttribute("disabled", Boolean(disabled));
  }
  get form(): HTMLFormElement | null {
    const id = this.getAttribute("form");
    const found = id === null
      ? this.closest("form")
      : this.home instanceof Parent
      ? this.home.getElementById(id)
      : null;
    return found instanceof HTMLFormElement ? found : null;
  }
  get labels(): Element[] {
    return this.home instanceof Parent
      ? this.home.querySelectorAll("label").filter((label) =>
        label instanceof HTMLLabelElement && label.control === this
      )
      : [];
  }
  /** What is wrong with what it holds; undefined where nothing is. */
  get complaint(): Complaint | undefined {
    return complaintOf(this);
  }
  get validity(): { readonly valid: boolean; readonly badInput: boolean } {
    return { valid: this.complaint === undefined, badInput: false };
  }
  get validationMessage(): string {
    return this.custom || (this.complaint ?? "");
  }
  setCustomValidity(message: string): void {
    this.custom = message;
  }
  checkValidity(): boolean {
    return this.complaint === undefined ||
      (this.dispatchEvent(new Event("invalid", { cancelable: true })), false);
  }
  reportValidity(): boolean {
    return this.checkValidity();
  }
}

/** A control that is typed into. */
export class TextControl extends Control {
  /** What it holds, once that is not what the HTML says. */
  protected held: string | undefined;
  /** What it held when it got the focus, for `change`. */
  #before = "";
  selectionStart: number | null = 0;
  selectionEnd: number | null = 0;

  get value(): string {
    return this.held ?? this.defaultValue;
  }
  set value(value: string) {
    const before = this.value;
    this.held = this.sanitise(value === null ? "" : String(value));
    if (this.held !== before) this.selectionStart = this.selectionEnd = this.held.length;
  }
  get defaultValue(): string {
    return this.getAttribute("value") ?? "";
  }
  set defaultValue(value: string) {
    this.setAttribute("value", value);
  }
  get readOnly(): boolean {
    return this.hasAttribute("readonly");
  }
  set readOnly(readOnly: boolean) {
    this.toggleAttribute("readonly", Boolean(readOnly));
  }
  get required(): boolean {
    return this.hasAttribute("required");
  }
  set required(required: boolean) {
    this.toggleAttribute("required", Boolean(required));
  }
  get maxLength(): number {
    return Number(this.getAttribute("maxlength") ?? -1);
  }

  protected sanitise(value: string): string {
    return value;
  }
  /** Holds again what the HTML says. */
  restore(): void {
    this.held = undefined;
  }
  override focus(): void {
    if (this.home?.focused !== this) this.#before = this.value;
    super.focus();
  }
  /** A person's text in place of what it holds. */
  enter(text: string): void {
    const most = this.maxLength;
    this.value = most >= 0 && most < text.length ? text.slice(0, most) : text;
  }
  override leave(): void {
    if (this.value === this.#before) return;
    this.#before = this.value;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
  /** What it holds counts as told by `change`. */
  settled(): void {
    this.#before = this.value;
  }
  setSelectionRange(start: number, end: number): void {
    this.selectionStart = start;
    this.selectionEnd = end;
  }
  select(): void {
    this.setSelectionRange(0, this.value.length);
  }
  setRangeText(
    text: string,
    start: number = this.selectionStart ?? 0,
    end: number = this.selectionEnd ?? start,
  ): void {
    const { value } = this;
    this.value = value.slice(0, start) + text + value.slice(end);
  }
}

export class HTMLButtonElement extends Control {
  get type(): string {
    const type = (this.getAttribute("type") ?? "").toLowerCase();
    return /^(button|reset)$/.test(type) ? type : "submit";
  }
  set type(type: string) {
    this.setAttribute("type", type);
  }
  get value(): string {
    return this.getAttribute("value") ?? "";
  }
  set value(value: string) {
    this.setAttribute("value", value);
  }
  override activate(event: Event): void {
    if (this.disabled) return;
    if (this.type === "submit") this.form?.requestSubmit(this, event.isTrusted);
    else if (this.type === "reset") this.form?.reset();
  }
}

export class HTMLFormElement extends HTMLElement {
  get elements(): Control[] {
    const all = this.home instanceof Parent
      ? this.home.querySelectorAll("button,input,select,textarea,fieldset,output")
      : [];
    return all.filter((each): each is Control => each instanceof Control && each.form === this);
  }
  checkValidity(): boolean {
    return this.elements.map((each) => each.checkValidity()).every(Boolean);
  }
  reportValidity(): boolean {
    return this.checkValidity();
  }
  /** Sends it as a person would by a button: nothing happens where a control has what it may not have. */
  requestSubmit(submitter?: Control, isTrusted = false): void {
    const novalidate = this.hasAttribute("novalidate") || submitter?.hasAttribute("formnovalidate");
    if (!novalidate && !this.checkValidity()) return;
    const event = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter });
    event.isTrusted = isTrusted;
    if (this.dispatchEvent(event)) this.send(submitter);
  }
  submit(): void {
    this.send();
  }
  /** Goes where the form says. */
  send(submitter?: Control): void {
    this.home?.window.dispatchEvent(new SendEvent(this, submitter));
  }
  reset(): void {
    if (!this.dispatchEvent(new Event("reset", { bubbles: true, cancelable: true }))) return;
    for (const each of this.elements) {
      if ("restore" in each && typeof each.restore === "function") each.restore();
    }
  }
}

/** Tells the window of a form that is sent by HTTP. */
export class SendEvent extends Event {
  readonly form: HTMLFormElement;
  readonly submitter: Control | undefined;

  /** A form that goes. */
  constructor(form: HTMLFormElement, submitter: Control | undefined) {
    super("n2o-test:send");
    this.form = form;
    this.submitter = submitter;
  }
}

/** What a control is called by. */
export class HTMLLabelElement extends HTMLElement {
  get htmlFor(): string {
    return this.getAttribute("for") ?? "";
  }
  set htmlFor(id: string) {
    this.setAttribute("for", id);
  }
  get control(): Element | null {
    const { home } = this, id = this.getAttribute("for");
    if (id !== null) return home instanceof Parent ? home.getElementById(id) : null;
    return this.querySelector(
      "button,input:not([type=hidden]),meter,output,progress,select,textarea",
    );
  }
  override activate(event: Event): void {
    const { control } = this;
    if (control === null || event.target !== null && control.contains(event.target as Element)) {
      return;
    }
    if (control instanceof Control) control.focus();
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, composed: true });
    press(control, trusted(click, event));
  }
}

/** An event that comes of another, and is a person's where that is. */
export function trusted<E extends Event>(event: E, cause: Event): E {
  event.isTrusted = cause.isTrusted;
  return event;
}
