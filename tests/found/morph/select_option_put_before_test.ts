import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

const select = (...options: number[]) =>
  `<div id="r"><select id="a"><option>${options.join("<option>")}</select><input id="b"></div>`;

browserTest(
  "select_option_put_before: a choice stays where an update puts an option before the others and states none",
  async (browser) => {
    await using s = await scene(browser, select(1, 2, 3));
    await s.page.selectOption("#a", "2");
    await s.page.focus("#b");
    await s.run(instruction("update", "r", select(0, 1, 2)));
    equal(await s.page.inputValue("#a"), "2");
  },
);
