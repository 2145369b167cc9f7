import { assert, equal } from "../../_support/assert.ts";
import {
  type Browser,
  type BrowserContext,
  browserTest,
  type Page,
} from "../../_support/server/browser.ts";
import { type Scene, scene } from "./scene.ts";

/** Waits for a state of the connection. */
async function online(page: Page, state = "online"): Promise<void> {
  await page.locator(`html[data-n2o=${state}]`).waitFor({ state: "attached" });
}

/** What is shown of the states and messages, from top to bottom, each with its buttons. */
async function said(page: Page): Promise<string[]> {
  const lines = await page.locator("#n2o-foot p:visible").all();
  return await Promise.all(
    lines.map(async (line) => (await line.innerText()).replace(/\s+/g, " ")),
  );
}

async function opened(browser: Browser, on: Scene, path = "/p"): Promise<Page> {
  const context = await browser.newContext(), page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => on.wrong.push(error.message));
  page.on("console", (line) => {
    if (/Content Security Policy|Refused/.test(line.text())) on.wrong.push(line.text());
  });
  await page.goto(on.origin + path);
  await online(page);
  return page;
}

browserTest(
  "a declared page goes live as it is, and shows what fails, waits and is said",
  async (browser, t) => {
    await using on = await scene();

    await t.step("it goes live without a flicker, and what was typed meanwhile stays", async () => {
      const page = await (await browser.newContext()).newPage();
      const { promise, resolve } = Promise.withResolvers<void>();
      await page.routeWebSocket(/./, async (socket) => {
        await promise;
        socket.connectToServer();
      });
      await page.goto(`${on.origin}/p`);
      await page.evaluate(() => {
        const seen: unknown[] = [];
        Object.assign(globalThis, { seen, button: document.getElementById("plus") });
        const told = { childList: true, subtree: true, characterData: true };
        new MutationObserver((records) =>
          seen.push(...records.map(({ target }) => target.nodeName))
        )
          .observe(document.getElementById("n2o-page")!, told);
      });
      await page.locator("#name").pressSequentially("Ada");
      resolve();
      await online(page);
      equal(await page.evaluate("[seen, button === document.getElementById('plus')]"), [[], true]);
      equal(await page.evaluate("[document.activeElement.id, document.activeElement.value]"), [
        "name",
        "Ada",
      ]);
      await page.locator("#plus").click();
      await page.locator("#sum:text('1')").waitFor();
      equal(await page.title(), "Sum 1");
      await page.context().close();
    });

    await t.step("an event that fails is shown, and goes right once more by a button", async () => {
      const page = await opened(browser, on);
      await page.locator("#fail").click();
      await page.getByRole("alert").waitFor();
      equal(await said(page), ["That did not work. Try again Close"]);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.locator("#n2o-flash .success").waitFor();
      equal(await said(page), ["now it did Close"]);
      await page.locator("#n2o-flash").getByRole("button", { name: "Close" }).click();
      equal(await said(page), []);
      // A form by Enter.
      await page.locator("#name").fill("fails");
      await page.locator("#name").press("Enter");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("Good day, fails").waitFor();
      await page.context().close();
    });

    await t.step("a page that fails to get ready says so, and is loaded again", async () => {
      const page = await opened(browser, on, "/half");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("whole").waitFor();
      await online(page);
      equal(await said(page), []);
      await page.context().close();
    });

    await t.step("an answer that takes long is seen on what waits for it", async () => {
      const page = await opened(browser, on);
      await page.locator("#slow").click();
      await page.locator("#slow[aria-busy=true]").waitFor();
      on.goOn();
      await page.locator("#slow:not([aria-busy])").waitFor();
      await page.context().close();
    });

    await t.step(
      "what waits or was typed and not sent is asked about before the tab closes",
      async () => {
        const page = await opened(browser, on);
        let asked = 0;
        page.on("dialog", (dialog) => {
          asked++;
          void dialog.dismiss();
        });
        const isAsked = async () => {
          const before = asked, shown = page.waitForEvent("dialog", { timeout: 1_000 });
          await page.evaluate(() => void (location.href = "/elsewhere")).catch(() => {});
          await shown.catch(() => {});
          return asked > before;
        };
        await page.locator("#other").fill("not marked");
        await page.locator("#name").fill("Ada");
        equal(await isAsked(), true);
        await page.locator("#greet").click();
        await page.getByText("Good day, Ada").waitFor();
        await page.locator("#name").fill("Ada Lovelace");
        equal(await isAsked(), true, "typed since");
        await page.locator("#greet").click();
        await page.getByText("Good day, Ada Lovelace").waitFor();
        equal(await isAsked(), false);
        equal(new URL(page.url()).pathname, "/elsewhere");
        await page.context().close();
      },
    );

    await t.step(
      "a server that is gone is seen; what was typed, and what was sent meanwhile, is there when it is back",
      async () => {
        const page = await opened(browser, on);
        await page.locator("#name").fill("before ");
        await on.stop();
        await online(page, "offline");
        assert((await said(page))[0]?.startsWith("Offline."), String(await said(page)));
        await page.locator("#name").press("End");
        await page.keyboard.type("and while it was gone");
        await page.locator("#plus").click();
        await page.locator("#plus[aria-busy=true]").waitFor();
        await on.start();
        await page.getByRole("status").getByRole("button", { name: "Try again" }).click().catch(
          () => {},
        );
        await online(page);
        await page.locator("#plus:not([aria-busy])").waitFor();
        equal(await page.locator("#name").inputValue(), "before and while it was gone");
        equal(await page.locator("#sum").textContent(), "1");
        equal(await said(page), []);
        await page.context().close();
      },
    );
    equal(on.wrong, []);
  },
);
