import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

browserTest(
  "attr_xlink: attr sets xlink:href in its namespace, so that <use> shows what it names",
  async (browser) => {
    await using s = await scene(browser, `<svg><use id="u"/></svg>`);
    await s.run(instruction("attr", "u", "xlink:href", "#b"));
    const shown = await s.page.evaluate(() => {
      const use = document.getElementById("u");
      return use instanceof SVGUseElement ? use.href.baseVal : "no <use>";
    });
    equal(shown, "#b");
  },
);
