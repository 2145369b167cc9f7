/**
 * A document in Chromium in which actions are carried out: JavaScript of the classic wire, the original's and ours, and instructions of
 * our wire by our client.
 *
 * @module
 */
import type { Page } from "npm:playwright-core@1.65.1";
import { decode, encode } from "../../../n2o/bert/bert.ts";
import { atom, type Term, text, Tuple, tuple } from "../../../n2o/term/term.ts";
import { client, clientParts } from "../../../nitro/client.gen.ts";
import { args, executablePath } from "../../_support/server/browser.ts";

/** What was sent: the target, and the sources with what they held. */
export type Sent = readonly [target: string, values: readonly (readonly [string, string])[]];

/** What actions did to a document. */
export interface Effect {
  /** The body, as the browser writes it. */
  readonly html: string;
  /** The id of what has the keyboard's focus. */
  readonly active: string;
  /** What was shown, asked, called, and where the page was about to go, in order. */
  readonly told: readonly string[];
  /** What its events sent, each of them fired once. */
  readonly sent: readonly Sent[];
  /** What was thrown; empty for nothing. */
  readonly error: string;
}

/** What the browser tells: frames of our client are bytes. */
type Told = Omit<Effect, "sent"> & {
  readonly sent: readonly (readonly number[] | readonly unknown[])[];
};

/** What is there, and what happens. */
export interface Scenery {
  /** Types of events, each of which is fired once. */
  readonly types: readonly string[];
  /** Markup that stands in the document beside the usual. */
  readonly more: string;
}

/** Carries out actions, each set in a document of its own. */
export interface Stage extends AsyncDisposable {
  /** JavaScript of the classic wire. */
  script(code: string, scenery: Scenery): Promise<Effect>;
  /** Instructions of our wire. */
  instructions(made: readonly Term[], scenery: Scenery): Promise<Effect>;
}

/** What stands in the document at first. */
const BODY =
  `<div id="target"><i>old</i></div><input id="id" value="old" class="c cls"><input id="id2" value="two">` +
  `<div id="sel" class="c cls">s</div><span id="a">A</span><input id="message" value="m">` +
  `<input id="x" value="vx"><input id="c" value="vc">`;

const ORIGIN = "http://n2o.invalid";

