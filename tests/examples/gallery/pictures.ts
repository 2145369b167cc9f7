/**
 * Pictures of the gallery: `deno task pictures [FOLDER [GROUP...]]`, into `pictures/` and of all groups where none are named.
 *
 * Each group on a phone and on a screen, in light and dark; the first page also with what a search finds.
 *
 * @module
 */
import { chromium } from "npm:playwright-core@1.65.1";
import { args, executablePath, type Page } from "../../_support/server/browser.ts";
import { stage } from "./stage.ts";
import { DESKTOP, PHONE, turn, views } from "./views.ts";

const [given, ...only] = Deno.args;
const folder = given ?? new URL("../../../pictures/", import.meta.url).pathname;
await Deno.mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args });
try {
  await using s = await stage(browser);
  s.page.setDefaultTimeout(60_000);
  const all = ["", "?q=dialog", ...s.groups.map((each) => each.name)];
  for (const name of only.length > 0 ? only : all) {
    await s.open(name);
    await readFrames(s.page);
    for (const view of views({ phone: PHONE, desktop: DESKTOP })) {
      await turn(s.page, view);
      // A frame of another origin is drawn where the window shows it.
      const height = await s.page.evaluate(() => document.documentElement.scrollHeight);
      await s.page.setViewportSize({ width: view.width, height });
      await s.page.evaluate(() =>
        new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      );
      const file = `${name.replace("?q=", "search ") || "contents"} ${view.name}.png`;
      await s.page.screenshot({ path: `${folder}/${file}` });
    }
  }
} finally {
  await browser.close();
}

/** What is read once a person comes near is read now; some of it may have been already. */
async function readFrames(page: Page): Promise<void> {
  for (const frame of await page.locator("iframe[loading=lazy]").elementHandles()) {
    await frame.scrollIntoViewIfNeeded();
    const shown = await frame.contentFrame();
    await shown?.waitForURL(({ href }) => href !== "about:blank");
  }
  await page.evaluate(() => scrollTo(0, 0));
}
