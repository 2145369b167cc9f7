/**
 * A page as a test has it.
 *
 * @module
 */
import type { TestClock } from "./clock.ts";
import { turn } from "./clock.ts";
import type { Document } from "./dom/document.ts";
import { elementOf, type PageElement } from "./look/element.ts";
import { TestingError } from "./error.ts";
import { tree } from "./look/tree.ts";
import { chooseFrom, fillIn, type Modifiers, pressOn, send, tick } from "./tab/act.ts";
import { pressKey } from "./tab/key.ts";
import { type Queries, Query } from "./tab/queries.ts";
import type { Download, Refused, Tab } from "./tab/tab.ts";

/** The states of a connection. */
export type PageStatus = "connecting" | "online" | "offline" | "failed";

/** What pages of one stage share. */
export interface Surroundings {
  readonly clock: TestClock;
  /** How long to wait for what does not come, in milliseconds of real time. */
  readonly timeout: number;
  /** Resolves when anything happens. */
  stir(): Promise<void>;
}

/** Something that was begun at once: who awaits it waits until the page has come to rest. */
export interface Begun extends PromiseLike<void> {}

/**
 * A page without a browser. What acts does so at once; awaited, it resolves when the server has answered and the page has carried that out,
 * with another page live where it led to one.
 */
export interface TestPage extends Queries, AsyncDisposable {
  /** The time of the page. */
  readonly clock: TestClock;
  /** Its path, query and fragment; whole where it is elsewhere. */
  readonly path: string;
  /** Its title. */
  readonly title: string;
  /** The HTML of its document, as attributes have it: what a person entered is in the controls. */
  readonly html: string;
  /** Where the focus is; the body where it is nowhere. */
  readonly focused: PageElement;
  /** What its connection says of itself; `offline` where the document has none. */
  readonly status: PageStatus;
  /** The messages that `flash` shows, the earliest first. They stay until they are closed: what has them go is style. */
  readonly flashes: readonly string[];
  /** The files that the page had the browser save. */
  readonly downloads: readonly Download[];
  /** The events that were refused, or could not be sent. */
  readonly refused: readonly Refused[];
  /** Whether the page asks before it is closed, for what is not sent. */
  readonly asksToStay: boolean;
  /**
   * Clicks an element.
   *
   * @throws {TestingError} `action` for what is hidden or disabled.
   */
  click(element: PageElement, held?: Modifiers): Begun;
  /**
   * Puts a text in the place of what a control holds; `change` comes when the control is left.
   *
   * @throws {TestingError} `action` for what takes no text, is hidden, disabled or read-only.
   */
  fill(element: PageElement, text: string): Begun;
  /** Types a text into a control key by key, behind what it holds. */
  type(element: PageElement, text: string): Begun;
  /**
   * Chooses options of a `<select>` by their texts or values: these, and no other.
   *
   * @throws {TestingError} `action` where there is no such choice.
   */
  choose(element: PageElement, ...options: string[]): Begun;
  /** Ticks a checkbox, or chooses a radio button. */
  check(element: PageElement): Begun;
  /** Takes a tick away. */
  uncheck(element: PageElement): Begun;
  /**
   * Sends a form, or the one that a control is in, as by its button.
   *
   * @throws {TestingError} `action` where a control holds what the browser does not send.
   */
  submit(element: PageElement): Begun;
  /** Presses a key where the focus is: `Enter`, `a`, `Ctrl+Shift+S`. */
  press(key: string): Begun;
  /** Gives an element the focus. */
  focus(element: PageElement): Begun;
  /** Says what the person answers to the next questions of the page (`confirm`), in their order. */
  answer(...answers: boolean[]): void;
  /** Goes to a path of the site, as by the address bar. */
  visit(path: string): Begun;
  /** Loads the page anew. */
  reload(): Begun;
  /** Loses the socket, as when the network goes away; what is sent waits until `regain`. */
  lose(): Begun;
  /** Has the network come back, and with it the socket. */
  regain(): Begun;
  /**
   * Resolves when the server and the page have nothing under way.
   *
   * @throws {TestingError} `timeout` where they have for too long, as while a handler waits for time that only the test moves; `script`
   * where a script of the page failed.
   */
  settled(): Promise<void>;
  /**
   * Waits until something is so, looked at again after each frame that comes.
   *
   * @throws {TestingError} `timeout` where it does not become so in time.
   */
  until(look: () => unknown, what?: string): Promise<void>;
  /** What the page shows, in words: an element a line, with its role, its name and what it holds. */
  show(): string;
  /** Closes the page, and the stage that was made for it alone. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A page of a tab. */
export class Shown extends Query implements TestPage {
  readonly #tab: Tab;
  readonly #around: Surroundings;
  readonly #close: () => Promise<void>;

  constructor(tab: Tab, around: Surroundings, close: () => Promise<void>) {
    super({
      get root() {
        return tab.window.document;
      },
      shown: () => this.show(),
      wait: (look) => this.#wait(look),
    });
    this.#tab = tab;
    this.#around = around;
    this.#close = close;
  }

