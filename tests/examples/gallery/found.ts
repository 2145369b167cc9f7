/**
 * The search of the gallery and its switches, by keyboard.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import type { Page } from "../../_support/server/browser.ts";
import type { Stage } from "./stage.ts";

/** What is shown of the search: how much, and which. */
async function shown(page: Page): Promise<readonly [string, readonly string[]]> {
  const said = await page.locator("#gallery-count").textContent() ?? "";
  return [said, await page.locator("#gallery-found a").allTextContents()];
}

/** Types into the search, and waits until this is said. */
async function ask(page: Page, text: string, said: RegExp): Promise<void> {
  await page.locator("#gallery-find").fill(text);
  await page.locator("#gallery-count").filter({ hasText: said }).waitFor();
}

/** The search finds as one types, by keyboard alone, and has an address. */
export async function finds(s: Stage): Promise<void> {
  const { page } = s;
  await s.open("");
  await page.keyboard.press("/");
  equal(await page.evaluate(() => document.activeElement!.id), "gallery-find");
  equal(await page.locator("#gallery-find").inputValue(), "");
  await page.keyboard.type("kinds refuses");
  await page.locator("#gallery-count").filter({ hasText: "1 entry found" }).waitFor();
  equal(await shown(page), ["1 entry found", ["Kinds of values"]]);
  equal(await page.locator("#gallery-found mark").allTextContents(), ["Kinds", "refuses"]);
  equal([await page.locator(".groups").isVisible(), new URL(page.url()).search], [
    false,
    "?q=kinds%20refuses",
  ]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/events#kinds");
  equal(await page.locator("article:target").getAttribute("id"), "kinds");
  await page.goBack();
  await page.locator("#gallery-count").filter({ hasText: "1 entry found" }).waitFor();
  equal(await page.locator("#gallery-find").inputValue(), "kinds refuses");

  await ask(page, "quxzq", /^Nothing found$/);
  await page.locator("#gallery-found").getByRole("link", { name: "combobox" }).click();
  await page.waitForURL("**/?q=combobox");
  await page.locator("html[data-n2o=online]").waitFor({ state: "attached" });
  const [said, found] = await shown(page);
  equal([/^\d+ entries found$/.test(said), found[0]], [true, "A combobox"]);
  // The arrows end at either end, and Escape goes back to the question.
  await page.locator("#gallery-find").focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"]) {
    await page.keyboard.press(key);
  }
  equal(await page.evaluate(() => document.activeElement!.id), "gallery-find");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  equal(await page.evaluate(() => document.activeElement!.id), "gallery-find");
  await page.locator("#gallery-find").fill("");
  await page.locator(".groups").waitFor();
  equal([await shown(page), new URL(page.url()).search], [["", []], ""]);
}

/** What is typed before the page can hear it is not lost: the connection is let through once it was. */
export async function findsEarly(s: Stage): Promise<void> {
  const page = await s.page.context().newPage(),
    { promise, resolve } = Promise.withResolvers<void>();
  try {
    await page.routeWebSocket(/./, async (socket) => {
      await promise;
      socket.connectToServer();
    });
    await page.goto("/?q=dialog");
    await page.locator("#gallery-find").fill("kinds refuses");
    resolve();
    await page.locator("#gallery-count").filter({ hasText: /^1 entry found$/ }).waitFor();
    equal(await shown(page), ["1 entry found", ["Kinds of values"]]);
    equal(await page.locator("#gallery-find").inputValue(), "kinds refuses");
  } finally {
    await page.close();
  }
}

/** Without a script the search is a form of plain HTTP. */
export async function findsPlainly(s: Stage): Promise<void> {
  const browser = s.page.context().browser();
  const context = await browser!.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(new URL("/text", s.page.url()).href);
    await page.locator("#gallery-find").fill("keygen");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/?q=keygen");
    equal(await shown(page), ["1 entry found", ["A pair of keys"]]);
  } finally {
    await context.close();
  }
}

/** In a group the search stands above what is open, and the page stays. */
export async function findsWithin(s: Stage): Promise<void> {
  const { page } = s;
  await s.open("text");
  await ask(page, "<b>1", /^2 entries found$/);
  equal(await page.locator("#gallery-found b").count(), 0);
  await ask(page, "keygen", /^1 entry found$/);
  equal(await page.locator("#meaning").isVisible(), true);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/?q=keygen");
  equal((await shown(page))[1], ["A pair of keys"]);
}

/** The switches show at once, and are remembered. */
export async function switches(s: Stage): Promise<void> {
  const { page } = s;
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const codes = async () => ({
    ts: await page.locator("#meaning .code.ts").isVisible(),
    tsx: await page.locator("#meaning .code.tsx").isVisible(),
  });
  await s.open("text");
  equal(await codes(), { ts: true, tsx: false });
  await page.getByLabel("Code", { exact: true }).selectOption("TSX");
  equal(await codes(), { ts: false, tsx: true });
  await page.getByLabel("Code", { exact: true }).selectOption("Both");
  equal(await codes(), { ts: true, tsx: true });
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground();
  equal(light === dark, false);
  await page.getByLabel("Colours").selectOption("Light");
  equal(await ground(), light);
  await page.waitForFunction(() => document.cookie.includes("look=light"));
  await s.open("text");
  equal([await ground(), await codes()], [light, { ts: true, tsx: true }]);
  await page.getByLabel("Colours").selectOption("Dark");
  await page.emulateMedia({ colorScheme: "light" });
  equal(await ground(), dark);
  await page.context().clearCookies();
  await s.open("text");
  equal([await ground(), await codes()], [light, { ts: true, tsx: false }]);
}
