import { run } from "../conformance/form.ts";
import { equal } from "../_support/assert.ts";
import { absent, folder } from "../_support/golden.ts";

Deno.test({
  name: "what the original answered is answered, or differs by a rule that has a reason",
  ignore: absent,
  async fn() {
    const text = await Deno.readTextFile(new URL("form/form.jsonl", folder));
    const { results } = await run("form", text);
    equal(results.filter(({ failure }) => failure !== ""), []);
    equal(results.length, 3_286);
  },
});

Deno.test("a line that says another thing passes nowhere", async () => {
  const asked = {
    case: "own",
    call: "form:new/3",
    args: [
      {
        record: "document",
        name: "d",
        fields: [{ record: "field", id: "name", title: "Name", type: "string" }],
      },
      { record: "item", name: "Tea" },
      [{ tuple: ["edit", true] }],
    ],
    actions: "",
    ev: [],
  };
  const html = (id: string, title: string, value: string) =>
    `<div id="form_d" class="form"><div id="wrap_${id}_item_edit" class="box"><div class="label">${title}</div>` +
    `<div class="field"><input id="${id}_item_edit" value="${value}"/></div><div class="tool"></div></div></div>`;
  const passed = async (line: unknown) => {
    const { results: [result] } = await run("own", JSON.stringify(line));
    return result?.failure === "";
  };
  equal(await passed({ ...asked, html: html("name", "Name", "Tea") }), true);
  equal(await passed({ ...asked, html: html("other", "Name", "Tea") }), false);
  equal(await passed({ ...asked, html: html("name", "Title", "Tea") }), false);
  equal(await passed({ ...asked, html: html("name", "Name", "Coffee") }), false);
  equal(await passed({ case: "own", call: "form:kind/1", args: [[]], result: "edit" }), false);
  equal(await passed({ case: "own", call: "form:nobody/1", args: [], result: 1 }), false);
});
