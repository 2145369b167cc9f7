/**
 * Nodes and the tree that they make (DOM standard, section 4), a linked list at each level.
 *
 * @module
 */
import { EventTarget } from "./event.ts";
import type { Start } from "./start.ts";

/** What nodes ask of their document. */
export interface Home extends Node {
  /** Nodes of a text of HTML, as children of an element of this kind. */
  fragment(html: string, within: Node): Node;
  /** A node of text. */
  createTextNode(text: string): Node;
  /** Where the focus is. */
  focused: Node | undefined;
  /** Where Tab goes on from without it. */
  readonly start: Start;
  /** Tells observers what changed. */
  changed(change: Change): void;
  /** Where it comes from. */
  readonly baseURI: string;
  /** Whom events reach behind the document. */
  readonly window: EventTarget;
}

/** What observers are told of. */
export interface Change {
  readonly type: "attributes" | "childList" | "characterData";
  readonly target: Node;
  readonly attributeName?: string;
}

export abstract class Node extends EventTarget {
  abstract get nodeType(): number;
  abstract get nodeName(): string;
  /** The document; undefined for the document itself. */
  readonly home: Home | undefined;
  up: Node | null = null;
  left: Node | null = null;
  right: Node | null = null;
  first: Node | null = null;
  last: Node | null = null;

  /** A node of a document. */
  constructor(home: Home | undefined) {
    super();
    this.home = home;
  }

  /** A copy without children. */
  protected abstract copy(): Node;

  get ownerDocument(): Home | null {
    return this.home ?? null;
  }
  get parentNode(): Node | null {
    return this.up;
  }
  get parentElement(): Node | null {
    return this.up?.nodeType === 1 ? this.up : null;
  }
  get nextSibling(): Node | null {
    return this.right;
  }
  get previousSibling(): Node | null {
    return this.left;
  }
  get firstChild(): Node | null {
    return this.first;
  }
  get lastChild(): Node | null {
    return this.last;
  }
  get nodeValue(): string | null {
    return null;
  }
  get childNodes(): Node[] {
    const nodes: Node[] = [];
    for (let at = this.first; at !== null; at = at.right) nodes.push(at);
    return nodes;
  }
  get children(): Node[] {
    return this.childNodes.filter((node) => node.nodeType === 1);
  }
  get firstElementChild(): Node | null {
    return this.children[0] ?? null;
  }
  get nextElementSibling(): Node | null {
    let at = this.right;
    while (at !== null && at.nodeType !== 1) at = at.right;
    return at;
  }
  get previousElementSibling(): Node | null {
    let at = this.left;
    while (at !== null && at.nodeType !== 1) at = at.left;
    return at;
  }
  get isConnected(): boolean {
    return this.home !== undefined && this.home.contains(this);
  }
  get textContent(): string {
    let text = "";
    for (const node of this.inside()) if (node.nodeType === 3) text += node.nodeValue ?? "";
    return text;
  }
  set textContent(text: string | null) {
    this.replaceChildren(...text ? [text] : []);
  }

  override get eventParent(): EventTarget | null {
    return this.up;
  }

  override report(error: unknown): void {
    const window = this.home?.window;
    if (window === undefined) throw error;
    window.report(error);
  }

  /** Every node within, in the order of the document. */
  *inside(): Iterable<Node> {
    for (let at = this.first; at !== null; at = at.right) {
      yield at;
      if (at.first !== null) yield* at.inside();
    }
  }

  /** Whether a node is this one or within it. */
  contains(node: Node | null): boolean {
    for (let at = node; at !== null; at = at.up) if (at === this) return true;
    return false;
  }

  /** What a node does when it, or one that it is in, came to stand somewhere. */
  placed(): void {
    for (let at = this.first; at !== null; at = at.right) at.placed();
  }

