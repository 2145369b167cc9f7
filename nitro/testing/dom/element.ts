/**
 * Elements: attributes, and what of HTML's interfaces the browser client uses of any of them.
 *
 * @module
 */
import { Attr } from "./attribute.ts";
import type { EventTarget } from "./event.ts";
import { type Event, MouseEvent } from "./event.ts";
import { type Home, Node } from "./node.ts";
import { every, matches, one } from "./select.ts";
import { HTML, html } from "./serial.ts";
import { ClassList, datasetOf } from "./token.ts";
import { styleOf } from "./style.ts";

/** What holds elements: a fragment, or the document. */
export class Parent extends Node {
  get nodeType(): number {
    return 11;
  }
  get nodeName(): string {
    return "#document-fragment";
  }

  querySelector(selector: string): Element | null {
    return one(this, selector) as Element | null; // selectors find elements only
  }
  querySelectorAll(selector: string): Element[] {
    return every(this, selector) as Element[]; // as above
  }
  getElementById(id: string): Element | null {
    for (const node of this.inside()) {
      if (node instanceof Element && node.getAttribute("id") === id) return node;
    }
    return null;
  }

  protected override copy(): Node {
    return new Parent(this.home);
  }
}

export class Element extends Parent {
  // Getters, all of them: the client reads them past a form, by the class (see `own` there).
  readonly #name: string;
  readonly #local: string;
  readonly #namespace: string;
  /** Attributes by name, in the order in which they came. */
  readonly given: Map<string, Attr> = new Map();

  /** An element of a name. */
  constructor(home: Home, name: string, namespaceURI: string = HTML) {
    super(home);
    this.#local = name;
    this.#name = namespaceURI === HTML ? name.toUpperCase() : name;
    this.#namespace = namespaceURI;
  }

  override get nodeType(): number {
    return 1;
  }
  override get nodeName(): string {
    return this.#name;
  }
  get localName(): string {
    return this.#local;
  }
  get namespaceURI(): string {
    return this.#namespace;
  }

  /** What an element of HTML does where nobody kept it back. */
  activate(_event: Event): void {}

