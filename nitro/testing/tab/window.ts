/**
 * A window: what the browser client finds in its global scope, and the client in it.
 *
 * @module
 */
import { client, parts } from "../client.gen.ts";
import type { TestClock } from "../clock.ts";
import { HTMLDetailsElement, HTMLDialogElement, HTMLTemplateElement } from "../dom/box.ts";
import { HTMLSelectElement } from "../dom/choice.ts";
import { HTMLButtonElement, HTMLElement, HTMLFormElement } from "../dom/control.ts";
import { HTMLInputElement, HTMLTextAreaElement } from "../dom/input.ts";
import { Document } from "../dom/document.ts";
import { Element, Parent } from "../dom/element.ts";
import * as events from "../dom/event.ts";
import { Node } from "../dom/node.ts";
import { MutationObserver } from "../dom/observer.ts";
import type { Channel } from "./channel.ts";
import type { Carrier } from "./carrier.ts";
import type { Storage } from "./storage.ts";

/** What a window asks of its tab. */
export interface Around {
  readonly clock: TestClock;
  readonly session: Storage;
  readonly local: Storage;
  /** Goes to an address. */
  go(address: string): void;
  /** Loads the page anew. */
  reload(): void;
  /** The page is at another address without being loaded: the next one of its history, or in place of the last. */
  moved(address: string, how: "push" | "replace"): void;
  /** Answers a question of the page. */
  confirm(question: string): boolean;
  /** A script failed, or said that something did. */
  failed(error: unknown): void;
  channel(name: string): Channel;
  fetch(address: string, init?: RequestInit): Promise<Response>;
  /** Opens a socket. */
  dial(address: URL): Carrier;
}

/** A window with its document. */
export class Window extends events.EventTarget {
  readonly document: Document;
  readonly #around: Around;
  readonly #timers = new Set<number>();
  readonly #channels: Channel[] = [];
  readonly #parts = new Map<string, unknown>();
  #carrier: Carrier | undefined;
  #isClosed = false;

  /** Shows a document, and runs the client in it where that asks for it. */
  constructor(text: string, address: string, around: Around) {
    super();
    this.#around = around;
    this.document = new Document(text, address, this);
    this.document.querySelector("[autofocus]")?.focus();
  }

  override report(error: unknown): void {
    this.#around.failed(error);
  }

  /** The socket of the client, if it has one. */
  get carrier(): Carrier | undefined {
    return this.#carrier;
  }

  /** Runs the scripts of the library that the document asks for; a page's own are left alone. */
  run(): void {
    const given = this.#given(), { document } = this;
    for (const script of document.querySelectorAll("script[src]")) {
      const [, name] = /\/n2o\/(n2o|states)\.js(\?|$)/.exec(script.getAttribute("src") ?? "") ?? [];
      if (name === undefined) continue;
      // Over a socket, whatever carries it elsewhere.
      script.removeAttribute("data-mqtt");
      document.currentScript = script;
      try {
        if (name === "n2o") client(given);
        else parts[name]?.(given);
      } catch (error) {
        this.report(error);
      }
    }
    document.currentScript = null;
  }

  /** Ends its timers, its socket and its channels. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) this.#around.clock.clearTimeout(timer);
    for (const channel of this.#channels) channel.close();
    this.#carrier?.leave();
  }

  #load(path: string): Promise<unknown> {
    const [, name = ""] = /([\w-]+)\.js/.exec(path) ?? [], part = parts[name];
    if (part === undefined) return Promise.reject(new Error(`there is no ${path}`));
    if (!this.#parts.has(name)) this.#parts.set(name, part(this.#given()));
    return Promise.resolve(this.#parts.get(name));
  }

  #wait(run: () => void, ms: number, isRepeated: boolean): number {
    const { clock } = this.#around;
    const wait = () => Number(clock.setTimeout(due, ms));
    const due = () => {
      this.#timers.delete(timer);
      if (this.#isClosed) return;
      if (isRepeated) this.#timers.add(later = wait());
      try {
        run();
      } catch (error) {
        this.report(error);
      }
    };
    const timer = wait();
    let later = timer;
    this.#timers.add(timer);
    if (isRepeated) this.#repeated.set(timer, () => later);
    return timer;
  }
  readonly #repeated = new Map<number, () => number>();

  #clear(timer: number | undefined): void {
    if (timer === undefined) return;
    const current = this.#repeated.get(timer)?.() ?? timer;
    this.#timers.delete(current);
    this.#around.clock.clearTimeout(current);
  }

  /** Is at another address of its history. */
  at({ hash, pathname, search, href }: URL): void {
    if (this.#location !== undefined) {
      Object.assign(this.#location, { hash, pathname, search, href });
    }
  }
  #location: object | undefined;

  /** What the client is given. */
  #given(): object {
    return this.#made ??= this.#make();
  }
  #made: object | undefined;

