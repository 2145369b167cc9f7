/**
 * A tab of a browser: the window that it shows, and how it goes from one to the next.
 *
 * @module
 */
import { type FollowEvent, HTMLAnchorElement } from "../dom/box.ts";
import type { Control, SendEvent } from "../dom/control.ts";
import { HTMLInputElement } from "../dom/input.ts";
import { Event } from "../dom/event.ts";
import { TestingError } from "../error.ts";
import type { TestClock } from "../clock.ts";
import type { Ears, Site } from "../site/site.ts";
import { Carrier } from "./carrier.ts";
import type { Channel } from "./channel.ts";
import { Past } from "./past.ts";
import type { Download, Refused } from "./seen.ts";
import { type Jar, Storage } from "./storage.ts";
import { type Around, Window } from "./window.ts";

/** A browser that tabs are of. */
export interface Browser {
  readonly site: Site;
  readonly clock: TestClock;
  readonly jar: Jar;
  readonly local: Storage;
  readonly channel: (name: string) => Channel;
  /** Headers that every request has beside a browser's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** Called with each thing that happens. */
  readonly stirred: () => void;
}

export type { Download, Refused } from "./seen.ts";

/** The most redirects in a row, as browsers have it (Fetch, section 4.4). */
const REDIRECTS = 20;
const EMPTY = "<!DOCTYPE html><html><head></head><body></body></html>";

/** A tab of a browser: one window at a time, and what came of all of them. */
export class Tab {
  readonly browser: Browser;
  readonly downloads: Download[] = [];
  readonly refused: Refused[] = [];
  readonly answers: boolean[] = [];
  /** Errors of scripts that nobody was told of yet. */
  readonly errors: unknown[] = [];
  url: URL;
  window: Window;
  /** Whether the network is there. */
  isOnline = true;
  readonly #session: Storage = new Storage();
  readonly #past = new Past();
  /** Requests under way. */
  #pending = 0;
  #isClosed = false;

