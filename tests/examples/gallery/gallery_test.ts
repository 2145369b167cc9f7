import { equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { axe } from "../../_support/server/axe.ts";
import { browserTest, type Page } from "../../_support/server/browser.ts";
import { missed } from "../../_support/server/tabs.ts";
import { ACTS } from "./acts.ts";
import { DOES, type Person } from "./does.ts";
import { finds, findsEarly, findsPlainly, findsWithin, switches } from "./found.ts";
import { stage } from "./stage.ts";
import { STATES } from "./states.ts";
import { PHONE, turn, views, ZOOMED } from "./views.ts";

/** The groups that are looked at where there is little time: they have most of what can go wrong. */
const SOME: ReadonlySet<string> = new Set(["rich", "offers"]);

browserTest(
  "pages of the gallery are read at any width and by Tab alone, and their entries do what they say",
  async (browser, t) => {
    await using s = await stage(browser);
    await t.step("the search finds as one types, by keyboard", () => finds(s));
    await t.step("the search before the page is live", () => findsEarly(s));
    await t.step("the search without a script", () => findsPlainly(s));
    await t.step("the search of a group", () => findsWithin(s));
    await t.step("the switches of code and colours", () => switches(s));
    equal(s.complaints(), []);
    const person = personOf(s.page);
    for (const { name, entries } of [...FIRST, ...s.groups]) {
      if (!long && !SOME.has(name)) continue;
      await t.step(`${name || "contents"} is read`, async () => {
        await s.open(name);
        await looks(s.page, name);
        equal(await missed(s.page), [], "by Tab alone");
      });
      const checks = { ...DOES[name], ...ACTS[name], ...STATES[name] };
      equal(Object.keys(checks).filter((key) => !entries.some((each) => each.name === key)), []);
      for (const entry of entries) {
        const shown = await s.page.locator(`#${entry.name} pre[role=region]`).allTextContents();
        equal(shown, entry.codes.map(({ text }) => text));
        const check = checks[entry.name];
        if (check !== undefined) await t.step(`${name}: ${entry.title}`, () => check(person));
      }
      // As it is once everything was used.
      if (entries.length > 0) await t.step(`${name} is read again`, () => looks(s.page, name, 1));
      equal(s.complaints(), [], name);
    }
  },
);

/** The first page, and what its search finds, and does not. */
const FIRST = ["", "?q=dialog", "?q=nothing-is-called-that"].map((name) => ({ name, entries: [] }));

/** A page at each width and in each scheme: no serious fault for who does not see it, and nothing beside the screen. */
async function looks(page: Page, name: string, most = long ? 4 : 1): Promise<void> {
  for (const view of views({ phone: PHONE, zoomed: ZOOMED }).slice(0, most)) {
    await turn(page, view);
    const beside = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    equal([await axe(page), beside], [[], 0], `${name} ${view.name}`);
  }
}

function personOf(page: Page): Person {
  return {
    page,
    press: (id) => page.locator(`[id="${id}"]`).click(),
    fill: (id, text) => page.locator(`[id="${id}"]`).fill(text),
    async hears(text) {
      const said = page.locator("#n2o-flash p").filter({ hasText: text }).first();
      await said.waitFor();
      await said.getByRole("button", { name: "Close" }).click();
    },
    async reads(id, text) {
      await page.waitForFunction(
        ([id, text]) => document.getElementById(id!)?.textContent === text,
        [id, text],
      );
    },
  };
}
