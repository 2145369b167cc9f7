/** Forms in a browser: what axe says of them, on phones and in both themes, and rows that are moved. */
import {
  document,
  fieldView,
  FORM_STYLE,
  locale,
  movedRow,
  pageOf,
  type Press,
  view,
  type ViewOptions,
} from "../../../form/mod.ts";
import { application, nitro } from "../../../mod.ts";
import { main } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { axe } from "../../_support/server/axe.ts";
import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";
import { filledOf } from "./filled.ts";

const options = [{ name: "air", title: "By air" }, { name: "sea", title: "By sea" }];
const fields = [{ id: "item", title: "Item" }, {
  id: "way",
  title: "Way",
  type: "select",
  options,
}] as const;
const order = document({
  name: "order",
  title: "An order",
  sections: [{ id: "who", name: "Who", desc: "The buyer" }, { id: "what", name: "What" }],
  fields: [
    {
      id: "name",
      title: "Name",
      sec: "who",
      required: true,
      desc: "As written",
      tooltips: ["Help"],
    },
    { id: "due", title: "Due", sec: "who", type: "calendar" },
    { id: "note", title: "Note", sec: "who", type: "textarea" },
    { id: "way", title: "Way", sec: "who", type: "combo", options, required: true },
    { id: "extra", title: "Extra", sec: "who", type: "check", options },
    { id: "lines", title: "Lines", sec: "what", type: "table", fields },
    { id: "people", title: "People", sec: "what", type: "group", vector: true, fields },
    { id: "none", title: "Files", sec: "what", type: "group", vector: true, fields },
  ],
  buttons: [{ name: "save", title: "Save", postback: "save", class: "sgreen" }],
});
const wizard = document({ ...order, name: "wizard", steps: true });
const rows = ["Tea", "Milk", "Salt"].map((item) => ({ item }));
const values = { name: "Ann", due: "2024-02-29", way: "air", lines: rows, people: rows };
const fault = { isTouched: true, issues: [{ path: "", code: "m", message: "Enter it" }] };
const english = locale("en");

/** A page with forms of all kinds, whose rows are moved as it is told. */
function shop() {
  const keys: Record<string, string[]> = { lines: ["t", "m", "s"], people: ["t", "m", "s"] };
  const press = (pressed: Press) => ({ postback: { ...pressed, button: null } as never }); // as: plain
  const live: ViewOptions = { press, isSummed: true };
  const filled = () => {
    const sorted = Object.fromEntries(
      Object.entries(keys).map((
        [path, order],
      ) => [path, order.map((key) => rows["tms".indexOf(key)])]),
    );
    return filledOf(order, {
      values: { ...values, ...sorted },
      keys,
      cells: { name: fault, way: fault, lines: fault },
      locale: english,
    });
  };
  function act(pressed: Press): void {
    if (!("path" in pressed)) return;
    const { path } = pressed, held = keys[path] ?? [];
    if (pressed.press === "sort") {
      const moved = movedRow(nitro.qv(`${path}_order_edit`), pageOf(held, 1));
      if (moved === undefined) return;
      keys[path] = held.filter((key) => key !== moved.key).toSpliced(moved.to, 0, moved.key);
    } else if ("key" in pressed) {
      const at = held.indexOf(pressed.key), rest = held.toSpliced(at, 1);
      keys[path] = rest.toSpliced(at + (pressed.press === "up" ? -1 : 1), 0, pressed.key);
    }
    nitro.update(`wrap_${path}_order_edit`, fieldView(filled(), path, live));
  }
  const still = { values, locale: english };
  const shown = (body: () => nitro.Body) =>
    nitro.page({
      title: "Forms",
      styles: [FORM_STYLE],
      body: () => main({ body: [nitro.h1({ body: "Forms" }), body()] }),
      event: (event) => {
        if (typeof event === "object" && event !== null && "press" in event) act(event as Press); // as: sealed by this page
      },
    });
  const routes = {
    "/edit": shown(() => view(filled(), live)),
    "/view": shown(() => view(filledOf(order, { ...still, mode: "view" }))),
    "/step": shown(() => view(filledOf(wizard, still), { ...live, step: 2 })),
    "/last": shown(() => view(filledOf(wizard, still), { ...live, step: 3 })),
  };
  return { keys, routes };
}

