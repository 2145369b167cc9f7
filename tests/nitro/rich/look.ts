import { long } from "../../_support/long.ts";
import { variable } from "../../_support/permission.ts";
import { equal } from "../../_support/assert.ts";
import { axe } from "../../_support/server/axe.ts";
import type { Stage } from "./stage.ts";

/** Where pictures of the controls go, if anywhere: a folder. */
const PICTURES = variable("TEST_PICTURES");

const SIZES = [
  ["phone in the dark", 320, "dark", "ar"],
  ["phone", 320, "light", "uk"],
  ["desktop", 1_280, "light", "en"],
  // A screen of 1,280 at 200 % is one of 640 that has twice the pixels.
  ["desktop at 200 % in the dark", 640, "dark", "uk"],
] as const;

/** The controls at each size and in each scheme: no serious fault for who does not see them, and nothing beside the screen. */
export async function looks(s: Stage, t: Deno.TestContext): Promise<void> {
  const { page } = s;
  for (const [name, width, colorScheme, lang] of long ? SIZES : SIZES.slice(0, 1)) {
    await t.step(`no serious fault on a ${name}`, async () => {
      await page.emulateMedia({ colorScheme });
      await s.load({ lang, width });
      const check = async (what: string) => {
        equal(await axe(page), [], what);
        const beside = await page.evaluate(() =>
          document.documentElement.scrollWidth - document.documentElement.clientWidth
        );
        equal(beside, 0, `${what}: it is as wide as the screen`);
        if (PICTURES) {
          await page.screenshot({ path: `${PICTURES}/${name} ${what}.png`, fullPage: true });
        }
      };
      await page.locator("#client-text").fill("person");
      await page.waitForFunction(() => document.querySelectorAll("#client-list li").length > 9);
      await page.keyboard.press("ArrowDown");
      await check("list");
      await page.keyboard.press("Escape");
      await page.locator("#day-text").fill("1.1.1");
      await page.keyboard.press("Tab");
      await page.locator("#tasks [data-n2o-grab]").first().focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowDown");
      await check("rows");
      await page.keyboard.press("Escape");
      await page.locator("#day [data-n2o-open]").click();
      await page.locator("#day dialog[open] td").first().waitFor();
      await check("month");
      equal(await s.complaints(), []);
    });
  }
}