  #make(): object {
    const { document } = this, around = this.#around, { clock } = around;
    const address = new URL(document.baseURI),
      { hash, host, origin, pathname, protocol, search } = address;
    const location = this.#location = {
      ...{ hash, host, origin, pathname, protocol, search, href: address.href },
      assign: (to: string) => around.go(to),
      replace: (to: string) => around.go(to),
      reload: () => around.reload(),
    };
    const history = {
      pushState: (_: unknown, __: string, to: string) => around.moved(to, "push"),
      replaceState: (_: unknown, __: string, to: string) => around.moved(to, "replace"),
    };
    const dial = (url: string) => this.#carrier = around.dial(new URL(url, document.baseURI));
    const channel = (name: string) => {
      const made = around.channel(name);
      this.#channels.push(made);
      return made;
    };
    const global = Object.assign(this, {
      ...events,
      ...{ Node, Element, HTMLElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement },
      ...{ HTMLFormElement, HTMLButtonElement, HTMLTemplateElement, HTMLDialogElement },
      ...{ HTMLDetailsElement, MutationObserver },
      DocumentFragment: fragments(document),
      PointerEvent: events.MouseEvent,
      location,
      history,
      navigator: { language: "en-US", onLine: true },
      sessionStorage: around.session,
      localStorage: around.local,
      performance: { now: () => clock.now() },
      Date: dates(clock),
      console: { ...console, error: (...all: unknown[]) => around.failed(all) },
      CSS: { escape: escaped },
      AbortSignal: { timeout: () => new AbortController().signal },
      matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
      queueMicrotask: (run: () => void) => queueMicrotask(run),
      setTimeout: (run: () => void, ms = 0) => this.#wait(run, ms, false),
      setInterval: (run: () => void, ms = 0) => this.#wait(run, Math.max(1, ms), true),
      requestAnimationFrame: (run: () => void) => this.#wait(run, 16, false),
      clearTimeout: (timer?: number) => this.#clear(timer),
      clearInterval: (timer?: number) => this.#clear(timer),
      confirm: (question: string) => around.confirm(question),
      alert() {},
      fetch: (to: string, init?: RequestInit) => around.fetch(to, init),
      load: (path: string) => this.#load(path),
      // Called with `new`, each answers what it made.
      WebSocket: function (url: string) {
        return dial(url);
      },
      BroadcastChannel: function (name: string) {
        return channel(name);
      },
    });
    const bound = {
      addEventListener: this.addEventListener.bind(this),
      removeEventListener: this.removeEventListener.bind(this),
      dispatchEvent: this.dispatchEvent.bind(this),
    };
    return Object.assign(Object.create(global), bound, { globalThis: this, window: this });
  }
}

/** `DocumentFragment`, which scripts make of nothing but their document. */
function fragments(document: Document): unknown {
  const make = function () {
    return document.createDocumentFragment();
  };
  Object.defineProperty(make, Symbol.hasInstance, {
    value: (node: unknown) => node instanceof Parent && node.nodeType === 11,
  });
  return make;
}

/** `Date` of a clock. */
function dates(clock: TestClock): unknown {
  return new Proxy(Date, {
    // As: whatever a script gives a date is for Date to read.
    construct: (target, given) =>
      new target(...(given.length === 0 ? [clock.now()] : given) as [number]),
    get: (target, name) => name === "now" ? () => clock.now() : Reflect.get(target, name),
  });
}

/** An identifier of CSS (CSSOM, section 2.1). */
function escaped(text: string): string {
  return text.replace(
    /^-?\d|^-$|[^\w\u0080-\uffff-]/g,
    (sign) =>
      [...sign].map((each) =>
        /\d/.test(each) ? `\\${each.charCodeAt(0).toString(16)} ` : `\\${each}`
      ).join(""),
  );
}
