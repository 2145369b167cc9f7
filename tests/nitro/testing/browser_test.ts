import { application, type n2o, nitro } from "../../../mod.ts";
import { stage } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { browserTest, type Page as BrowserPage } from "../../_support/server/browser.ts";
import type { TestPage } from "../../../nitro/testing.ts";
const {
  button,
  checkbox,
  details,
  dropdown,
  email,
  fieldset,
  form,
  input,
  label,
  number,
  p,
  panel,
} = nitro;
const { password, radio, range, submit, summary, textarea } = nitro;

/** The same steps for both: what a person does to the element of an id. */
interface Hands {
  click(id: string): Promise<void>;
  fill(id: string, text: string): Promise<void>;
  choose(id: string, value: string): Promise<void>;
  press(key: string): Promise<void>;
  /** The HTML, what the controls hold, and where the focus is. */
  seen(): Promise<readonly [html: string, controls: readonly unknown[], focus: string]>;
}

const CONTROLS = "#root input, #root textarea, #root select";

function browserHands(page: BrowserPage): Hands {
  const rested = () => page.waitForFunction(() => !document.querySelector("[aria-busy]"));
  const at = (id: string) => page.locator(`#${id}`);
  return {
    async click(id) {
      await at(id).click();
      await rested();
    },
    async fill(id, text) {
      await at(id).fill(text);
      await rested();
    },
    async choose(id, value) {
      await at(id).focus();
      await at(id).selectOption(value);
      await rested();
    },
    async press(key) {
      await page.keyboard.press(key);
      await rested();
    },
    seen: () =>
      page.evaluate((controls) =>
        [
          document.getElementById("root")?.outerHTML ?? "",
          [...document.querySelectorAll<HTMLInputElement>(controls)].map((each) =>
            [each.id, each.value, each.checked ?? null] as const
          ),
          document.activeElement?.id ?? "",
        ] as const, CONTROLS),
  };
}

function clientHands(page: TestPage): Hands {
  return {
    click: async (id) => await page.click(page.get(`#${id}`)),
    fill: async (id, text) => await page.fill(page.get(`#${id}`), text),
    choose: async (id, value) => await page.choose(page.get(`#${id}`), value),
    press: async (key) => await page.press(key),
    seen: () =>
      Promise.resolve([
        page.get("#root").outerHTML,
        page.all(CONTROLS).map((each) => [each.id, each.value, each.checked ?? null] as const),
        page.focused.id,
      ]),
  };
}

/** What a page shows in a round: controls of every kind, in an order of their own, some without a value and some gone. */
function body({ below, pick }: Random, round: number): nitro.Element {
  const maybe = (text: string) => below(3) === 0 ? undefined : `${text}${below(3)}`;
  const value = (text: string) => {
    const found = maybe(text);
    return found === undefined ? {} : { value: found };
  };
  const some: nitro.Element[] = [
    p({ body: `round ${round}` }),
    label({ for: "name", body: "Name" }),
    input({ id: "name", ...value("name") }),
    email({ id: "mail", ...value("a@b.c") }),
    number({ id: "count", ...below(2) ? { value: below(9) } : {} }),
    range({ id: "much", min: 0, max: 10, value: below(11) }),
    password({ id: "secret" }),
    textarea({ id: "more", body: maybe("more") ?? "" }),
    checkbox({ id: "tick", body: "Tick", checked: below(2) === 0 }),
    fieldset({
      id: "group",
      body: ["a", "b", "c"].map((value) =>
        radio({ id: `of-${value}`, name: "of", value, body: value, checked: below(4) === 0 })
      ),
    }),
    dropdown({
      id: "kind",
      options: ["1", "2", "3"].slice(below(2)).map((value) => ({
        value,
        body: `kind ${value}`,
        selected: below(4) === 0,
      })),
    }),
    details({
      id: "details",
      open: below(2) === 0,
      body: [summary({ id: "summary", body: "More" }), p({ body: "inside" })],
    }),
    form({
      id: "form",
      postback: "next",
      source: ["inner"],
      body: [input({ id: "inner", ...value("inner") }), submit({ id: "send", body: "Send" })],
    }),
    panel({
      id: "panel",
      body: [p({ body: pick(["a < b", "&amp;", "“quoted”"]) }), p({ body: "same" })],
    }),
  ].filter(() => below(8) > 0);
  for (let at = some.length - 1; at > 0; at--) {
    const other = below(3) === 0 ? below(at + 1) : at, [a, b] = [some[at], some[other]];
    if (a !== undefined && b !== undefined) [some[at], some[other]] = [b, a];
  }
  return panel({
    id: "root",
    body: [
      some,
      button({ id: "next", body: "Next", postback: "next" }),
      button({
        id: "told",
        body: "Told",
        postback: "next",
        source: ["name", "more", "tick", "kind"],
      }),
    ],
  });
}

