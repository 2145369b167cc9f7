/**
 * An application whose page has every rich control, behind a relay, and its page in a browser.
 *
 * @module
 */
import { application, n2o, nitro } from "../../../mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { equal } from "../../_support/assert.ts";
import type { Browser, BrowserContext, Page } from "../../_support/server/browser.ts";
import { notebook } from "../../_support/server/wire.ts";
import { type Relay, relay } from "../upload/relay.ts";

const { button, form, h1, label, main, p, textarea } = nitro;

/** What there is to look up: some of it hostile, two of the same text. */
export const PEOPLE: readonly rich.Item[] = [
  { id: "1", text: "Ada Lovelace" },
  { id: "2", text: "Alan Turing" },
  { id: "3", text: "Smith" },
  { id: "4", text: "Smith" },
  { id: "5", text: "<img src=x onerror=alert(1)>" },
  { id: "6", text: `"'\`\${1}</li><script>alert(1)</script>` },
  { id: "7", text: "Grace Hopper", disabled: true },
  ...Array.from({ length: 50 }, (_, at) => ({ id: `p${at}`, text: `Person ${at}` })),
];

/** Days on which nothing is due: weekends. */
export const RULE: rich.DateRule = {
  min: { year: 2026, month: 1, day: 5 },
  max: { year: 2027, month: 3, day: 31 },
  closed: ({ year, month, day }) =>
    [0, 6].includes(new Date(Date.UTC(year, month - 1, day)).getUTCDay()),
};

/** A server and a browser. */
export interface Stage extends AsyncDisposable {
  readonly page: Page;
  readonly relay: Relay;
  /** What the page heard: the postback and what was read. */
  readonly heard: unknown[];
  /** Lookups that came, in their order. */
  readonly asked: rich.Lookup[];
  /** Answers a lookup; the search by default. */
  answer: (asked: rich.Lookup) => void | Promise<void>;
  /** What the browser complained of, taken. */
  complaints(): Promise<string[]>;
  /** What the server logged, taken. */
  log(): string[];
  /** Has the page do something of its own, and waits until it did. */
  act(what: () => void): Promise<void>;
  /** Waits until this much was heard in all; gives the last. */
  hears(count: number): Promise<unknown>;
  /** Loads the page, in this language. */
  load(options?: { readonly lang?: string; readonly width?: number }): Promise<void>;
  /** Where the keyboard's focus is: an id, a label or a text. */
  focus(): Promise<string>;
}

/** The answer that a search gives, ten at a time. */
export async function searched(asked: rich.Lookup): Promise<void> {
  const read: rich.Reading<rich.Item> = (from, count) => {
    const at = Number(from ?? 0), end = at + count;
    return { entries: PEOPLE.slice(at, end), next: end < PEOPLE.length ? end : undefined };
  };
  const { items, next } = await rich.search(asked, read, { item: (item) => item, count: 10 });
  rich.offer(asked, items, next);
}

/** The controls, as the page has them at first. */
export function controls(): nitro.Body {
  return main({
    id: "main",
    body: [
      h1({ body: "Controls" }),
      form({
        id: "form",
        body: [
          rich.comboLookup({
            id: "client",
            body: "Client",
            postback: "client",
            lookup: "people",
            value: { id: "1", text: "Ada Lovelace" },
          }),
          rich.combo({
            id: "kind",
            body: "Kind",
            postback: "kind",
            options: ["Apple", "Apricot", "Banana"].map((text) => ({ id: text, text })),
          }),
          rich.calendar({
            id: "day",
            body: "Day",
            format: "DD.MM.YYYY",
            postback: "day",
            value: { year: 2026, month: 11, day: 4 },
            ...RULE,
          }),
          rich.calendar({ id: "due", body: "Due", postback: "due" }),
          rich.sortableList({
            id: "tasks",
            body: p({ body: "Tasks" }),
            closeable: true,
            postback: "tasks",
            items: ["Write", "Read", "Rest", "<b>Bold</b>"].map((body, at) => ({
              key: `t${at}`,
              body,
            })),
          }),
          rich.multipleInput({
            id: "phones",
            name: "Phone",
            body: p({ body: "Phones" }),
            rows: ["+1", "+2"],
            most: 3,
            sortable: true,
            postback: "phones",
          }),
          rich.comboLookupVec({
            id: "team",
            input: { body: "Team" },
            postback: "team",
            values: [{ id: "2", text: "Alan Turing" }],
          }),
          rich.comboLookupText({
            id: "note",
            body: "Insert",
            textarea: [label({ for: "area", body: "Note" }), textarea({ id: "area", body: "To " })],
          }),
        ],
      }),
      button({
        id: "save",
        body: "Save",
        postback: "save",
        source: ["client", "day", "due"],
        validation: true,
      }),
    ],
  });
}

