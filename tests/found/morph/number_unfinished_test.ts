import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

const field = (value: string) => `<div id="r"><input id="a" type="number"${value}></div>`;

browserTest(
  "number_unfinished: a number that is typed as far as 1e stays in its field, which has focus",
  async (browser) => {
    await using s = await scene(browser, field(""));
    await s.page.focus("#a");
    await s.page.keyboard.type("1e");
    await s.run(instruction("update", "r", field(' value="5"')));
    equal(await s.page.inputValue("#a"), "");
    await s.page.keyboard.press("End");
    await s.page.keyboard.type("3");
    equal(await s.page.inputValue("#a"), "1e3");
  },
);
