import { atom } from "../../../n2o/term/term.ts";
import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

browserTest(
  "svg_insert: a <circle> inserted into an <svg> is drawn",
  async (browser) => {
    await using s = await scene(browser, `<svg id="s" width="50" height="50"></svg>`);
    const circle = '<circle id="c" cx="20" cy="20" r="10"></circle>';
    await s.run(instruction("insert", "s", atom("beforeend"), circle));
    const seen = await s.page.locator("#c").evaluate((found) => [
      found.namespaceURI,
      found.getBoundingClientRect().width,
    ]);
    equal(seen, ["http://www.w3.org/2000/svg", 20]);
  },
);
