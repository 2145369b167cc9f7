/**
 * Pictures in a real browser, under a strict content security policy.
 *
 * @module
 */
import * as bpe from "../../../bpe/define/builders.ts";
import { define } from "../../../bpe/define/define.ts";
import { step } from "../../../bpe/engine/engine.ts";
import { parse } from "../../../bpe/parse.ts";
import { picture, pictureCss } from "../../../bpe/picture/picture.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";
import { absent, folder } from "../../_support/golden.ts";

const leave = define(bpe.process({
  name: "leave",
  tasks: [
    bpe.beginEvent({ id: "Asked", name: "Asked" }),
    bpe.userTask({ id: "Approve", name: "Approve </svg><script>document.title='broken'</script>" }),
    bpe.endEvent({ id: "Done", name: "Done" }),
  ],
  flows: [
    bpe.sequenceFlow({ source: "Asked", target: "Approve" }),
    bpe.sequenceFlow({ source: "Approve", target: "Done" }),
  ],
}));

/** A page of its own origin with the picture in it, that tells what its policy blocked. */
async function open(
  browser: Browser,
  svg: string,
  colorScheme: "light" | "dark" = "light",
): Promise<{ page: Page; blocked: string[] }> {
  const context = await browser.newContext({ colorScheme });
  const page = await context.newPage();
  const blocked: string[] = [];
  page.on("console", (one) => blocked.push(one.text()));
  page.on("pageerror", (one) => blocked.push(String(one)));
  await page.exposeFunction("tell", (text: string) => void blocked.push(text));
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (one) => tell(one.violatedDirective));`,
  );
  await page.route("https://picture.test/**", (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/picture.css") {
      return route.fulfill({ contentType: "text/css", body: pictureCss });
    }
    if (pathname === "/favicon.ico") return route.fulfill({ status: 204 });
    return route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: { "content-security-policy": "default-src 'self'" },
      body:
        `<!doctype html><title>whole</title><link rel="stylesheet" href="/picture.css">${svg}<p id="end">end</p>`,
    });
  });
  await page.goto("https://picture.test/");
  return { page, blocked };
}

browserTest(
  "a picture in a page with a strict policy is styled, whole, and reached by role and key",
  async (browser) => {
    const { state, history } = step(leave, null, { do: "start", instance: "i" }, 0);
    const svg = picture(leave, { state, history, interactive: true });
    for (const scheme of ["light", "dark"] as const) {
      const { page, blocked } = await open(browser, svg, scheme);
      equal(await page.title(), "whole");
      equal(await page.locator("body > #end").count(), 1);
      equal(await page.getByRole("button").count(), 3);
      equal(await page.getByRole("button", { name: /^User task Approve .*, active$/ }).count(), 1);
      equal(await page.getByRole("button", { name: "Start event Asked, visited" }).count(), 1);
      equal(await page.getByRole("group", { name: "leave" }).count(), 1);
      await page.keyboard.press("Tab");
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-node"));
      equal(await focused(), "Asked");
      await page.keyboard.press("Tab");
      equal(await focused(), "Approve");
      const paint = (selector: string) =>
        page.locator(selector).first().evaluate((one) => getComputedStyle(one).fill);
      const body = '[data-node="Approve"] .bpe-body', canvas = ".bpe-canvas";
      const expected = scheme === "light"
        ? ["rgb(223, 233, 255)", "rgb(255, 255, 255)"]
        : ["rgb(26, 44, 82)", "rgb(21, 26, 32)"];
      equal([await paint(body), await paint(canvas)], expected, scheme);
      equal(blocked, [], scheme);
      await page.context().close();
    }
  },
);

browserTest(
  "a page changes the colours by custom properties, and holds a scheme by option",
  async (browser) => {
    const { page, blocked } = await open(browser, picture(leave, { theme: "light" }), "dark");
    const canvas = () => page.locator(".bpe-canvas").evaluate((one) => getComputedStyle(one).fill);
    equal(await canvas(), "rgb(255, 255, 255)");
    await page.evaluate(() => document.body.style.setProperty("--bpe-canvas", "rgb(1, 2, 3)"));
    equal(await canvas(), "rgb(1, 2, 3)");
    equal(blocked, []);
  },
);

browserTest(
  "every text of a task stays inside it, and the browser reads every picture as XML",
  async (browser) => {
    if (absent) return;
    const page = await browser.newPage();
    let count = 0;
    for (const entry of Deno.readDirSync(new URL("bpmn/miwg/", folder))) {
      if (!entry.name.endsWith(".bpmn")) continue;
      const text = Deno.readTextFileSync(new URL(`bpmn/miwg/${entry.name}`, folder));
      const svg = picture(parse(text), { standalone: true, theme: "dark" });
      const outside = await page.evaluate((svg) => {
        const read = new DOMParser().parseFromString(svg, "image/svg+xml");
        if (read.querySelector("parsererror")) return ["not XML"];
        document.body.replaceChildren(document.importNode(read.documentElement, true));
        const found: string[] = [];
        for (const node of document.querySelectorAll("[data-node]")) {
          const body = node.querySelector(":scope > rect.bpe-body"),
            text = node.querySelector(":scope > text");
          if (!body || !text) continue;
          const outer = body.getBoundingClientRect(), inner = text.getBoundingClientRect();
          const fits = inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
            inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
          if (!fits) found.push(node.getAttribute("data-node") ?? "");
        }
        return found;
      }, svg);
      equal(outside, [], entry.name);
      count++;
    }
    assert(count > 15, `${count} models`);
  },
);
