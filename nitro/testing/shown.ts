/**
 * A page of a tab: what a test does to it, and how it waits.
 *
 * @module
 */
import type { TestClock } from "./clock.ts";
import type { Begun, PageStatus, TestPage } from "./page.ts";
import { turn } from "./clock.ts";
import type { Document } from "./dom/document.ts";
import { elementOf, type PageElement } from "./look/element.ts";
import { TestingError } from "./error.ts";
import { tree } from "./look/tree.ts";
import { chooseFrom, fillIn, type Modifiers, pressOn, send, tick } from "./tab/act.ts";
import { pressKey } from "./tab/key.ts";
import { Query } from "./tab/queries.ts";
import type { Download, Refused, Tab } from "./tab/tab.ts";

/** What pages of one stage share. */
export interface Surroundings {
  readonly clock: TestClock;
  /** How long to wait for what does not come, in milliseconds of real time. */
  readonly timeout: number;
  /** Resolves when anything happens. */
  stir(): Promise<void>;
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
  back(): Begun {
    return this.#act("back", () => {
      if (this.#tab.back()) return;
      throw new TestingError(
        "action",
        `back: the page has no step before this one\n\n${this.show()}`,
      );
    });
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