  /** A tab without a page. */
  constructor(browser: Browser) {
    this.browser = browser;
    this.url = new URL("/", browser.site.origin);
    this.window = new Window(EMPTY, this.url.href, this.#around());
  }

  /** Whether nothing is under way that will come to an end by itself. */
  get isIdle(): boolean {
    return this.#pending === 0 && !this.browser.site.isBusy() &&
      this.window.carrier?.isWaiting !== true;
  }

  /** Goes to an address; resolves when its document is there. */
  async go(address: string, init: RequestInit = {}, name?: string): Promise<void> {
    const url = URL.parse(address, this.url);
    if (url === null || !/^https?:$/.test(url.protocol)) return;
    if (url.origin !== this.browser.site.origin) return this.#show(url, EMPTY);
    if (init.method === undefined && url.hash !== "" && isSame(url, this.url)) {
      this.url = url;
      return;
    }
    await this.#counted(async () => {
      const [response, final] = await this.#followed(url, init);
      if (final.origin !== this.browser.site.origin) return this.#show(final, EMPTY);
      await this.#taken(response, final, name);
    });
  }

  /** Loads the page anew. */
  reload(): Promise<void> {
    return this.go(this.url.pathname + this.url.search);
  }

  /** Goes back to the address that the page had before, as by the browser's button; false where it had none. */
  back(): boolean {
    const before = this.#past.back();
    if (before !== undefined) this.window.at(this.url = before);
    return before !== undefined && this.window.dispatchEvent(new Event("popstate"));
  }

  /** Breaks the network, or brings it back. */
  lose(): void {
    this.isOnline = false;
    this.window.carrier?.lose();
  }
  regain(): void {
    this.isOnline = true;
    this.window.dispatchEvent(new Event("online"));
  }

  /** Whether the page asks before it is closed. */
  get asksToStay(): boolean {
    return !this.window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  }

  close(): void {
    this.#isClosed = true;
    this.window.close();
  }

  #around(): Around {
    const { clock, local, channel } = this.browser;
    return {
      clock,
      local,
      channel,
      session: this.#session,
      go: (to) => this.#begin(this.go(to)),
      reload: () => this.#begin(this.reload()),
      moved: (to, how) => {
        this.#past.moved(this.url, how);
        this.window.at(this.url = new URL(to, this.url));
      },
      confirm: (question) => this.#answer(question),
      failed: (error) => void this.errors.push(error),
      fetch: (to, init) => this.#counted(() => this.#request(new URL(to, this.url), init)),
      dial: (url) => this.#dial(url),
    };
  }

  #answer(question: string): boolean {
    const answer = this.answers.shift();
    if (answer === undefined) {
      this.errors.push(
        `the page asks ${
          JSON.stringify(question)
        }: say before what the person answers, by answer()`,
      );
    }
    return answer ?? false;
  }

  #begin(going: Promise<void>): void {
    going.catch((error) => void this.errors.push(error));
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    this.#pending++;
    try {
      return await work();
    } finally {
      this.#pending--;
      this.browser.stirred();
    }
  }

  async #request(url: URL, init: RequestInit = {}): Promise<Response> {
    if (!this.isOnline) throw new TypeError("there is no network");
    const { site, jar } = this.browser, headers = new Headers(this.#headers());
    headers.set("sec-fetch-site", "same-origin");
    new Headers(init.headers).forEach((value, name) => headers.set(name, value));
    const response = await site.fetch(new Request(url, { ...init, headers, redirect: "manual" }));
    jar.take(response);
    return response;
  }

  #headers(): Record<string, string> {
    const { site, jar, headers } = this.browser, cookie = jar.header;
    const { host } = new URL(site.origin);
    return { ...headers, host, origin: site.origin, ...cookie !== undefined && { cookie } };
  }

  async #followed(url: URL, init: RequestInit): Promise<readonly [Response, URL]> {
    const headers = {
      accept: "text/html,*/*",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    let asked = init, at = url;
    for (let count = 0; count <= REDIRECTS; count++) {
      const response = await this.#request(at, { ...asked, headers });
      const to = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || to === null) return [response, at];
      await response.body?.cancel();
      at = new URL(to, at);
      if (response.status < 307) asked = {};
      if (at.origin !== url.origin) return [response, at];
    }
    throw new TestingError(
      "config",
      `${url.pathname}: it leads from one address to the next without an end`,
    );
  }

  async #taken(response: Response, url: URL, name: string | undefined): Promise<void> {
    const { headers, status } = response, type = headers.get("content-type") ?? "";
    const disposition = headers.get("content-disposition") ?? "";
    if (status === 204 || status === 205) return;
    const isFile = name !== undefined || disposition.startsWith("attachment");
    if (!isFile && /^text\/|^application\/xhtml/.test(type)) {
      const text = await response.text(), isHtml = /html/.test(type);
      return this.#show(
        url,
        isHtml ? text : `<pre>${text.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</pre>`,
      );
    }
    const [, plain] = /filename="?([^";]+)"?/.exec(disposition) ?? [];
    const [, coded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
    const said = coded === undefined ? plain : decodeURIComponent(coded);
    this.downloads.push({
      name: said || name || (url.pathname.split("/").at(-1) ?? ""),
      type: type.replace(/;.*/, ""),
      bytes: new Uint8Array(await response.arrayBuffer()),
    });
  }

  #show(url: URL, text: string): void {
    if (this.#isClosed) return;
    this.window.close();
    this.#past.forget();
    this.url = url;
    const window = this.window = new Window(text, url.href, this.#around());
    window.document.addEventListener("n2o:error", (event) => {
      const detail: unknown = Reflect.get(event, "detail");
      this.refused.push({
        seq: Number(Reflect.get(Object(detail), "seq") ?? 0),
        reason: String(Reflect.get(Object(detail), "reason") ?? detail),
      });
    });
    window.addEventListener("n2o-test:follow", (event) => this.#follow(event as FollowEvent)); // of this name
    window.addEventListener("n2o-test:send", (event) => this.#send(event as SendEvent)); // of this name
    window.run();
  }

  #follow({ link }: FollowEvent): void {
    if (!(link instanceof HTMLAnchorElement) || link.getAttribute("target") === "_blank") return;
    const name = link.getAttribute("download") ?? undefined;
    this.#begin(this.go(link.href, {}, name));
  }

  /** Sends a form by HTTP, where no binding kept that back. */
  #send({ form, submitter }: SendEvent): void {
    const pairs = form.elements.flatMap((each) => sent(each, submitter));
    const data = new URLSearchParams(pairs);
    const url = new URL(form.getAttribute("action") || this.url, this.url);
    if (form.getAttribute("method")?.toLowerCase() === "post") {
      return this.#begin(this.go(url.href, { method: "POST", body: data }));
    }
    url.search = data.toString();
    this.#begin(this.go(url.href));
  }

  #dial(url: URL): Carrier {
    const { site, stirred } = this.browser, carrier = new Carrier(stirred);
    const ears: Ears = {
      open: () => this.isOnline && carrier.open(),
      frame: (data) => carrier.frame(data),
      closed: (code, reason) => carrier.closed(code, reason),
    };
    if (!this.isOnline) queueMicrotask(() => carrier.closed(1006, ""));
    else {
      site.socket(url, this.#headers(), ears).then((wire) => carrier.join(wire), (error) => {
        this.errors.push(error);
        carrier.closed(1006, "");
      });
    }
    return carrier;
  }
}

function isSame(a: URL, b: URL): boolean {
  return a.pathname === b.pathname && a.search === b.search;
}

/** What a control of a form sends by HTTP (HTML, section 4.10.22.4). */
function sent(control: Control, submitter: Control | undefined): [string, string][] {
  const { name } = control;
  if (name === "" || control.disabled) return [];
  if ("selectedOptions" in control && Array.isArray(control.selectedOptions)) {
    return control.selectedOptions.map((option) => [name, option.value]);
  }
  const type: unknown = Reflect.get(control, "type"),
    value = String(Reflect.get(control, "value") ?? "");
  if (/^(checkbox|radio)$/.test(String(type))) {
    return control instanceof HTMLInputElement && control.checked ? [[name, value]] : [];
  }
  if (/^(submit|button|image|reset)$/.test(String(type))) {
    return control === submitter ? [[name, value]] : [];
  }
  return /^(fieldset|output|file)$/.test(String(type)) ? [] : [[name, value]];
}
