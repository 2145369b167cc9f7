/**
 * Elements that hold others, and open, lead or show them.
 *
 * @module
 */
import { Control, HTMLElement, trusted } from "./control.ts";
import { Parent } from "./element.ts";
import { Event } from "./event.ts";
import type { Home } from "./node.ts";

/** A text that opens and closes. */
export class HTMLDetailsElement extends HTMLElement {
  get open(): boolean {
    return this.hasAttribute("open");
  }
  set open(open: boolean) {
    if (open === this.open) return;
    this.toggleAttribute("open", open);
    queueMicrotask(() => this.dispatchEvent(new Event("toggle")));
  }
}

/** What opens a `<details>`. */
export class HTMLSummaryElement extends HTMLElement {
  override get isFocusable(): boolean {
    return true;
  }
  override activate(): void {
    const { up } = this;
    const isFirst = up?.children.find((each) => each instanceof HTMLSummaryElement) === this;
    if (up instanceof HTMLDetailsElement && isFirst) up.open = !up.open;
  }
}

/** A window within the page. */
export class HTMLDialogElement extends HTMLElement {
  returnValue = "";

  get open(): boolean {
    return this.hasAttribute("open");
  }
  set open(open: boolean) {
    this.toggleAttribute("open", open);
  }
  show(): void {
    this.open = true;
  }
  showModal(): void {
    this.open = true;
    const first = this.querySelector("[autofocus]") ??
      this.querySelector(
        "button:not([disabled]),input:not([disabled],[type=hidden]),select,textarea,a[href]",
      );
    first?.focus();
  }
  close(value?: string): void {
    if (!this.open) return;
    this.open = false;
    if (value !== undefined) this.returnValue = value;
    this.home?.window.dispatchEvent(new Event("n2o-test:closed"));
    queueMicrotask(() => this.dispatchEvent(new Event("close")));
  }
}

/** HTML that is not shown. */
export class HTMLTemplateElement extends HTMLElement {
  readonly content: Parent;

  /** An empty one. */
  constructor(home: Home, name: string, namespace?: string) {
    super(home, name, namespace);
    this.content = new Parent(home);
  }

  override get innerHTML(): string {
    return super.innerHTML;
  }
  override set innerHTML(text: string) {
    this.content.replaceChildren(...this.home?.fragment(text, this).childNodes ?? []);
  }
  override cloneNode(deep = false): HTMLTemplateElement {
    const copy = super.cloneNode(deep) as HTMLTemplateElement; // as every copy, of its class
    if (deep) copy.content.append(...this.content.cloneNode(true).childNodes);
    return copy;
  }
}

export class HTMLAnchorElement extends HTMLElement {
  override get isFocusable(): boolean {
    return this.hasAttribute("href") || super.isFocusable;
  }
  get href(): string {
    const href = this.getAttribute("href") ?? "";
    return URL.parse(href, this.home?.baseURI)?.href ?? href;
  }
  set href(href: string) {
    this.setAttribute("href", href);
  }
  override activate(event: Event): void {
    if (this.hasAttribute("href")) this.home?.window.dispatchEvent(new FollowEvent(this, event));
  }
}

/** Tells the window of a link that is followed. */
export class FollowEvent extends Event {
  readonly link: HTMLAnchorElement;

  /** A link that leads. */
  constructor(link: HTMLAnchorElement, cause: Event) {
    super("n2o-test:follow");
    this.link = link;
    trusted(this, cause);
  }
}

/** A group of controls. */
export class HTMLFieldSetElement extends Control {
  readonly type = "fieldset";
  override get isFocusable(): boolean {
    return false;
  }
  override get disabled(): boolean {
    return this.hasAttribute("disabled");
  }
  override set disabled(disabled: boolean) {
    this.toggleAttribute("disabled", Boolean(disabled));
  }
}

/** What was reckoned. */
export class HTMLOutputElement extends Control {
  readonly type = "output";
  override get isFocusable(): boolean {
    return false;
  }
  get value(): string {
    return this.textContent;
  }
  set value(text: string) {
    this.textContent = text;
  }
}
