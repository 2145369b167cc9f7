import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

const boxes = (...values: string[]) =>
  `<div id="r">${
    values.map((value) => `<input type="checkbox" name="c" value="${value}">`).join("")
  }</div>`;

browserTest(
  "tick_moves_to_another_value: the tick at a value stays there, whatever is put before it",
  async (browser) => {
    await using s = await scene(browser, boxes("a", "b"));
    await s.page.check("[value=a]");
    await s.run(instruction("update", "r", boxes("z", "a", "b")));
    const ticked = s.page.locator("[name=c]:checked");
    equal(await ticked.evaluateAll((all) => all.map((each) => each.getAttribute("value"))), ["a"]);
  },
);
