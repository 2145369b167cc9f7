import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { binding, scene } from "../../nitro/client/server.ts";

browserTest(
  "clicks_dropped: five clicks while the answer to the first is under way are five events",
  async (browser) => {
    await using s = await scene(browser, `<button id="g">+1</button>`);
    await s.run(binding("g", "click", "plus"));
    for (let click = 0; click < 5; click++) await s.page.click("#g");
    await s.ping(); // all that was sent is here
    equal(s.unread, 5);
  },
);
