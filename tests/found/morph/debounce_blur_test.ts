import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { binding, scene } from "../../nitro/client/server.ts";

browserTest(
  "debounce_blur: leaving a field sends what a debounce holds back, and Enter sends it before the submit",
  async (browser) => {
    const body = `<form id="f"><input id="a"></form><input id="b">`;
    await using s = await scene(browser, body, { clock: true });
    await s.run(
      binding("a", "input", "change", ["a"], { debounce: 3_000 }),
      binding("f", "submit", "submit", ["a"]),
    );
    await s.page.focus("#a");
    await s.page.keyboard.type("abc");
    await s.page.focus("#b");
    await s.ping(); // all that was sent is here
    equal(s.unread, 1);
    await s.page.clock.runFor(3_000);
    s.ack((await s.event()).seq);
    await s.page.focus("#a");
    await s.page.keyboard.type("d");
    await s.page.keyboard.press("Enter");
    await s.page.clock.runFor(3_000);
    equal([(await s.event()).pickle, (await s.event()).pickle], ["change", "submit"]);
  },
);
