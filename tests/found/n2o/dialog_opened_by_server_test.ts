import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

browserTest(
  "dialog_opened_by_server: a <dialog> that an update says is open opens",
  async (browser) => {
    await using s = await scene(browser, `<div id="r"><dialog id="d">x</dialog></div>`);
    await s.run(instruction("update", "r", '<div id="r"><dialog id="d" open>x</dialog></div>'));
    equal(await s.page.isVisible("#d"), true);
  },
);