function read(event: unknown): unknown {
  switch (event) {
    case "client":
    case "kind":
      return rich.chosen(event)?.id;
    case "day":
      return rich.openDay("day", RULE);
    case "due":
      return rich.openDay("due");
    case "tasks":
      return rich.ordered("tasks");
    case "phones":
      return rich.rows("phones");
    case "team":
      return rich.chosenAll("team")?.map(({ id }) => id);
    case "part":
      return rich.chosen("part-2")?.id;
    case "edit":
    case "modify":
      return rich.chosenAll(event)?.map(({ id }) => id);
    case "groups":
      return rich.ordered(event);
    case "confirm":
      return rich.chosenAll("groups-draft")?.map(({ text }) => text);
    case "save":
      return [rich.chosen("client")?.id, nitro.qv("day"), nitro.qv("due")];
    default:
      return undefined;
  }
}

/** Opens the page; it is connected, and its controls work, when this resolves. */
export async function stage(browser: Browser, show: () => nitro.Body = controls): Promise<Stage> {
  const heard: unknown[] = [], asked: rich.Lookup[] = [], complaints: string[] = [];
  const book = notebook(), way = relay();
  let acting: (() => void) | undefined, lang = "en";
  const page: n2o.Page = {
    async event(event: unknown) {
      const lookup = rich.lookup(event);
      if (lookup !== undefined) {
        asked.push(lookup);
        return await self.answer(lookup);
      }
      if (event === "init") {
        nitro.update("main", show());
        n2o.reg("stage");
      } else if (event === "terminate") return;
      else if (typeof event === "string") heard.push([event, read(event)]);
      else acting?.();
    },
  };
  const made = await application({
    routes: { "/app": page },
    secret: "a secret of more than sixteen letters",
    hostname: "127.0.0.1",
    port: 0,
    csp: "default-src 'self'",
    log: book.log,
    shell: () =>
      `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>Controls</title>` +
      `<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">` +
      `<link rel="icon" href="/n2o/n2o.css"><link rel="stylesheet" href="/n2o/n2o.css">` +
      `<script src="/n2o/n2o.js" defer></script><body><main id="main"></main>`,
  });
  const running = await made.start();
  way.target = running.port;
  const context: BrowserContext = await browser.newContext();
  const tab = await context.newPage();
  tab.setDefaultTimeout(10_000);
  tab.on("pageerror", (error) => complaints.push(error.message));
  tab.on("console", (message) => {
    if (!/failed|ERR_/i.test(message.text())) complaints.push(message.text());
  });
  tab.on("dialog", async (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  let acts = 0;
  const self: Stage = {
    page: tab,
    relay: way,
    heard,
    asked,
    answer: searched,
    async complaints() {
      await tab.evaluate(() => 0);
      return complaints.splice(0);
    },
    log: book.take,
    async act(what) {
      const turn = String(++acts);
      acting = () => {
        what();
        nitro.setAttr({ qs: "body" }, "data-acts", turn);
      };
      made.server.bus.send("stage", null);
      await tab.locator(`body[data-acts="${turn}"]`).waitFor();
    },
    async hears(count) {
      for (let tries = 0; heard.length < count && tries < 400; tries++) {
        await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10)));
      }
      equal(heard.length, count);
      return heard.at(-1);
    },
    async load({ lang: wanted = "en", width = 800 } = {}) {
      lang = wanted;
      await tab.setViewportSize({ width, height: 1_600 });
      await tab.goto(`${way.origin}/app`);
      await tab.waitForFunction(() =>
        [...document.querySelectorAll("[data-n2o-combo],[data-n2o-calendar],[data-n2o-rows]")]
          .every((root) => "value" in root || "multiple" in root) &&
        document.querySelector("main *")
      );
    },
    focus: () =>
      tab.evaluate(() => {
        const at = document.activeElement!;
        return at.id || at.getAttribute("aria-label") || at.textContent || at.nodeName;
      }),
    async [Symbol.asyncDispose]() {
      await context.close();
      await way[Symbol.asyncDispose]();
      await running.stop();
    },
  };
  await self.load();
  return self;
}
