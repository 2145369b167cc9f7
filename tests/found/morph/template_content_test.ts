import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { instruction, scene } from "../../nitro/client/server.ts";

const template = (text: string) =>
  `<div id="r"><template id="t" class="${text}"><p>${text}</p></template></div>`;

browserTest(
  "template_content: the content of a <template> follows an update, as its attributes do",
  async (browser) => {
    await using s = await scene(browser, template("old"));
    await s.run(instruction("update", "r", template("new")));
    equal(await s.page.innerHTML("#r"), '<template id="t" class="new"><p>new</p></template>');
  },
);
