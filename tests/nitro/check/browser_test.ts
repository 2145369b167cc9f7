import { atom, tuple } from "../../../n2o/term/term.ts";
import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { scene } from "../client/server.ts";

browserTest(
  "what only the document shows is told in the browser's console, each once",
  async (browser) => {
    const body = '<label>in <input id="in"></label><label for="named">n</label><input id="named">' +
      '<input id="bare"><input type="hidden"><select aria-label="s"></select><p id="twice"></p><p id="twice"></p><button id="go">go</button>';
    await using s = await scene(browser, body, { clock: true });
    const part = (...args: string[]) => tuple(atom("part"), "./check.js", ...args);
    const look = async () => {
      await s.page.clock.runFor(1_000);
      return (await s.complaints()).map((each) => each.replace(/JSHandle@\w+/, "node"));
    };
    await s.run(part(""), part("go", "in", "nowhere"));
    equal(await look(), [
      'warning: n2o: the id "twice" is there twice node',
      "warning: n2o: a control has no label node",
      'warning: n2o: the source "nowhere" of "go" names nothing node',
    ]);
    await s.run(tuple(atom("clear"), "gone"));
    equal(await look(), ["warning: n2o: an action is for what is not there gone"]);
    await s.run(tuple(atom("insert"), "go", atom("afterend"), '<textarea id="late"></textarea>'));
    equal(await look(), ["warning: n2o: a control has no label node"]);
  },
);
