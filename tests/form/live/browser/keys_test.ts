/**
 * Controls of a form by the keyboard tables of the ARIA Authoring Practices: what `tests/nitro/rich` tries of a control alone, here in
 * a live form whose server shows panels anew meanwhile.
 */
import { document, formPage, rule } from "../../../../form/mod.ts";
import { application } from "../../../../mod.ts";
import { equal } from "../../../_support/assert.ts";
import { long } from "../../../_support/long.ts";
import { browserTest, type Page } from "../../../_support/server/browser.ts";

const options = ["air", "sea", "rail"].map((name) => ({ name, title: name.toUpperCase() }));
const PEOPLE = ["Ada Lovelace", "Alan Turing", "Grace Hopper"];

/** Each field is called by the number of those before it, so that every change shows other panels anew. */
const kinds = document({
  name: "kinds",
  fields: [
    { id: "line", title: "Line", tooltips: ["Some help"] },
    { id: "radio", type: "radio", title: rule<string>('"Radio " + string(line = "x")'), options },
    { id: "select", type: "select", title: rule<string>('"Select " + string(radio)'), options },
    { id: "many", type: "select", multiple: true, title: "Many", options },
    { id: "check", type: "check", title: "Check", options },
    { id: "tick", type: "tick", title: rule<string>('"Tick " + string(select)') },
    { id: "range", type: "range", title: "Range", min: 0, max: 10, step: 1, default: 3 },
    { id: "person", type: "comboLookup", title: "Person", bind: "/people" },
    { id: "day", type: "calendar", title: "Day", default: "2026-11-04" },
    {
      id: "rows",
      type: "table",
      title: "Rows",
      fields: [{ id: "name", title: "Name" }],
      default: [{ name: "one" }, { name: "two" }],
    },
  ],
  buttons: [{ name: "send", title: "Send", class: "sgreen" }],
});

const id = (field: string) => `[id="${field}_kinds_create"]`;

/** Presses keys one after the other, and says where the focus and what a look at the page is after each. */
async function keys(
  page: Page,
  table: readonly (readonly [key: string, look: () => Promise<unknown>, expected: unknown])[],
): Promise<void> {
  for (const [key, look, expected] of table) {
    await page.keyboard.press(key);
    await page.waitForFunction(() => !globalThis.document.querySelector("[aria-busy]"));
    equal(await look(), expected, key);
  }
}

