import { browserTest } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { binding, instruction as i, stage } from "./server.ts";

browserTest("what a person does before the bindings come is kept", async (browser, t) => {
  const step = stage(browser, t);

  const buttons = `<ul id="list"><li id="row"><b>1</b></li></ul><button id="go">go</button>` +
    `<input id="tick" type="checkbox"><form id="f"><input id="x"><button id="s">s</button></form>`;
  await step(
    "clicks, ticks and forms, in their order, with what their controls hold",
    buttons,
    async (s) => {
      await s.page.click("#row > b");
      await s.page.click("#go");
      await s.page.click("#go");
      await s.page.check("#tick");
      await s.page.fill("#x", "typed");
      await s.page.press("#x", "Enter");
      s.greet(
        i("update", "list", `<ul id="list"><li id="row"><b>2</b></li></ul>`),
        binding("row", "click", "ROW"),
        binding("go", "click", "GO"),
        binding("tick", "change", "TICK", ["tick"]),
        binding("f", "submit", "FORM", ["x"]),
      );
      const events: unknown[] = [];
      while (events.length < 5) {
        const { pickle, args, seq } = await s.event();
        s.ack(seq);
        events.push([pickle, args]);
      }
      equal(events, [
        ["ROW", {}],
        ["GO", {}],
        ["GO", {}],
        ["TICK", { tick: ":true" }],
        ["FORM", { x: "typed" }],
      ]);
      await s.run();
      equal([s.unread, new URL(s.page.url()).search], [0, ""]);
    },
    { greets: false },
  );

  await step(
    "a link goes on at once, and what no binding came for is nothing",
    `<button id="other">-</button><a id="a" href="#there">a</a>`,
    async (s) => {
      await s.page.click("#other");
      await s.page.click("#a");
      s.greet();
      await s.run();
      await s.run(binding("other", "click", "OTHER"));
      equal([s.unread, new URL(s.page.url()).hash], [0, "#there"]);
      await s.page.click("#other");
      equal((await s.event()).pickle, "OTHER");
    },
    { greets: false },
  );

  await step(
    "bindings that wait for a part have what the person does meanwhile, and those that are there are not held back",
    `<button id="there">t</button><div id="w"></div>`,
    async (s) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      await s.page.route("**/n2o/options.js", async (route) => {
        await promise;
        await route.continue();
      });
      await s.run(binding("there", "click", "THERE"));
      s.io([
        i(
          "update",
          "w",
          `<div id="w"><input id="x"><button id="go">go</button><form id="f"><button id="sub">s</button></form></div>`,
        ),
        binding("x", "change", "LATE", ["x"], { debounce: 5_000 }),
        binding("go", "click", "GO", ["x"]),
        binding("f", "submit", "FORM"),
      ]);
      await s.page.fill("#x", "typed");
      await s.page.click("#go");
      await s.page.click("#there");
      await s.page.click("#sub");
      equal((await s.event()).pickle, "THERE");
      resolve();
      const events = [await s.event(), await s.event(), await s.event()];
      equal(events.map(({ pickle }) => pickle), ["LATE", "GO", "FORM"]);
      for (const { seq } of events) s.ack(seq);
      await s.run();
      await s.page.click("#go");
      equal([(await s.event()).pickle, s.unread, new URL(s.page.url()).search], ["GO", 0, ""]);
    },
  );
});
