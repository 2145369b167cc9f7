import { atom, tuple } from "../../../n2o/term/term.ts";
import { event } from "../../../nitro/event.ts";
import { terms } from "../../../nitro/wire/terms.ts";
import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { stage } from "./server.ts";

browserTest(
  "an event that is to be valid waits for its sources, and for nothing else",
  async (browser, t) => {
    const step = stage(browser, t);

    await step(
      "a field that must not be empty is pointed at, and sent once it is filled",
      '<input id="name" required><input id="note" pattern="[a-z]*"><button id="go">go</button><button id="other">other</button>',
      async (s) => {
        const go = event({
          target: "go",
          postback: 1,
          source: ["name", "note", "gone"],
          valid: true,
        });
        const [part, bind] = terms([go], () => "go");
        await s.run(part!, bind!, tuple(atom("bind"), "other", "click", "other", [], new Map()));
        await s.page.evaluate("import('/n2o/valid.js')");
        await s.page.click("#go");
        equal(await s.page.evaluate(() => document.activeElement?.id), "name");
        await s.page.fill("#name", "Олена");
        await s.page.fill("#note", "A1");
        await s.page.click("#go");
        equal(await s.page.evaluate(() => document.activeElement?.id), "note");
        await s.page.click("#other");
        const other = await s.event();
        equal(other.pickle, "other");
        await s.page.fill("#note", "a");
        await s.page.click("#go");
        const sent = await s.event();
        equal([sent.pickle, sent.args["name"], sent.args["note"]], ["go", "Олена", "a"]);
        equal(s.unread, 0);
      },
    );

    await step(
      "a key that is not its own goes on",
      '<input id="name" required>',
      async (s) => {
        const enter = event({
          target: "name",
          type: "keydown",
          key: "Enter",
          postback: 1,
          source: ["name"],
          valid: true,
        });
        await s.run(...terms([enter], () => "enter"));
        await s.page.evaluate("import('/n2o/valid.js')");
        await s.page.press("#name", "Enter");
        await s.page.press("#name", "x");
        equal(await s.page.inputValue("#name"), "x");
        await s.page.press("#name", "Enter");
        const sent = await s.event();
        equal(sent.args["name"], "x");
      },
    );
  },
);