/** A page that shows another body with each event, the same to everybody. */
function pageOf(seed: number): n2o.Page {
  return {
    event(event: unknown) {
      if (event === "terminate") return;
      const round = event === "init" ? 0 : Number(nitro.state("round")) + 1;
      nitro.state("round", round);
      nitro.update("root", body(random(seed * 1_000 + round), round));
    },
  };
}

const TEXTS: readonly [string, ...string[]] = ["", "typed", "Ґанок  “x”", "a@b.org", "12"];

/** A step that what is shown allows. */
function step(
  { pick, below }: Random,
  controls: readonly unknown[],
): (hands: Hands) => Promise<void> {
  const ids = controls.map((each) => String(Array.isArray(each) ? each[0] : each));
  const there = (id: string) => ids.includes(id);
  const kind = pick(["fill", "fill", "click", "choose", "next", "told", "key"]);
  const id = pick(["name", "more", "mail", "secret", "inner", "count"]);
  if (kind === "fill" && there(id)) {
    const text = id === "count" ? String(below(50)) : pick(TEXTS);
    return (hands) => hands.fill(id, text);
  }
  const ticked = pick(["tick", "of-a", "of-b", "of-c"]), option = pick(["2", "3"]);
  if (kind === "click" && there(ticked)) return (hands) => hands.click(ticked);
  if (kind === "choose" && there("kind")) return (hands) => hands.choose("kind", option);
  const key = pick(["Tab", "Shift+Tab", "x"]);
  if (kind === "key") return (hands) => hands.press(key);
  const last = pick(["next", "told"]);
  return (hands) => hands.click(last);
}

browserTest(
  `the same steps in Chromium and in the test client end in the same document, seed ${SEED}`,
  async (browser) => {
    const pages = rounds(3, 8), steps = rounds(8, 24);
    const routes = Object.fromEntries(
      Array.from({ length: pages }, (_, at) => [`/p${at}`, pageOf(SEED + at)] as const),
    );
    const made = await application({
      routes,
      secret: "a secret of more than sixteen letters",
      shell: () =>
        '<!doctype html><html lang="en"><head><title>T</title><script src="/n2o/n2o.js" defer></script></head><body><div id="root"></div></body></html>',
      port: 0,
      hostname: "127.0.0.1",
      log: () => {},
    });
    const { port, stop } = await made.start();
    const shown = await browser.newPage();
    await using theatre = stage(made);
    try {
      for (let at = 0; at < pages; at++) {
        await shown.goto(`http://127.0.0.1:${port}/p${at}`);
        await shown.locator("html[data-n2o=online]").waitFor({ state: "attached" });
        const client = clientHands(await theatre.visit({ path: `/p${at}` }));
        const real = browserHands(shown), choices = random(SEED + at), done: string[] = [];
        equal(await client.seen(), await real.seen(), `page ${at}, at once`);
        for (let count = 0; count < steps; count++) {
          const [, controls] = await real.seen(), next = step(choices, controls);
          await next(recorded(done));
          await next(real);
          await next(client);
          equal(await client.seen(), await real.seen(), `page ${at} after ${done.join(", ")}`);
        }
      }
    } finally {
      await shown.close();
      await stop();
    }
  },
);

/** Hands that write down what they are told to do. */
function recorded(done: string[]): Hands {
  const note = (what: string) => (...given: string[]) =>
    Promise.resolve(void done.push(`${what} ${given.join(" ")}`));
  return {
    click: note("click"),
    fill: note("fill"),
    choose: note("choose"),
    press: note("press"),
    seen: () => Promise.resolve(["", [], ""]),
  };
}
