import { document, locale, view, type ViewOptions } from "../../../form/mod.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { filledOf } from "./filled.ts";
import { byId, tagsOf } from "./tree.ts";

const order = document({
  name: "order",
  fields: [
    { id: "name", title: "Name", required: true, length: 5 },
    { id: "note", title: "Note" },
    { id: "sum", title: "Sum", required: true, disabled: true },
    {
      id: "lines",
      title: "Lines",
      type: "table",
      fields: [{ id: "a", title: "A", required: true }],
    },
  ],
  buttons: [
    { name: "send", title: "Send" },
    { name: "save", title: "Save", sources: ["name"], postback: "save" },
    { name: "draft", title: "Draft", sources: ["name"], postback: "draft", checked: false },
    { name: "no", title: "No", postback: "no" },
  ],
});
const live: ViewOptions = {
  wired: (path) => ({ wire: (id) => ({ postback: path, source: [id] }) }),
  press: ({ press }) => ({ postback: press }),
};
const english = locale("en"), values = { lines: [{}, {}] };

Deno.test("where a form is live the browser is told what to say, of fields that are entered", () => {
  const tags = tagsOf(view(filledOf(order, { locale: english, values }), live));
  const said = (path: string) => byId(tags, `wrap_${path}_order_edit`).attributes["data-n2o-say"];
  equal(said("name"), "vFill this in.\nlThis is too long: at most 5 characters.");
  equal(["note", "sum"].map(said), [undefined, undefined]);
  equal(["lines/r1/a", "lines/r2/a"].map(said), ["vFill this in.", "vFill this in."]);
  equal(tags[0]?.attributes["data-n2o-form"], "Errors: {n}.");
});

Deno.test("a bound that a rule has moved is said as it is now", () => {
  const said = (isRequired: boolean) => {
    const filled = filledOf(order, { locale: english, cells: { note: { isRequired } } });
    const tags = tagsOf(view(filled, live));
    return byId(tags, "wrap_note_order_edit").attributes["data-n2o-say"];
  };
  equal([false, true, false].map(said), [undefined, "vFill this in.", undefined]);
});

Deno.test("buttons for which all must be right are marked, others are not", () => {
  const tags = tagsOf(view(filledOf(order, { locale: english }), live));
  equal(
    ["send", "save", "draft", "no"].map((name) =>
      "data-n2o-check" in byId(tags, `${name}_order_edit`).attributes
    ),
    [true, true, false, false],
  );
});

Deno.test("an error that the browser finds as well is told from others", () => {
  const of = (code: string) => {
    const fault = { isTouched: true, issues: [{ path: "name", code }] };
    const filled = filledOf(order, { locale: english, cells: { name: fault } });
    return byId(tagsOf(view(filled, live)), "name_order_edit-error").attributes["data-n2o-by"];
  };
  equal(["required", "pattern", "iban"].map(of), ["v", "p", undefined]);
});

Deno.test("nothing is asked of the browser where a form is not live, shows, or is searched by", () => {
  for (const [mode, options] of [["edit", {}], ["view", live], ["search", live]] as const) {
    const { html, actions } = renderBody(view(filledOf(order, { mode, locale: english }), options));
    equal(/data-n2o-(say|form|check)/.test(html), false, mode);
    equal(actions.some(({ action }) => action === "part"), false, mode);
  }
});
