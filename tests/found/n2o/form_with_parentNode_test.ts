import { equal } from "../../_support/assert.ts";
import { type Browser, browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

const form = (text: string) => `<form id="f"><input name="parentNode"><p id="m">${text}</p></form>`;

/** The texts of the form after an update in this page, and what the page complains of. */
async function updated(browser: Browser, body: string): Promise<[string[], string[]]> {
  await using s = await scene(browser, body);
  await s.run(instruction("update", "f", form("new")));
  return [await s.page.locator("#m").allTextContents(), await s.complaints()];
}

browserTest(
  "form_with_parentNode: a form with a control named parentNode is updated",
  async (browser) => {
    const last = await updated(browser, `<div>${form("old")}</div>`);
    equal(last, [["new"], []]);
    const [texts, complaints] = await updated(browser, form("old")); // a button follows it
    equal(texts, ["new"]);
    equal(complaints, []);
  },
);
