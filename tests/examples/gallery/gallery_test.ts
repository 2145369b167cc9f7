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

/** A phone, and a screen at 200 %, which has half of the pixels, in the dark. */
const VIEWS = [
  ["phone", 320, "light"],
  ["zoomed in the dark", 640, "dark"],
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
        equal([await missed(s.page), s.complaints()], [[], []], "by Tab alone");
      });
    }
  },
);

/** More presses of Tab than a page has places for. */
const MOST = 400;

/** The controls of a page that Tab, pressed until it comes around, does not reach. */
async function missed(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
  });
  let isAround = false;
  for (let presses = 0; presses < MOST && !isAround; presses++) {
    await page.keyboard.press("Tab");
    isAround = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return true;
      const isFirst = document.querySelector("[data-reached]") === at;
      const was = document.querySelector("[data-last]");
      if (isFirst && was !== at) return true;
      was?.removeAttribute("data-last");
      at.setAttribute("data-reached", "");
      at.setAttribute("data-last", "");
      return false;
    });
  }
  return await page.evaluate((isAround) => {
    const all = document.querySelectorAll<HTMLInputElement>(
      "a[href],button,input,select,textarea,summary,[tabindex],audio,video",
    );
    const left = [...all].filter((each) =>
      each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0 &&
      !each.matches(":disabled,[data-reached]") &&
      !(each.type === "radio" && document.querySelector(`[name="${each.name}"][data-reached]`))
    );
    return [...isAround ? [] : ["it goes on for ever"], ...left.map((each) => each.outerHTML)];
  }, isAround);
}

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