async function visiting(
  browser: Browser,
  visit: (page: Page, keys: Readonly<Record<string, string[]>>) => Promise<void>,
  context: NonNullable<Parameters<Browser["newContext"]>[0]> = {},
): Promise<void> {
  const { keys, routes } = shop();
  const { start } = await application({
    routes,
    secret: "a secret of more than sixteen letters",
    hostname: "127.0.0.1",
    port: 0,
  });
  const running = await start();
  const tab = await browser.newContext({
    ...context,
    baseURL: `http://127.0.0.1:${running.port}`,
    reducedMotion: "reduce",
  });
  try {
    const page = await tab.newPage();
    page.setDefaultTimeout(10_000);
    await visit(page, keys);
  } finally {
    await tab.close();
    await running.stop();
  }
}

async function go(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("html[data-n2o=online]").waitFor({ state: "attached" });
}

const LOOKS = [
  { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
  { viewport: { width: 1_000, height: 800 }, colorScheme: "light" },
  { viewport: { width: 320, height: 640 }, colorScheme: "light" },
  { viewport: { width: 1_000, height: 800 }, colorScheme: "dark" },
  { viewport: { width: 500, height: 400 }, forcedColors: "active" },
] as const;

async function fit(browser: Browser): Promise<void> {
  for (const look of long ? LOOKS : LOOKS.slice(0, 1)) {
    await visiting(browser, async (page) => {
      for (const path of long ? ["/edit", "/view", "/step", "/last"] : ["/edit"]) {
        await go(page, path);
        const over = await page.evaluate(() =>
          globalThis.document.documentElement.scrollWidth - innerWidth
        );
        equal([await axe(page), over], [[], 0], `${path} ${JSON.stringify(look)}`);
      }
    }, look);
  }
}

async function move(browser: Browser): Promise<void> {
  await visiting(browser, async (page, keys) => {
    await go(page, "/edit");
    // The lists of the page work once their part has come.
    await page.waitForFunction(() =>
      [...globalThis.document.querySelectorAll("[data-n2o-rows]")].every((list) =>
        "multiple" in list
      )
    );
    await page.waitForLoadState("networkidle");
    const grab = (path: string, key: string) =>
      page.locator(`[id="${path}/${key}_order_edit-grab"]`);
    const moved = async (path: string, order: string) => {
      await page.waitForFunction(
        ([path, order]) =>
          Array.from(
            globalThis.document.querySelectorAll<HTMLElement>(
              `[id="${path}_order_edit"] [data-n2o-row]`,
            ),
            (row) => row.dataset.n2oRow,
          ).join("") === order,
        [path, order] as const,
      );
      for (let tries = 0; keys[path]?.join("") !== order && tries < 100; tries++) {
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10)));
      }
      equal(keys[path]?.join(""), order);
    };
    for (const path of ["lines", "people"]) {
      await page.locator(`[id="${path}/t/item_order_edit"]`).fill("typed");
      await grab(path, "t").focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Space");
      await moved(path, "mts");
      // Focus and what was typed go with the row.
      equal(
        await page.evaluate(() => globalThis.document.activeElement?.id),
        `${path}/t_order_edit-grab`,
      );
      equal(await page.locator(`[id="${path}/t/item_order_edit"]`).inputValue(), "typed");
      const from = await grab(path, "s").boundingBox();
      const to = await page.locator(`[id="wrap_${path}/m_order_edit"]`).boundingBox();
      if (from === null || to === null) throw new Error("no box");
      await page.mouse.move(from.x + 5, from.y + 5);
      await page.mouse.down();
      await page.mouse.move(from.x + 5, to.y + 12);
      await page.mouse.move(from.x + 5, to.y + 2);
      await page.mouse.up();
      await moved(path, "smt");
      await page.locator(`[id="${path}/s_order_edit-down"]`).click();
      await moved(path, "mst");
      // What is said of a move stays said, though the page shows the rows anew.
      const said = await page.locator(`[id="${path}_order_edit"] > output`).textContent();
      equal(
        said,
        "Lines 3 dropped, place 1 of 3".replace("Lines", path === "lines" ? "Lines" : "People"),
      );
    }
  }, { viewport: { width: 1_000, height: 3_000 } });
}

browserTest("forms in a browser", async (browser, t) => {
  await t.step("have no serious fault for assistive technology, and fit", () => fit(browser));
  await t.step("move rows by keyboard, by pointer and by buttons", () => move(browser));
});
