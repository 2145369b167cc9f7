import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

/** A form with a control of this name; the class and the text tell how far an update has come. */
const form = (name: string, text: string) =>
  `<form id="${name}-form" class="${text}"><input name="${name}"><b>${text}</b></form>`;
const whole = (name: string, text: string) => `<div id="${name}-all">${form(name, text)}</div>`;

const NAMES = ["attributes", "childNodes", "contains", "matches"];

browserTest(
  "control_named_attributes: a form with a control named as a property of elements is updated as a whole",
  async (browser) => {
    await using s = await scene(browser, NAMES.map((name) => whole(name, "old")).join(""));
    for (const name of NAMES) {
      await s.run(instruction("update", `${name}-all`, whole(name, "new")));
      const found = s.page.locator(`#${name}-form`), complaints = await s.complaints();
      equal([await found.getAttribute("class"), await found.textContent()], ["new", "new"]);
      equal(complaints, []);
    }
  },
);