/** Opens a stage; the browser ends with it. */
export async function stage(): Promise<Stage> {
  const { chromium } = await import("npm:playwright-core@1.65.1");
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  await page.route("**/*", (route) => {
    const [, name] = /\/n2o\/(.+)\.js$/.exec(new URL(route.request().url()).pathname) ?? [];
    const script = name === "n2o"
      ? client
      : name === undefined
      ? undefined
      : clientParts[name]?.text;
    return route.fulfill({
      contentType: script === undefined
        ? "text/html; charset=utf-8"
        : "text/javascript; charset=utf-8",
      body: script ??
        `<!doctype html><title>t</title><body></body><script src="/n2o/n2o.js"></script>`,
    });
  });
  await page.addInitScript(
    prepare,
    [BODY, [...encode(tuple(atom("io"), [], tuple(atom("Token"), "t")))]] as const,
  );
  await page.goto(`${ORIGIN}/app/page.htm`);
  await page.waitForFunction(() => document.documentElement.dataset["n2o"] === "online");
  // What is loaded when it is first used is there, so that nothing is waited for.
  const parts = ["api", "confirm", "options", "valid"].filter((name) => name in clientParts);
  await page.evaluate(
    (parts) => Promise.all(parts.map((name) => import(`/n2o/${name}.js`))),
    parts,
  );
  return {
    script: (code, scenery) => played(page, code, scenery),
    // The last one says that all before it were carried out, whatever parts these waited for.
    instructions: (made, scenery) =>
      played(
        page,
        [...encode(tuple(atom("io"), [...made, tuple(atom("hook"), "carried out", [])], []))],
        scenery,
      ),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function played(
  page: Page,
  what: string | number[],
  scenery: Scenery,
): Promise<Effect> {
  const told: Told = await page.evaluate(
    // The page's own function, made below.
    ([what, scenery]) => Reflect.get(globalThis, "play")(what, scenery),
    [what, scenery] as const,
  );
  return { ...told, sent: told.sent.flatMap((each) => sentOf(each) ?? []) };
}

/** An event as it was sent over either wire; anything else, as a heartbeat, is none. */
function sentOf(frame: readonly unknown[]): readonly Sent[] | undefined {
  const term = typeof frame[0] === "number" ? decode(Uint8Array.from(frame, Number)) : frame;
  const [name, target, , pairs] = term instanceof Tuple ? term : Array.isArray(term) ? term : [];
  if (shown(name) !== "pickle") return undefined;
  const values = (Array.isArray(pairs) ? pairs : []).flatMap(
    (pair: unknown): [string, string][] => {
      const [key, value] = pair instanceof Tuple ? pair.elements : Array.isArray(pair) ? pair : [];
      // The original sends the detail of an event beside its sources.
      return Array.isArray(key) || key instanceof Tuple ? [] : [[shown(key), shown(value)]];
    },
  );
  return [[shown(target), values]];
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return text(value) ?? "";
  return Reflect.get(Object(value), "name") ?? "";
}

/** Makes the page's side: a socket that answers our client, what the original's scripts call, and `play`. */
function prepare([body, greeting]: readonly [string, readonly number[]]): void {
  const told: string[] = [],
    sent: unknown[] = [],
    sockets: { onmessage?: ((event: object) => void) | null }[] = [];
  const here = globalThis as unknown as Record<string, unknown>; // what scripts of the original look up
  let error = "";
  class Socket {
    readyState = 0;
    onopen?: (() => void) | null;
    onmessage?: ((event: object) => void) | null;
    constructor() {
      sockets.push(this);
      setTimeout(() => {
        this.readyState = 1;
        this.onopen?.();
      });
    }
    send(frame: string | Uint8Array): void {
      if (typeof frame === "string") {
        if (frame === "PING") this.onmessage?.({ data: "PONG" });
      } else if (String.fromCharCode(...frame).includes("hello")) {
        setTimeout(() => this.onmessage?.({ data: Uint8Array.from(greeting).buffer }));
      } else sent.push([...frame]);
    }
    close(): void {}
  }
  Object.assign(here, { WebSocket: Socket });
  const byId = (id: string) => document.getElementById(id);
  Object.assign(here, {
    qi: byId,
    qs: (css: string) => document.querySelector(css),
    qa: (css: string) => document.querySelectorAll(css),
    qn: (name: string) => document.createElement(name),
    enc: (term: unknown) => term,
    tuple: (...terms: unknown[]) => terms,
    atom: (name: string) => name,
    bin: (text: string) => text,
    string: (text: string) => text,
    validateSources: () => true,
    querySource: (id: string) => (byId(id) as HTMLInputElement | null)?.value ?? "",
    ws: { readyState: 1, send: (term: unknown) => void sent.push(term) },
    alert: (text: unknown) => void told.push(`alert ${text}`),
    confirm: (text: unknown) => told.push(`confirm ${text}`) > 0,
    play,
  });
  for (const name of ["a", "code", "js", "k", "x", "valid", "pwn"]) {
    here[`${name}`] = () => void told.push(`${name}()`);
  }
  Object.defineProperty(document, "cookie", {
    set: (text) => void told.push(`cookie ${text}`),
    get: () => "",
  });
  here["onerror"] = (message: unknown) => {
    error ||= String(message);
    return true;
  };
  // Our client says what failed last.
  // As: what a window has under that name.
  Object.assign(here["console"] as object, {
    error: (...each: unknown[]) => void (error ||= String(each.at(-1))),
  });
  // A document outlives what is played on it: what scripts listened for there ends with them.
  const heard: [string, EventListener][] = [], listen = document.addEventListener;
  const navigation = Reflect.get(here, "navigation") as EventTarget; // not in TypeScript's library
  navigation.addEventListener("navigate", (event) => {
    told.push(`goes to ${Reflect.get(event, "destination").url}`);
    event.preventDefault();
  });

  const pause = () =>
    new Promise((resolve) =>
      setTimeout(() => requestAnimationFrame(() => setTimeout(resolve, 8)), 0)
    );

  async function play(what: string | number[], { types, more }: Scenery): Promise<object> {
    document.body.innerHTML = body + more;
    told.length = sent.length = 0;
    error = "";
    const before = new Set(Object.keys(document));
    if (typeof what === "string") {
      const script = document.createElement("script");
      script.textContent = what;
      document.addEventListener = (type: string, listener: EventListener) => {
        heard.push([type, listener]);
        listen.call(document, type, listener);
      };
      document.head.append(script);
      Reflect.deleteProperty(document, "addEventListener");
      script.remove();
    } else {
      const done = new Promise((resolve) =>
        listen.call(document, "n2o:carried out", resolve, { once: true })
      );
      sockets.at(-1)?.onmessage?.({ data: Uint8Array.from(what).buffer });
      await done;
    }
    await pause();
    // What is busy until its event is answered: nobody answers here.
    const html = document.body.innerHTML.replaceAll(' aria-busy="true"', ""),
      active = document.activeElement?.id ?? "",
      done = [...told];
    for (const type of types) {
      for (const id of ["id", "id2", "b", "target", "i'd"]) {
        byId(id)?.dispatchEvent(new Event(type, { cancelable: true }));
      }
      document.dispatchEvent(new Event(type, { cancelable: true }));
    }
    for (const name of Object.keys(document).filter((name) => !before.has(name))) {
      const made = Reflect.get(document, name);
      if (typeof made === "function") made({ a: 1 });
      Reflect.deleteProperty(document, name);
    }
    await pause();
    for (const [type, listener] of heard.splice(0)) document.removeEventListener(type, listener);
    return { html, active, told: [...done, ...told.slice(done.length)], sent: [...sent], error };
  }
}
