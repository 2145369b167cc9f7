import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { binding, instruction, scene } from "../../nitro/client/server.ts";

browserTest(
  "checkbox_refused: a checkbox whose click is answered with one that is not checked is not checked",
  async (browser) => {
    const html = '<div id="r"><input id="c" type="checkbox"></div>';
    await using s = await scene(browser, html);
    await s.run(binding("c", "change", "p", ["c"]));
    await s.page.click("#c");
    const { seq } = await s.event();
    s.io([instruction("update", "r", html)], instruction("ack", seq));
    await s.run();
    equal(await s.page.isChecked("#c"), false);
  },
);