browserTest(
  "controls of a live form go by the keys of their ARIA practices, and the form holds what was chosen",
  async (browser, t) => {
    const sent: unknown[] = [];
    const { start } = await application({
      routes: {
        "/": formPage({
          document: kinds,
          mode: "create",
          submit: (values) => void sent.push(values),
          options: {
            find: ({ text }) => ({
              items: PEOPLE.filter((name) => name.toLowerCase().includes(text.toLowerCase()))
                .map((name) => ({ id: name, text: name })),
            }),
          },
        }),
      },
      secret: "a secret of more than sixteen letters",
      hostname: "127.0.0.1",
      port: 0,
      log: () => {},
    });
    const running = await start();
    const page = await browser.newPage({ baseURL: `http://127.0.0.1:${running.port}` });
    page.setDefaultTimeout(10_000);
    const focused = () =>
      page.evaluate(() => {
        const { id, textContent } = globalThis.document.activeElement ?? {};
        return id || (textContent ?? "").trim();
      });
    const value = (field: string) => () => page.locator(id(field)).inputValue();
    const checked = (field: string) => () =>
      page.locator(`${id(field)} input:checked`).evaluateAll((all) =>
        all.map((each) => each.parentElement?.textContent?.trim())
      );
    try {
      await page.goto("/");
      await page.locator("html[data-n2o=online]").waitFor({ state: "attached" });
      await page.waitForLoadState("networkidle");

      await t.step("radio group", async () => {
        await page.locator(id("line")).focus();
        await page.keyboard.type("x");
        const look = checked("radio");
        await page.locator(`${id("radio")} input`).first().focus();
        await keys(page, [
          ["Space", look, ["AIR"]],
          ["ArrowDown", look, ["SEA"]],
          ["ArrowRight", look, ["RAIL"]],
          ["ArrowDown", look, ["AIR"]],
          ["ArrowUp", look, ["RAIL"]],
          ["ArrowLeft", look, ["SEA"]],
          // One stop of Tab, there and back.
          ["Tab", focused, "select_kinds_create"],
          ["Shift+Tab", focused, "radio_kinds_create-sea"],
        ]);
      });

      await t.step("listboxes", async () => {
        await page.locator(id("select")).focus();
        await keys(page, [
          ["ArrowDown", value("select"), "air"],
          ["End", value("select"), "rail"],
          ["ArrowUp", value("select"), "sea"],
          ["r", value("select"), "rail"],
          ["Tab", focused, "many_kinds_create"],
        ]);
        const many = () =>
          page.locator(id("many")).evaluate((list: HTMLSelectElement) =>
            Array.from(list.selectedOptions, (each) => each.value)
          );
        await keys(page, [
          ["ArrowDown", many, ["air"]],
          ["Shift+ArrowDown", many, ["air", "sea"]],
          ["ControlOrMeta+a", many, ["air", "sea", "rail"]],
          ["Home", many, ["air"]],
          ["Shift+End", many, ["air", "sea", "rail"]],
        ]);
      });

      await t.step("checkboxes", async () => {
        const ticked = () => page.locator(id("tick")).isChecked();
        await keys(page, [
          ["Tab", focused, "check_kinds_create-air"],
          ["Space", checked("check"), ["AIR"]],
          ["Tab", focused, "check_kinds_create-sea"],
          ["Space", checked("check"), ["AIR", "SEA"]],
          ["Space", checked("check"), ["AIR"]],
          ["Tab", focused, "check_kinds_create-rail"],
          ["Tab", focused, "tick_kinds_create"],
          ["Space", ticked, true],
        ]);
      });

      await t.step("slider", async () => {
        const at = value("range");
        await keys(page, [
          ["Tab", focused, "range_kinds_create"],
          ["ArrowRight", at, "4"],
          ["ArrowUp", at, "5"],
          ["ArrowLeft", at, "4"],
          ["ArrowDown", at, "3"],
          ["End", at, "10"],
          ["PageDown", at, "9"],
          ["Home", at, "0"],
          ["PageUp", at, "1"],
        ]);
      });

      await t.step("combobox", async () => {
        const text = page.locator(`[id="person_kinds_create-text"]`);
        const state = async () => [
          await text.getAttribute("aria-expanded"),
          await text.inputValue(),
          await text.evaluate((box) => {
            const active = box.getAttribute("aria-activedescendant");
            return active && globalThis.document.getElementById(active)?.textContent;
          }),
        ];
        const found = (count: number) =>
          page.waitForFunction(
            ([at, count]) =>
              globalThis.document.querySelectorAll(`${at} [role=option]`).length === count,
            [id("person"), count] as const,
          );
        await text.focus();
        await page.keyboard.type("a");
        await found(3);
        await keys(page, [
          ["ArrowDown", state, ["true", "a", "Ada Lovelace"]],
          ["ArrowDown", state, ["true", "a", "Alan Turing"]],
          ["ArrowUp", state, ["true", "a", "Ada Lovelace"]],
          ["Escape", state, ["false", "a", null]],
        ]);
        await page.keyboard.press("Backspace");
        await page.keyboard.type("gr");
        await found(1);
        await keys(page, [
          ["ArrowDown", state, ["true", "gr", "Grace Hopper"]],
          ["Enter", state, ["false", "Grace Hopper", null]],
        ]);
      });

      await t.step("dialog with a grid of days", async () => {
        const dialog = () => page.locator(`${id("day")} dialog[open]`).count();
        const cell = () =>
          page.evaluate(() => globalThis.document.activeElement?.getAttribute("aria-label"));
        await page.locator(`[id="day_kinds_create-text"]`).focus();
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => globalThis.document.activeElement?.matches("td"));
        await keys(page, [
          ["ArrowRight", cell, "Thursday, November 5, 2026"],
          ["ArrowDown", cell, "Thursday, November 12, 2026"],
          ["Home", cell, "Sunday, November 8, 2026"],
          ["End", cell, "Saturday, November 14, 2026"],
          ["PageDown", cell, "Monday, December 14, 2026"],
          ["Shift+PageUp", cell, "Sunday, December 14, 2025"],
          ["Escape", dialog, 0],
          ["Enter", dialog, 1],
        ]);
        await page.waitForFunction(() => globalThis.document.activeElement?.matches("td"));
        await keys(page, [
          ["ArrowRight", cell, "Thursday, November 5, 2026"],
          ["Space", dialog, 0],
        ]);
      });

      await t.step("help and rows", async () => {
        const shown = () => page.locator(".n2o-tip-text:popover-open").count();
        await page.locator(`${id("line").replace("line", "wrap_line")} .n2o-tip`).focus();
        await keys(page, [["Enter", shown, 1], ["Escape", shown, 0]]);
        const names = () =>
          page.locator(`[id="rows_kinds_create-list"] input`).evaluateAll((all) =>
            all.map((each) => (each as HTMLInputElement).value) // as: they are
          );
        await page.locator("[data-n2o-grab]").first().focus();
        await keys(page, [
          ["Space", names, ["one", "two"]],
          ["ArrowDown", names, ["two", "one"]],
          ["Escape", names, ["one", "two"]],
          ["Space", names, ["one", "two"]],
          ["ArrowDown", names, ["two", "one"]],
          ["Space", names, ["two", "one"]],
        ]);
        await page.locator(id("send")).press("Enter");
        await page.locator("#n2o-flash p").waitFor();
        equal(sent, [{
          line: "x",
          radio: "sea",
          select: "rail",
          many: ["air", "sea", "rail"],
          check: ["air"],
          tick: true,
          range: 1,
          person: { id: "Grace Hopper", text: "Grace Hopper" },
          day: "2026-11-05",
          rows: [{ name: "two" }, { name: "one" }],
        }]);
      });
    } finally {
      await page.close();
      await running.stop();
    }
  },
  !long,
);
