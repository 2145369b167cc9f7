import { equal } from "../../_support/assert.ts";
import { variable } from "../../_support/permission.ts";
import { long } from "../../_support/long.ts";
import { axe } from "../../_support/server/axe.ts";
import { browserTest, type Page } from "../../_support/server/browser.ts";
import { missed } from "../../_support/server/tabs.ts";
import { ACTS } from "./acts.ts";
import { DOES, type Person } from "./does.ts";
import { stage } from "./stage.ts";

/** Where pictures of the pages go, if anywhere: a folder. */
const PICTURES = variable("TEST_PICTURES");

/** The group that is looked at where there is little time: it has most of what can go wrong. */
const ONE = "rich";

/** A phone, and a screen at 200 %, which has half of the pixels, in the dark. */
const VIEWS = [
  ["phone", 320, "light"],
  ["zoomed in the dark", 640, "dark"],
] as const;

browserTest(
  "pages of the gallery are read at any width and by Tab alone, and their entries do what they say",
  async (browser, t) => {
    await using s = await stage(browser);
    const person = personOf(s.page);
    for (const { name, entries } of [{ name: "", entries: [] }, ...s.groups]) {
      if (!long && name !== ONE) continue;
      await t.step(`${name || "contents"} is read`, async () => {
        await s.open(name);
        await looks(s.page, name);
        equal(await missed(s.page), [], "by Tab alone");
      });
      const checks = { ...DOES[name], ...ACTS[name] };
      equal(Object.keys(checks).filter((key) => !entries.some((each) => each.name === key)), []);
      for (const entry of entries) {
        const shown = await s.page.locator(`#${entry.name} pre[role=region]`).allTextContents();
        equal(shown, entry.codes.map(({ text }) => text));
        const check = checks[entry.name];
        if (check !== undefined) await t.step(`${name}: ${entry.title}`, () => check(person));
      }
      equal(s.complaints(), [], name);
    }
  },
);

/** A page at each width and in each scheme: no serious fault for who does not see it, and nothing beside the screen. */
async function looks(page: Page, name: string): Promise<void> {
  for (const [view, width, colorScheme] of long ? VIEWS : VIEWS.slice(0, 1)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 640 });
    const beside = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    equal([await axe(page), beside], [[], 0], view);
    const path = `${PICTURES}/${name || "contents"} ${view}.png`;
    if (PICTURES) await page.screenshot({ path, fullPage: true });
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
