import axe from "npm:axe-core@4.14.1";
import { equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";
import { sample } from "../../_support/server/sample.ts";
import { scene } from "./scene.ts";

/** A phone of 320 px, twice as large, in both schemes; axe asks for what WCAG 2.2 AA does. */
const VIEWS = [
  { width: 320, height: 640, scheme: "light" },
  { width: 640, height: 640, scheme: "dark" },
] as const;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds serious or worse on a page, where it stands. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const run = `axe.run({ runOnly: ${JSON.stringify(TAGS)} })`;
  const { violations } = await page.evaluate(run) as axe.AxeResults;
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Whether nothing of a page is cut off to the side. */
async function fits(page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
}

async function look(
  browser: Browser,
  origin: string,
  seen: (page: Page, check: (what: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const { width, height, scheme } of long ? VIEWS : VIEWS.slice(0, 1)) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      baseURL: origin,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    // A zoom of 200 % is half of the pixels of CSS.
    if (width === 640) await page.setViewportSize({ width: width / 2, height: height / 2 });
    await seen(page, async (what) => {
      equal([await faults(page), await fits(page)], [[], true], `${what}, ${width} ${scheme}`);
    });
    await context.close();
  }
}

async function online(page: Page, state = "online"): Promise<void> {
  await page.locator(`html[data-n2o=${state}]`).waitFor({ state: "attached" });
}

browserTest(
  "a declared page and its states have no serious fault for assistive technology",
  async (browser) => {
    await using on = await scene();
    await look(browser, on.origin, async (page, check) => {
      await page.goto("/nothing");
      await check("404");
      await page.goto("/p");
      await online(page);
      await check("live");
      await page.locator("#name").fill("Ada");
      await page.locator("#name").press("Enter");
      await page.getByText("Good day, Ada").waitFor();
      await page.locator("#fail").click();
      await page.locator("#n2o-flash p").nth(1).waitFor();
      await page.locator("#slow").click();
      await page.locator("#slow[aria-busy]").waitFor();
      await check("failed and pending");
      on.goOn();
      await on.stop();
      await online(page, "offline");
      await check("offline");
      await on.start();
    });
  },
);

browserTest("the sample has no serious fault for assistive technology", async (browser) => {
  await using served = await sample();
  await look(browser, served.origin, async (page, check) => {
    await page.goto("/");
    await online(page);
    await page.getByRole("button", { name: "Login" }).click();
    await page.getByRole("alert").filter({ hasText: "name" }).waitFor();
    await check("login");
    await page.locator("#user").fill("Olena");
    await page.locator("#pass").fill("axe");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/app/index.htm?room=axe");
    await online(page);
    await page.locator("#message").fill("Hello");
    await page.keyboard.press("Enter");
    await page.locator("message").first().waitFor();
    await check("chat");
  });
}, !long);