  /** Puts a node, or those of a fragment, before one of the children, or at the end. */
  insertBefore<T extends Node>(node: T, before: Node | null): T {
    if (node.contains(this)) throw new Error(`a ${node.nodeName} cannot stand within itself`);
    if (before !== null && before.up !== this) throw new Error("that is no child of this node");
    const rest = before === node ? node.right : before;
    for (const each of node.nodeType === 11 ? node.childNodes : [node]) {
      this.#put(each, rest);
      each.placed();
    }
    this.home?.changed({ type: "childList", target: this });
    return node;
  }

  /** The same: what a node is and holds is its own, wherever it goes. */
  moveBefore(node: Node, before: Node | null): void {
    const { home } = this, focused = home?.focused;
    this.insertBefore(node, before);
    if (home === undefined || focused === undefined) return;
    home.focused = focused;
    home.start.set(focused);
  }

  appendChild<T extends Node>(node: T): T {
    return this.insertBefore(node, null);
  }

  append(...nodes: (Node | string)[]): void {
    for (const node of nodes) this.insertBefore(this.#node(node), null);
  }

  prepend(...nodes: (Node | string)[]): void {
    const { first } = this;
    for (const node of nodes) this.insertBefore(this.#node(node), first);
  }

  before(...nodes: (Node | string)[]): void {
    for (const node of nodes) this.up?.insertBefore(this.#node(node), this);
  }

  after(...nodes: (Node | string)[]): void {
    const { right } = this;
    for (const node of nodes) this.up?.insertBefore(this.#node(node), right);
  }

  replaceWith(...nodes: (Node | string)[]): void {
    this.before(...nodes);
    this.remove();
  }

  replaceChildren(...nodes: (Node | string)[]): void {
    while (this.first !== null) this.first.remove();
    this.append(...nodes);
  }

  removeChild<T extends Node>(node: T): T {
    node.remove();
    return node;
  }

  remove(): void {
    const { up, home } = this;
    if (up === null) return;
    if (home?.focused !== undefined && this.contains(home.focused)) home.focused = undefined;
    this.#take();
    home?.changed({ type: "childList", target: up });
  }

  cloneNode(deep = false): Node {
    const copy = this.copy();
    if (deep) { for (const child of this.childNodes) copy.appendChild(child.cloneNode(true)); }
    return copy;
  }

  #node(node: Node | string): Node {
    if (typeof node !== "string") return node;
    const text = this.home?.createTextNode(node);
    if (text === undefined) throw new Error("a document holds no text");
    return text;
  }

  #put(node: Node, before: Node | null): void {
    const { home } = this;
    if (home?.focused !== undefined && node.contains(home.focused)) home.focused = undefined;
    node.#take();
    const left = before === null ? this.last : before.left;
    node.up = this;
    node.left = left;
    node.right = before;
    if (left === null) this.first = node;
    else left.right = node;
    if (before === null) this.last = node;
    else before.left = node;
  }

  #take(): void {
    const { up, left, right } = this;
    if (up === null) return;
    this.home?.start.without(this);
    if (left === null) up.first = right;
    else left.right = right;
    if (right === null) up.last = left;
    else right.left = left;
    this.up = this.left = this.right = null;
  }
}

/** A text, or a comment. */
export class Data extends Node {
  readonly #type: 3 | 8;
  #data: string;

  /** A text; a comment where its type is 8. */
  constructor(home: Home | undefined, data: string, nodeType: 3 | 8 = 3) {
    super(home);
    this.#type = nodeType;
    this.#data = data;
  }

  get nodeType(): number {
    return this.#type;
  }
  get nodeName(): string {
    return this.#type === 3 ? "#text" : "#comment";
  }

  override get nodeValue(): string {
    return this.#data;
  }
  override set nodeValue(data: string | null) {
    this.#data = data ?? "";
    this.home?.changed({ type: "characterData", target: this });
  }
  get data(): string {
    return this.#data;
  }
  set data(data: string) {
    this.nodeValue = data;
  }
  override get textContent(): string {
    return this.#data;
  }
  override set textContent(data: string | null) {
    this.nodeValue = data;
  }

  protected override copy(): Node {
    return new Data(this.home, this.#data, this.#type);
  }
}
