import { equal } from "../../_support/assert.ts";
import { variable } from "../../_support/permission.ts";
import { long } from "../../_support/long.ts";
import { axe } from "../../_support/server/axe.ts";
import { browserTest, type Page } from "../../_support/server/browser.ts";
import { ACTS } from "./acts.ts";
import { DOES, type Person } from "./does.ts";
import { stage } from "./stage.ts";

/** Where pictures of the pages go, if anywhere: a folder. */
const PICTURES = variable("TEST_PICTURES");

/** The groups that are looked at where there is little time. */
const FEW: ReadonlySet<string> = new Set(["form", "states"]);

/** A phone, a screen at 200 % (which has half of the pixels), in both schemes, and a desktop. */
const VIEWS = [
  ["phone", 320, "light"],
  ["phone in the dark", 320, "dark"],
  ["zoomed", 640, "dark"],
  ["desktop", 1_280, "light"],
] as const;

browserTest(
  "every page of the gallery is read at any width and in both schemes",
  async (browser, t) => {
    await using s = await stage(browser);
    for (const { name } of [{ name: "" }, ...s.groups]) {
      if (!long && !FEW.has(name)) continue;
      await t.step(name || "contents", async () => {
        await s.open(name);
        for (const [view, width, colorScheme] of long ? VIEWS : VIEWS.slice(0, 1)) {
          await s.page.emulateMedia({ colorScheme });
          await s.page.setViewportSize({ width, height: 640 });
          const beside = await s.page.evaluate(() =>
            document.documentElement.scrollWidth - document.documentElement.clientWidth
          );
          equal([await axe(s.page), beside], [[], 0], view);
          if (PICTURES) {
            await s.page.screenshot({
              path: `${PICTURES}/${name || "contents"} ${view}.png`,
              fullPage: true,
            });
          }
        }
        equal(s.complaints(), []);
      });
    }
  },
);

browserTest("entries of the gallery do what they say", async (browser, t) => {
  await using s = await stage(browser);
  const { page } = s;
  const person: Person = {
    page,
    press: (id) => page.locator(`[id="${id}"]`).click(),
    fill: (id, text) => page.locator(`[id="${id}"]`).fill(text),
    async hears(text) {
      const said = page.locator("#n2o-flash p").filter({ hasText: text }).first();
      await said.waitFor();
      await said.getByRole("button", { name: "Close" }).click();
    },
    reads: (id, text) =>
      page.waitForFunction(
        ([id, text]) => document.getElementById(id!)?.textContent === text,
        [id, text],
      ).then(() => undefined),
  };
  for (const { name, entries } of s.groups) {
    if (!long && !FEW.has(name)) continue;
    const checks = { ...DOES[name], ...ACTS[name] };
    equal(Object.keys(checks).filter((each) => entries.every((entry) => entry.name !== each)), []);
    await s.open(name);
    for (const entry of entries) {
      equal(await page.locator(`#${entry.name} pre[role=region]`).textContent(), entry.code);
      const check = checks[entry.name];
      if (check !== undefined) await t.step(`${name}: ${entry.title}`, () => check(person));
    }
    equal(s.complaints(), []);
  }
});
