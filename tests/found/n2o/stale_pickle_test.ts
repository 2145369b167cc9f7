import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { binding, instruction, type Scene, scene } from "../../nitro/client/server.ts";

/** Refuses what a click sends, and says how many hellos came when what the answer made the client send is here. */
async function refused(s: Scene, pickle: string, reason: string): Promise<number> {
  await s.run(binding("g", "click", pickle));
  await s.page.click("#g");
  s.io([], instruction("error", (await s.event()).seq, reason));
  await s.run();
  return s.hellos.length;
}

browserTest(
  "stale_pickle: after the answer that a pickle is no event of this session the client asks for a new hello, as after expired",
  async (browser) => {
    await using s = await scene(browser, `<button id="g">g</button>`);
    equal(await refused(s, "EV expected", "EV expected"), 2);
    equal(await refused(s, "expired", "expired"), 3);
    equal(await refused(s, "no session", "no session"), 4);
    // Nothing that a new hello would mend.
    for (const reason of ["failed", "bad arguments", "bad frame"]) {
      equal(await refused(s, reason, reason), 4);
    }
  },
);

browserTest(
  "stale_pickle: a page whose hello brings the same refused pickle again does not ask for ever",
  async (browser) => {
    await using s = await scene(browser, `<button id="g">g</button><button id="h">h</button>`);
    // A script of the page that clicks whenever it is connected: nobody waits between two clicks.
    await s.page.evaluate(() =>
      document.addEventListener("n2o:status", (event) => {
        if ((event as CustomEvent).detail === "online") document.getElementById("g")?.click();
      })
    );
    await s.run(binding("g", "click", "stale"), binding("h", "click", "good"));
    for (let round = 1; round <= 5; round++) {
      await s.page.click("#g");
      // What is carried out meanwhile does not start it again.
      await s.page.click("#h");
      await answered(s, "good");
      await s.hello(2);
    }
    equal(s.hellos.length, 2);
  },
);

/** Refuses what is stale, up to an event that is carried out. */
async function answered(s: Scene, pickle: string): Promise<void> {
  for (;;) {
    const event = await s.event();
    if (event.pickle === pickle) return s.ack(event.seq);
    s.io([], instruction("error", event.seq, "EV expected"));
  }
}

browserTest(
  "stale_pickle: where nothing that a page holds is taken it asks once, and again when something was",
  async (browser) => {
    await using s = await scene(browser, `<button id="a">a</button><button id="b">b</button>`);
    const refuse = async (id: string) => {
      await s.page.click(`#${id}`);
      s.io([], instruction("error", (await s.event()).seq, "EV expected"));
    };
    await s.run(binding("a", "click", "A1"), binding("b", "click", "B1"));
    await refuse("a");
    await s.hello(2);
    await refuse("b");
    await s.run(binding("a", "click", "A2")); // acknowledges an event, and what was sent before is here
    equal(s.hellos.length, 2);
    await refuse("a");
    await s.hello(3);
  },
);

browserTest(
  "stale_pickle: events that wait are refused one after the other, for one hello",
  async (browser) => {
    const ids = ["a", "b", "c", "d"];
    await using s = await scene(
      browser,
      ids.map((id) => `<button id="${id}">${id}</button>`).join(""),
    );
    await s.run(...ids.map((id) => binding(id, "click", id)));
    for (const id of ids) await s.page.click(`#${id}`);
    s.greets = false;
    for (let left = ids.length; left > 0; left--) {
      const { seq } = await s.event();
      s.io([], instruction("error", seq, "EV expected"));
    }
    await s.hello(2);
    s.greet();
    await s.run();
    equal(s.hellos.length, 2);
    equal(s.unread, 0);
  },
);
