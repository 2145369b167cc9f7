import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { binding, scene } from "../../nitro/client/server.ts";

browserTest(
  "ctrl_click_link: Ctrl+click on a bound link is the browser's: a new tab, no event",
  async (browser) => {
    await using s = await scene(browser, `<a id="a" href="/other">x</a>`);
    await s.run(binding("a", "click", "go"));
    await s.page.evaluate(() => {
      // The last to see the click tells what has become of its default.
      addEventListener("click", ({ defaultPrevented }) => {
        document.title = defaultPrevented ? "kept back" : "the browser's";
      });
    });
    await s.page.click("#a", { modifiers: ["Control"] });
    await s.ping(); // all that was sent is here
    equal([await s.page.title(), s.unread], ["the browser's", 0]);
  },
);
