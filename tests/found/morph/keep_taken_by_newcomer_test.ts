import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

browserTest(
  "keep_taken_by_newcomer: an element with data-n2o-keep stands for one that is kept only",
  async (browser) => {
    await using s = await scene(browser, '<div id="r"><div data-n2o-keep=""></div></div>');
    await s.page.evaluate(() => {
      document.querySelector("[data-n2o-keep]")?.append(document.createElement("canvas"));
    });
    const html = '<div id="r"><div>new</div><div data-n2o-keep=""></div></div>';
    await s.run(instruction("update", "r", html));
    const inner = await s.page.innerHTML("#r"),
      kept = '<div data-n2o-keep=""><canvas></canvas></div>';
    equal(inner, `<div>new</div>${kept}`);
  },
);
