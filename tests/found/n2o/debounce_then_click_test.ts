import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { binding, scene } from "../../nitro/client/server.ts";

browserTest(
  "debounce_then_click: what was typed under a debounce is sent before the click that follows it",
  async (browser) => {
    const body = `<input id="i"><button id="g">go</button>`;
    await using s = await scene(browser, body, { clock: true });
    await s.run(
      binding("i", "input", "change", ["i"], { debounce: 200 }),
      binding("g", "click", "submit", ["i"]),
    );
    await s.page.focus("#i");
    await s.page.keyboard.type("abc");
    await s.page.click("#g");
    await s.page.clock.runFor(200);
    equal([(await s.event()).pickle, (await s.event()).pickle], ["change", "submit"]);
  },
);