  get clock(): TestClock {
    return this.#around.clock;
  }
  get path(): string {
    const { url, browser } = this.#tab;
    return url.origin === browser.site.origin ? url.pathname + url.search + url.hash : url.href;
  }
  get title(): string {
    return this.document.title;
  }
  get html(): string {
    return this.document.documentElement.outerHTML;
  }
  get document(): Document {
    return this.#tab.window.document;
  }
  get focused(): PageElement {
    return this.document.activeElement;
  }
  get status(): PageStatus {
    const said = this.document.documentElement.dataset.n2o;
    return said === "online" || said === "connecting" || said === "failed" ? said : "offline";
  }
  get flashes(): readonly string[] {
    return this.document.querySelectorAll("#n2o-flash > p").map((line) =>
      (line.firstChild?.textContent ?? "").trim()
    );
  }
  get downloads(): readonly Download[] {
    return this.#tab.downloads;
  }
  get refused(): readonly Refused[] {
    return this.#tab.refused;
  }
  get asksToStay(): boolean {
    return this.#tab.asksToStay;
  }

  click(element: PageElement, held?: Modifiers): Begun {
    return this.#act("click", () => pressOn(elementOf(element), held));
  }
  fill(element: PageElement, text: string): Begun {
    return this.#act("fill", () => fillIn(elementOf(element), text));
  }
  type(element: PageElement, text: string): Begun {
    return this.#act("type", () => {
      if (this.focused !== element) pressOn(elementOf(element));
      for (const key of text) pressKey(this.document, key === "\n" ? "Enter" : key);
    });
  }
  choose(element: PageElement, ...options: string[]): Begun {
    return this.#act("choose", () => chooseFrom(elementOf(element), options));
  }
  check(element: PageElement): Begun {
    return this.#act("check", () => tick(elementOf(element), true));
  }
  uncheck(element: PageElement): Begun {
    return this.#act("uncheck", () => tick(elementOf(element), false));
  }
  submit(element: PageElement): Begun {
    return this.#act("submit", () => send(elementOf(element)));
  }
  press(key: string): Begun {
    return this.#act("press", () => pressKey(this.document, key));
  }
  focus(element: PageElement): Begun {
    return this.#act("focus", () => elementOf(element).focus());
  }
  answer(...answers: boolean[]): void {
    this.#tab.answers.push(...answers);
  }

  visit(path: string): Begun {
    return this.#begun("visit", this.#tab.go(path));
  }
  reload(): Begun {
    return this.#begun("reload", this.#tab.reload());
  }
  lose(): Begun {
    return this.#act("lose", () => this.#tab.lose());
  }
  regain(): Begun {
    return this.#act("regain", () => this.#tab.regain());
  }

  settled(): Promise<void> {
    return this.#settled("settled");
  }

  async until(look: () => unknown, what: string = "what was waited for"): Promise<void> {
    if (await this.#wait(() => Boolean(look()))) return;
    throw new TestingError("timeout", `expected ${what}, it did not come\n\n${this.show()}`);
  }

  show(): string {
    const { refused, errors } = this.#tab, body = this.document.querySelector("body");
    const lines = body === null ? "" : tree(body);
    return [
      `${this.path} ${JSON.stringify(this.title)} (${this.status}) shows`,
      lines === "" ? "  nothing" : lines.replace(/^/gm, "  "),
      ...refused.map(({ seq, reason }) => `refused: ${reason}${seq > 0 ? ` (event ${seq})` : ""}`),
      ...errors.map((error) => `failed: ${said(error)}`),
    ].join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  #act(name: string, act: () => void): Begun {
    act();
    return this.#begun(name, Promise.resolve());
  }

  #begun(name: string, begun: Promise<void>): Begun {
    // Who does not await it is not told of what went wrong: the next one who waits is.
    begun.catch(() => {});
    return {
      then: (done, failed) => begun.then(() => this.#settled(name)).then(done, failed),
    };
  }

  async #settled(name: string): Promise<void> {
    const end = performance.now() + this.#around.timeout;
    for (let idle = 0; idle < 2;) {
      await turn();
      idle = this.#tab.isIdle ? idle + 1 : 0;
      if (idle > 0 || performance.now() <= end) continue;
      throw new TestingError(
        "timeout",
        `${name}: no answer in ${this.#around.timeout} ms; where a handler waits for time, move the clock first\n\n${this.show()}`,
      );
    }
    const { errors } = this.#tab;
    if (errors.length === 0) return;
    const shown = this.show(), [cause] = errors.splice(0);
    throw new TestingError("script", `${name}: a script of the page failed\n\n${shown}`, { cause });
  }

  async #wait(look: () => boolean): Promise<boolean> {
    let isOver = false;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      isOver = true;
      late.resolve();
    }, this.#around.timeout);
    try {
      while (!look()) {
        if (isOver) return false;
        await Promise.race([this.#around.stir(), late.promise]);
        // What came is carried out first.
        await turn();
      }
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
}

function said(error: unknown): string {
  const parts = Array.isArray(error) ? error : [error];
  return parts.map((each) =>
    each instanceof Error ? each.message : typeof each === "string" ? each : text(each)
  )
    .join(" ");
}

function text(value: unknown): string {
  try {
    return JSON.stringify(value, (_, each) => typeof each === "symbol" ? each.description : each) ??
      String(value);
  } catch {
    return String(value);
  }
}