  get tagName(): string {
    return this.nodeName;
  }
  get attributes(): Attr[] {
    return [...this.given.values()];
  }
  getAttribute(name: string): string | null {
    return this.given.get(this.#attribute(name))?.value ?? null;
  }
  getAttributeNode(name: string): Attr | null {
    return this.given.get(this.#attribute(name)) ?? null;
  }
  hasAttribute(name: string): boolean {
    return this.given.has(this.#attribute(name));
  }
  getAttributeNames(): string[] {
    return [...this.given.keys()];
  }
  setAttribute(name: string, value: unknown): void {
    this.setAttributeNode(new Attr(this.#attribute(name), String(value)));
  }
  setAttributeNS(namespace: string | null, name: string, value: unknown): void {
    this.setAttributeNode(new Attr(name, String(value), namespace));
  }
  setAttributeNode(attribute: Attr): void {
    this.given.set(attribute.name, attribute);
    this.home?.changed({ type: "attributes", target: this, attributeName: attribute.name });
  }
  removeAttribute(name: string): void {
    if (!this.given.delete(this.#attribute(name))) return;
    this.home?.changed({ type: "attributes", target: this, attributeName: name });
  }
  toggleAttribute(name: string, force: boolean = !this.hasAttribute(name)): boolean {
    if (force) this.setAttribute(name, this.getAttribute(name) ?? "");
    else this.removeAttribute(name);
    return force;
  }

  matches(selector: string): boolean {
    return matches(this, selector);
  }
  closest(selector: string): Element | null {
    if (this.matches(selector)) return this;
    return this.up instanceof Element ? this.up.closest(selector) : null;
  }

  get innerHTML(): string {
    return this.childNodes.map(html).join("");
  }
  set innerHTML(text: string) {
    this.replaceChildren(...this.home?.fragment(text, this).childNodes ?? []);
  }
  get outerHTML(): string {
    return html(this);
  }
  insertAdjacentHTML(where: string, text: string): void {
    const within = /^(after|before)begin|beforeend$/.test(where) ? this : this.up ?? this;
    const nodes = this.home?.fragment(text, within).childNodes ?? [];
    if (where === "beforebegin") this.before(...nodes);
    else if (where === "afterend") this.after(...nodes);
    else if (where === "afterbegin") this.prepend(...nodes);
    else this.append(...nodes);
  }

  get id(): string {
    return this.getAttribute("id") ?? "";
  }
  set id(id: string) {
    this.setAttribute("id", id);
  }
  get className(): string {
    return this.getAttribute("class") ?? "";
  }
  set className(names: string) {
    this.setAttribute("class", names);
  }
  get classList(): ClassList {
    return new ClassList(this);
  }
  get dataset(): Record<string, string> {
    return datasetOf(this);
  }
  get style(): Record<string, string> {
    return styleOf(this);
  }
  get innerText(): string {
    return this.textContent;
  }
  set innerText(text: string) {
    this.textContent = text;
  }
  get isContentEditable(): boolean {
    const at = this.closest("[contenteditable]")?.getAttribute("contenteditable");
    return at !== undefined && at !== null && at !== "false";
  }
  get tabIndex(): number {
    const said = Number.parseInt(this.getAttribute("tabindex") ?? "");
    return Number.isNaN(said) ? this.isFocusable ? 0 : -1 : said;
  }
  set tabIndex(index: number) {
    this.setAttribute("tabindex", index);
  }
  /** Whether it is shown: by attributes, for what a style sheet says is not known here. */
  checkVisibility(): boolean {
    return this.closest("[hidden],dialog:not([open]),details:not([open])>:not(summary)") === null &&
      this.closest("[style*=none]")?.style.display !== "none";
  }
  /** Whether it can have the focus. */
  get isFocusable(): boolean {
    return this.hasAttribute("tabindex") || this.isContentEditable;
  }

  /** Gives it the focus. */
  focus(_options?: unknown): void {
    const { home } = this;
    if (home === undefined || !this.isFocusable || home.focused === this) return;
    const before = home.focused;
    if (before instanceof Element) before.blur(this);
    home.focused = this;
    home.start.set(this);
    this.dispatchEvent(new MouseEvent("focus", { composed: true, relatedTarget: before }));
    this.dispatchEvent(new MouseEvent("focusin", { bubbles: true, relatedTarget: before }));
  }
  /** Takes the focus from it. */
  blur(relatedTarget?: EventTarget): void {
    const { home } = this;
    if (home === undefined || home.focused !== this) return;
    this.leave();
    home.focused = undefined;
    this.dispatchEvent(new MouseEvent("blur", { composed: true, relatedTarget }));
    this.dispatchEvent(new MouseEvent("focusout", { bubbles: true, relatedTarget }));
  }
  /** What a control does when it is left. */
  leave(): void {}
  click(): void {
    const event = new MouseEvent("click", { bubbles: true, cancelable: true, composed: true });
    press(this, event);
  }
  scrollIntoView(): void {}
  getBoundingClientRect(): Readonly<Record<string, number>> {
    return { x: 0, y: 0, top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0 };
  }

  protected override copy(): Node {
    const copy = new (this.constructor as typeof Element)( // every class of elements is made so
      this.home as Home, // an element has one
      this.localName,
      this.namespaceURI,
    );
    for (const [name, attribute] of this.given) copy.given.set(name, attribute);
    return copy;
  }

  #attribute(name: string): string {
    return this.namespaceURI === HTML ? name.toLowerCase() : name;
  }
}

/** What a click begins at the element itself, before anybody hears of it; what it returns takes that back. */
export interface Clickable {
  preclick(): () => void;
}

/** Has a click happen, and what the elements around do by it (DOM, section 2.9: the innermost that does anything). */
export function press(element: Element, event: Event): void {
  if (element.hasAttribute("disabled") && element.matches("button,input,select,textarea")) return;
  const isClickable = "preclick" in element && typeof element.preclick === "function";
  const takeBack: unknown = isClickable ? (element as Element & Clickable).preclick() : undefined;
  if (!element.dispatchEvent(event)) {
    if (typeof takeBack === "function") takeBack();
    return;
  }
  for (let at: Node | null = element; at instanceof Element; at = at.up) {
    if (at.activate === Element.prototype.activate) continue;
    return at.activate(event);
  }
}

/** Attributes that are properties of every element, by the property. */
const REFLECTED: Readonly<Record<string, string>> = {
  title: "title",
  lang: "lang",
  dir: "dir",
  role: "role",
  slot: "slot",
  placeholder: "placeholder",
  src: "src",
  alt: "alt",
  min: "min",
  max: "max",
  step: "step",
  ariaBusy: "aria-busy",
  ariaChecked: "aria-checked",
  ariaCurrent: "aria-current",
  ariaDisabled: "aria-disabled",
  ariaExpanded: "aria-expanded",
  ariaHidden: "aria-hidden",
  ariaInvalid: "aria-invalid",
  ariaLabel: "aria-label",
  ariaLive: "aria-live",
  ariaPressed: "aria-pressed",
  ariaSelected: "aria-selected",
};

for (const [property, attribute] of Object.entries(REFLECTED)) {
  Object.defineProperty(Element.prototype, property, {
    configurable: true,
    get(this: Element): string | null {
      return this.getAttribute(attribute) ??
        (attribute.startsWith("aria-") || attribute === "role" ? null : "");
    },
    set(this: Element, value: unknown): void {
      if (value === null) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value);
    },
  });
}
