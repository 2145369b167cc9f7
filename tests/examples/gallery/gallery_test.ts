import { equal } from "../../_support/assert.ts";
import { variable } from "../../_support/permission.ts";
import { long } from "../../_support/long.ts";
import { axe } from "../../_support/server/axe.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { stage } from "./stage.ts";

/** Where pictures of the pages go, if anywhere: a folder. */
const PICTURES = variable("TEST_PICTURES");

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
