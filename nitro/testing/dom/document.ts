/**
 * The document.
 *
 * @module
 */
import {
  HTMLAnchorElement,
  HTMLDetailsElement,
  HTMLDialogElement,
  HTMLFieldSetElement,
  HTMLOutputElement,
  HTMLSummaryElement,
  HTMLTemplateElement,
} from "./box.ts";
import { Start } from "./start.ts";
import { HTMLOptionElement, HTMLSelectElement } from "./choice.ts";
import { HTMLButtonElement, HTMLElement, HTMLFormElement, HTMLLabelElement } from "./control.ts";
import { HTMLInputElement, HTMLTextAreaElement } from "./input.ts";
import { Element, Parent } from "./element.ts";
import type { EventTarget } from "./event.ts";
import { type Change, Data, type Home, type Node } from "./node.ts";
import type { Observers } from "./observer.ts";
import { readDocument, readFragment } from "./parse.ts";
import { HTML } from "./serial.ts";

const KINDS: Readonly<Record<string, typeof HTMLElement>> = {
  a: HTMLAnchorElement,
  area: HTMLAnchorElement,
  button: HTMLButtonElement,
  details: HTMLDetailsElement,
  dialog: HTMLDialogElement,
  fieldset: HTMLFieldSetElement,
  form: HTMLFormElement,
  input: HTMLInputElement,
  label: HTMLLabelElement,
  option: HTMLOptionElement,
  output: HTMLOutputElement,
  select: HTMLSelectElement,
  summary: HTMLSummaryElement,
  template: HTMLTemplateElement,
  textarea: HTMLTextAreaElement,
};

export class Document extends Parent implements Home {
  override get nodeType(): number {
    return 9;
  }
  override get nodeName(): string {
    return "#document";
  }
  readonly window: EventTarget;
  readonly defaultView: EventTarget;
  readonly baseURI: string;
  readonly hidden = false;
  readonly visibilityState = "visible";
  readonly observers: Observers = new Set();
  focused: Node | undefined;
  readonly start: Start = new Start();
  /** The script that runs. */
  currentScript: Element | null = null;

  /** The document of a text. */
  constructor(text: string, address: string, window: EventTarget) {
    super(undefined);
    this.window = this.defaultView = window;
    this.baseURI = address;
    readDocument(text, this);
  }

  override get isConnected(): boolean {
    return true;
  }
  override get eventParent(): EventTarget {
    return this.window;
  }
  override report(error: unknown): void {
    this.window.report(error);
  }

  get documentElement(): Element {
    return this.#part("html");
  }
  get head(): Element {
    return this.#part("head");
  }
  get body(): Element {
    return this.#part("body");
  }
  #part(name: string): Element {
    const found = this.querySelector(name);
    if (found === null) throw new Error(`the document has no <${name}>`);
    return found;
  }

  get title(): string {
    return (this.querySelector("title")?.textContent ?? "").replace(/\s+/g, " ").trim();
  }
  set title(title: string) {
    const there = this.querySelector("title"), made = there ?? this.createElement("title");
    made.textContent = title;
    if (there === null) this.head.append(made);
  }
  get activeElement(): Element {
    return this.focused instanceof Element ? this.focused : this.body;
  }
  hasFocus(): boolean {
    return true;
  }
  getElementsByName(name: string): Element[] {
    const found: Element[] = [];
    for (const node of this.inside()) {
      if (node instanceof Element && node.getAttribute("name") === name) found.push(node);
    }
    return found;
  }

  createElement(name: string): Element {
    return this.createElementNS(HTML, name.toLowerCase());
  }
  createElementNS(namespace: string | null, name: string): Element {
    if (namespace !== HTML) return new Element(this, name, namespace ?? "");
    const Kind = Object.hasOwn(KINDS, name) ? KINDS[name] ?? HTMLElement : HTMLElement;
    return new Kind(this, name);
  }
  createTextNode(text: string): Data {
    return new Data(this, text);
  }
  createComment(text: string): Data {
    return new Data(this, text, 8);
  }
  createDocumentFragment(): Parent {
    return new Parent(this);
  }
  fragment(html: string, within: Node): Node {
    return readFragment(html, within, this);
  }
  changed(change: Change): void {
    for (const each of this.observers) each.hear(change);
  }
}
