import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

const listbox = (first: string) =>
  `<div id="r"><select id="a" size="3">${first}a</option><option>b</option></select></div>`;

browserTest(
  "listbox_without_choice: a list box that nobody touched follows an update that selects the first option",
  async (browser) => {
    await using s = await scene(browser, listbox("<option>"));
    await s.run(instruction("update", "r", listbox("<option selected>")));
    const chosen = await s.page.locator("#a option:checked").allTextContents();
    equal(chosen, ["a"]);
  },
);
