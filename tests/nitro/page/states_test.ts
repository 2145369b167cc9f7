import { assert, equal } from "../../_support/assert.ts";
import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";
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

/** The only page, whose faults are noted. */
async function watched(browser: Browser, on: Scene): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => on.wrong.push(error.message));
  page.on("console", (line) => {
    if (/Content Security Policy|Refused/.test(line.text())) on.wrong.push(line.text());
  });
  return page;
}

browserTest(
  "a declared page goes live as it is, and shows what fails, waits and is said",
  async (browser, t) => {
    await using on = await scene();
    const page = await watched(browser, on);
    const open = async (path = "/p") => {
      await page.goto(on.origin + path);
      await online(page);
    };

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
    });

    await t.step("an event that fails is shown, and goes right once more by a button", async () => {
      await open();
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
    });

    await t.step(
      "each reason is told in words, with a button where that can help, and the keyboard is enough",
      async () => {
        await open();
        const told = async (reason: string) => {
          await page.evaluate((reason) => {
            document.dispatchEvent(new CustomEvent("n2o:error", { detail: { seq: 1, reason } }));
          }, reason);
          const [line = ""] = await said(page);
          await page.locator("#plus").focus();
          await page.getByRole("alert").getByRole("button").last().focus();
          await page.keyboard.press("Enter");
          equal(await said(page), []);
          equal(await page.evaluate("document.activeElement.id"), "plus");
          return line;
        };
        equal(await told("too large"), "That is too large to be sent. Close");
        equal(await told("queue full"), "Too much waits to be sent already. Close");
        equal(await told("version"), "There is a new version of this page. Try again Close");
        equal(
          await told("unknown"),
          "The connection broke: please look whether that was done. Close",
        );
        equal(await told("<img src=x onerror=alert(1)>"), "That did not work. Close");
      },
    );

    await t.step(
      "a form that is sent before the page is live goes nowhere, least of all with what was typed in its address",
      async () => {
        const context = await browser.newContext({ javaScriptEnabled: false });
        const early = await context.newPage();
        await early.goto(`${on.origin}/p`);
        await early.locator("#name").fill("secret");
        await early.locator("#name").press("Enter");
        await early.locator("#greet").click();
        equal(early.url(), `${on.origin}/p`);
        equal(await early.locator("#name").inputValue(), "secret");
        await context.close();
      },
    );

    await t.step(
      "what is said as a page leads elsewhere is said on the next one",
      async () => {
        await open();
        await page.locator("#leave").click();
        await page.waitForURL("**/half");
        await page.getByText("See you <b>there</b>").waitFor();
        await page.reload();
        await online(page);
        equal((await said(page)).filter((line) => line.startsWith("See you")), []);
      },
    );

    await t.step("a page that fails to get ready says so, and is loaded again", async () => {
      await open("/late");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("whole").waitFor();
      await online(page);
      equal(await said(page), []);
    });

    await t.step("an answer that takes long is seen on what waits for it", async () => {
      await open();
      await page.locator("#slow").click();
      await page.locator("#slow[aria-busy=true]").waitFor();
      on.goOn();
      await page.locator("#slow:not([aria-busy])").waitFor();
    });

    await t.step(
      "what waits or was typed and not sent is asked about before the tab closes",
      async () => {
        await open();
        let { promise: asked, resolve } = Promise.withResolvers<string>();
        page.on("dialog", (dialog) => {
          resolve(dialog.type());
          void dialog.dismiss();
        });
        const isAsked = async () => {
          ({ promise: asked, resolve } = Promise.withResolvers<string>());
          await page.evaluate(() => void setTimeout(() => location.assign("/elsewhere")));
          return await asked === "beforeunload";
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
        await page.evaluate(() => void (location.href = "/elsewhere"));
        await page.waitForURL("**/elsewhere");
      },
    );

    await t.step(
      "whatever kind a marked control is of, it is asked about until it was sent",
      async () => {
        const page = await (await browser.newContext()).newPage();
        await page.goto(`${on.origin}/kinds`);
        await online(page);
        const asks = () =>
          page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
        const changes: [string, () => Promise<unknown>][] = [
          ["text", () => page.locator("#text").fill(" a\u2028b")],
          ["day", () => page.locator("#day").fill("0987-01-02")],
          ["many", () => page.locator("#many").selectOption(["a", "b"])],
          ["one", () => page.locator("#one").selectOption("b")],
          ["pick", () => page.locator("[value=y]").check()],
          ["tick", () => page.locator("#tick").check()],
        ];
        equal(await asks(), false);
        for (const [name, change] of changes) {
          await change();
          equal(await asks(), true, name);
          await page.locator("#save").click();
          await page.locator("#save:not([aria-busy])").waitFor();
          await page.locator("#n2o-flash p").first().waitFor();
          equal(await asks(), false, name);
          await page.evaluate("document.getElementById('n2o-flash').replaceChildren()");
        }
        // What the server shows by now is no news to it.
        await page.locator("#text").fill("tidy");
        equal(await asks(), true);
        await page.locator("#tidy").click();
        await page.locator("#text[value=tidy]").waitFor();
        equal(await asks(), false);
      },
    );

    await t.step(
      "a server that is gone is seen; what was typed, and what was sent meanwhile, is there when it is back",
      async () => {
        await open();
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
      },
    );
    equal(on.wrong, []);
  },
);
