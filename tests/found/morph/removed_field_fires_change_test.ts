import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { binding, instruction, scene } from "../../nitro/client/server.ts";

browserTest(
  "removed_field_fires_change: a field with focus that an update removes sends nothing",
  async (browser) => {
    await using s = await scene(browser, `<div id="r"><input id="a"></div>`);
    await s.run(binding("a", "change", "save", ["a"]), binding("a", "blur", "close"));
    await s.page.focus("#a");
    await s.page.keyboard.type("draft");
    s.io([instruction("update", "r", '<div id="r"></div>')]);
    await s.page.locator("#a").waitFor({ state: "detached" });
    await s.ping(); // all that was sent is here
    const sent: unknown[] = [];
    while (s.unread > 0) sent.push((await s.event()).pickle);
    equal(sent, []);
  },
);
