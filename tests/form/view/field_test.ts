import { assert, equal } from "../../_support/assert.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { document, view } from "../../../form/mod.ts";
import { filledOf } from "./filled.ts";

const order = document({
  name: "order",
  base: "item",
  fields: [
    { id: "name", title: "Name", desc: "As on the box", required: true },
    { id: "note", title: "Note", visible: false },
  ],
});

Deno.test("a field is a label, a control, a hint and an error, tied by their ids", () => {
  const filled = filledOf(order, {
    values: { name: "tea", note: "hushed" },
    cells: {
      name: { isTouched: true, issues: [{ path: "name", code: "taken", message: "taken" }] },
    },
  });
  const { html } = renderBody(view(filled));
  holds(
    html,
    '<div class="box" id="wrap_name_item_edit">' +
      '<label class="label" id="name_item_edit-label" for="name_item_edit" data-n2o-required>Name</label>' +
      '<div class="field"><input type="text" id="name_item_edit"',
  );
  holds(
    html,
    '<p class="n2o-hint" id="name_item_edit-hint">As on the box</p>' +
      '<p class="n2o-error" id="name_item_edit-error">taken</p></div>',
  );
  holds(html, 'aria-describedby="name_item_edit-hint name_item_edit-error"');
});

Deno.test("nothing of a field that is not there leaves the server but where it would stand", () => {
  const { html } = renderBody(view(filledOf(order, { values: { note: "hushed" } })));
  holds(html, '<div class="box" id="wrap_note_item_edit" hidden></div>');
  equal(html.includes("hushed"), false);
});

function holds(html: string, part: string): void {
  assert(html.includes(part), `${part}\nis not in\n${html}`);
}
