import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { complaints, serve } from "../../_support/server/server.ts";
import { long } from "../../_support/long.ts";
import { variable } from "../../_support/permission.ts";

const KEY = "a key for operators";
/** In a short run each screen is looked at in one colour. */
const SHORT = { phone: "dark", desktop: "light" } as const;
/** A folder for pictures of the page, for whoever wants to look at it. */
const PICTURES = variable("PICTURES");

/** Somebody's browser, and what went wrong in it. */
async function opened(browser: Browser, settings: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(settings), page = await context.newPage();
  const wrong: string[] = [];
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => void wrong.push(message.text()));
  page.on("pageerror", (error) => void wrong.push(error.message));
  return { page, wrong, close: () => context.close() };
}

async function entered(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/`);
  await page.waitForURL("**/observer/login.htm?return=*");
  await page.locator("html[data-n2o=online]").waitFor();
  await page.getByLabel("Key").fill(KEY);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/observer/index.htm");
  await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
}

/** The rows of a part, cell by cell. */
function rows(page: Page, part: string): Promise<string[][]> {
  return page.locator(`#${part} tbody tr`).evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent ?? ""))
  );
}

browserTest("the observer: what runs, live, for operators alone", async (browser, t) => {
  await using served = await serve({
    main: new URL("../../../examples/observer/main.ts", import.meta.url),
    prepare: (folder) => ({ KV_PATH: `${folder}/observer.sqlite3`, OBSERVER_KEY: KEY }),
  });

  await t.step("who has not the key sees neither document nor page", async () => {
    const { page, close } = await opened(browser);
    const answer = await page.request.get(`${served.origin}/observer/index.htm`, {
      maxRedirects: 0,
      headers: { "sec-fetch-mode": "navigate" },
    });
    equal(answer.status(), 302);
    await page.goto(`${served.origin}/observer/login.htm`);
    await page.locator("html[data-n2o=online]").waitFor();
    await page.getByLabel("Key").fill("a guess");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("alert").filter({ hasText: "This is not the key." }).waitFor();
    await close();
  });

  await t.step(
    "it shows processes, ring, tables, sessions, presence, and that there are no feeds",
    async () => {
      const { page, wrong, close } = await opened(browser);
      await entered(page, served.origin);
      const processes = await rows(page, "processes");
      equal(processes.map(([id]) => id).sort(), [
        "{caching, timer}",
        ...[1, 2, 3, 4].map((each) => `{ws, /app/ws/${each}}`),
      ]);
      assert(processes.every(([, pid = ""]) => /^<0\.\d+\.0>$/.test(pid)), String(processes));
      const ring = [1, 2, 3, 4].map((each) => `/app/ws/${each}`).join(", ");
      equal(await rows(page, "rings"), [["ws", "app", ring, "16"]]);
      equal((await rows(page, "tables")).length, 7);
      equal((await rows(page, "sessions")).some(([user]) => user === "operator"), true);
      equal(await rows(page, "presence"), [["observers", "operator", "1"]]);
      await page.getByText("Nothing was appended yet.").waitFor();
      equal(wrong, []);
      await close();
    },
  );

  await t.step("another who comes is seen live, unless the page is paused", async () => {
    const first = await opened(browser), second = await opened(browser);
    await entered(first.page, served.origin);
    await entered(second.page, served.origin);
    const two = first.page.locator("#presence td").filter({ hasText: /^2$/ });
    await two.waitFor();
    await first.page.getByRole("button", { name: "Pause" }).click();
    await first.page.getByRole("status").filter({ hasText: "Paused" }).waitFor();
    await second.close();
    await first.page.getByRole("button", { name: "Resume" }).click();
    await first.page.locator("#presence td").filter({ hasText: /^1$/ }).waitFor();
    await first.page.getByRole("button", { name: "Log out" }).click();
    await first.page.waitForURL("**/observer/login.htm");
    await first.page.goto(`${served.origin}/observer/index.htm`);
    await first.page.waitForURL("**/observer/login.htm?return=*");
    equal([first.wrong, second.wrong], [[], []]);
    await first.close();
  });

  await t.step("a page whose server is away does not say that it is live", async () => {
    const { page, close } = await opened(browser), said: string[] = [];
    const look = async () => {
      for (const state of ["online", "offline", "connecting"]) {
        await page.evaluate((state) => void (document.documentElement.dataset.n2o = state), state);
        const texts = await page.locator("[role=status]:visible").allInnerTexts();
        said.push(/^[^.]*/.exec(texts.join("").trim())?.[0] ?? "");
      }
    };
    await page.goto(`${served.origin}/observer/login.htm`);
    await page.locator("html[data-n2o=online]").waitFor();
    await look();
    await entered(page, served.origin);
    await look();
    const away = "Offline";
    equal(said, ["", away, away, "Live", away, away]);
    await close();
  });

  for (const [name, width, height] of [["phone", 360, 740], ["desktop", 1_280, 900]] as const) {
    for (const colorScheme of long ? ["light", "dark"] as const : [SHORT[name]]) {
      await t.step(
        `${name}, ${colorScheme}: nothing is wider than the screen, all is reached by keyboard`,
        async () => {
          const { page, wrong, close } = await opened(browser, {
            viewport: { width, height },
            colorScheme,
          });
          await entered(page, served.origin);
          equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          const reached: string[] = [];
          await page.locator("body").click({ position: { x: 1, y: 1 } });
          for (let step = 0; step < 7; step++) {
            await page.keyboard.press("Tab");
            reached.push(await page.evaluate(() => document.activeElement?.id ?? ""));
          }
          equal(reached.slice(0, 3), ["pause", "leave", "processes-scroll"]);
          equal(reached.at(-1), "presence-scroll");
          if (PICTURES !== undefined) {
            await page.screenshot({
              path: `${PICTURES}/${name}-${colorScheme}.png`,
              fullPage: true,
            });
          }
          equal(wrong, []);
          await close();
        },
      );
    }
  }
  equal(complaints(served), []);
});
