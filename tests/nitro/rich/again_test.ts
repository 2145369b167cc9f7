import { nitro } from "../../../mod.ts";
import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { controls, stage } from "./stage.ts";

const { p, panel, upload } = nitro;

/** What parts take for themselves. */
const MODULES = ["list", "month", "odd", "sort", "transfer"];

browserTest(
  "what a part takes for itself is asked for again when it could not be loaded",
  async (browser) => {
    await using s = await stage(browser);
    const { page } = s, asked: Record<string, string[]> = {}, came = new Set<string>();
    await page.route(/\/n2o\/\w+\.js/, async (route) => {
      const { pathname, href } = new URL(route.request().url());
      const name = pathname.slice("/n2o/".length, -".js".length);
      if (!MODULES.includes(name)) return route.continue();
      const before = asked[name] ??= [];
      before.push(href);
      if (before.length <= 2) return route.abort();
      came.add(name);
      await route.continue();
    });
    await page.goto(`${s.relay.origin}/app`);
    await page.locator("#day").waitFor();
    const open = page.locator("#day [data-n2o-open]"), dialog = page.locator("#day dialog[open]");
    for (let round = 0; round < 5; round++) {
      await s.act(() => {
        nitro.update("main", p({ id: "main" }));
        nitro.update("main", controls());
        if (round > 0) nitro.remove("more");
        nitro.insertAfter("main", panel({ id: "more", body: upload({ id: "files" }) }));
      });
      await open.click();
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
      if (await dialog.count() > 0) await page.keyboard.press("Escape");
    }
    equal([...came].sort(), MODULES);
    for (const addresses of Object.values(asked)) {
      equal(
        new Set(addresses).size,
        addresses.length,
        "browsers remember what could not be loaded",
      );
    }
    await page.locator("#kind-text").fill("ban");
    const options = page.locator("#kind-list li:not([hidden])");
    await page.waitForFunction(() =>
      document.querySelectorAll("#kind-list li[hidden]").length === 2
    );
    equal(await options.allTextContents(), ["Banana"]);
    await open.click();
    await dialog.waitFor();
    const complaints = await s.complaints();
    equal(complaints.filter((line) => !/^Failed to fetch .*month/.test(line)), []);
  },
);
