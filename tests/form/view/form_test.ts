import {
  absenceView,
  buttonsView,
  captionView,
  document,
  errorsView,
  faultsOf,
  FormError,
  headView,
  sectionView,
  view,
} from "../../../form/mod.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { filledOf } from "./filled.ts";
import { byClass, byId, idsOf, tagsOf, textOf, within } from "./tree.ts";

const order = document({
  name: "order",
  base: "item",
  title: "An order",
  sections: [
    { id: "who", name: "Who", desc: "The buyer" },
    { name: "What" },
    { id: "more", name: "More", parent: "who" },
  ],
  fields: [
    { id: "name", title: "Name", sec: "who" },
    { id: "save", title: "Saved", sec: 2 },
    { id: "note", title: "Note", sec: "more" },
  ],
  buttons: [
    {
      name: "save",
      title: "Save",
      class: ["button", "sgreen"],
      sources: ["name", "note"],
      postback: "save",
    },
    { id: "no", title: "Cancel", postback: ["close", 1] },
    { name: "go", title: "Go", href: "/x", target: "_blank" },
    { name: "send", title: "Send" },
  ],
});

Deno.test("sections are fieldsets with legends, in one another as declared", () => {
  const tags = tagsOf(view(filledOf(order)));
  const who = byId(tags, "form_order-sec-who"), inside = within(who.body);
  equal(inside.filter(({ name }) => name === "legend").map(textOf), ["Who", "More"]);
  equal(who.attributes["aria-describedby"], "form_order-sec-who-desc");
  equal(textOf(byId(tags, "form_order-sec-who-desc")), "The buyer");
  equal(idsOf(inside.filter(({ name }) => name === "input")), ["name_item_edit", "note_item_edit"]);
  byId(tags, "form_order-sec-2");
});

Deno.test("a section that is not there is an empty place", () => {
  const hidden = filledOf(order, { hiddenSections: ["who"], values: { name: "hushed" } });
  const { html } = renderBody(sectionView(hidden, "who"));
  equal(html, '<fieldset id="form_order-sec-who" hidden></fieldset>');
  equal(JSON.stringify(tagsOf(view(hidden))).includes("hushed"), false);
  throws(() => sectionView(hidden, "none"), FormError, "path");
});

Deno.test("buttons are buttons, links where they lead somewhere", () => {
  const buttons = buttonsView(filledOf(order)), tags = tagsOf(buttons).slice(1);
  equal(tags.map(({ name, attributes: { id, type } }) => [name, id, type]), [
    ["button", "save_item_edit-button", "submit"], // a field is called so
    ["button", "no_item_edit", "button"],
    ["a", "go_item_edit", undefined],
    ["button", "send_item_edit", "submit"],
  ]);
  equal(tags[2]?.attributes, {
    id: "go_item_edit",
    href: "/x",
    target: "_blank",
    rel: "noopener",
  });
  const { actions } = renderBody(buttons);
  equal(
    actions.map((action) => action.action === "event" && [action.postback, action.source]),
    [["save", ["name_item_edit", "note_item_edit"]], [["close", 1], []]],
  );
});

Deno.test("a button that submits is none where the form only shows", () => {
  const tags = tagsOf(view(filledOf(order, { mode: "view" })));
  equal(tags.some(({ attributes }) => attributes.id === "send_item_view"), false);
  equal(byId(tags, "save_item_view-button").attributes.type, "button");
});

Deno.test("a form is called by its title", () => {
  const [form] = tagsOf(view(filledOf(order)));
  equal([form?.name, form?.attributes["aria-labelledby"]], ["form", "form_order-title"]);
  const caption = tagsOf(captionView(filledOf(order)));
  equal(caption[0]?.attributes.id, "form_order_caption");
  equal(caption.filter(({ name }) => name === "h4").map(textOf), ["Who", "What", "More"]);
  equal(captionView(filledOf(document({ name: "d", fields: [] }))), undefined);
});

Deno.test("errors are counted and linked once the form was sent, and the place of that is there before", () => {
  const fault = { isTouched: true, issues: [{ path: "name", code: "m", message: "Enter it" }] };
  const filled = filledOf(order, { cells: { name: fault, note: { ...fault, isTouched: false } } });
  const [before] = tagsOf(errorsView(filled));
  equal([before?.attributes.role, before?.body], ["status", []]);
  const tags = tagsOf(errorsView(filled, {
    isSummed: true,
    issues: [{ path: "", code: "m", message: "Of the form" }],
  }));
  equal(tags.filter(({ name }) => name === "h3").map(textOf), ["errors.count count=2"]);
  equal(tags.filter(({ name }) => name === "li").map(textOf), ["Of the form", "Name: Enter it"]);
  equal(tags.filter(({ name }) => name === "a").map(({ attributes }) => attributes.href), [
    "#name_item_edit",
  ]);
});

Deno.test("an error on another page of rows leads to that page", () => {
  const long = document({
    name: "d",
    fields: [{ id: "lines", title: "Lines", type: "table", fields: [{ id: "a", title: "A" }] }],
  });
  const fault = { isTouched: true, issues: [{ path: "", code: "m", message: "no" }] };
  const filled = filledOf(long, {
    values: { lines: Array.from({ length: 120 }, () => ({})) },
    cells: { "lines/r3/a": fault, "lines/r101/a": fault },
  });
  equal(faultsOf(filled).map(({ page, rows }) => [page, rows]), [
    [undefined, ["rows.name title=Lines n=3"]],
    [{ path: "lines", to: 3 }, ["rows.name title=Lines n=101"]],
  ]);
  const tags = tagsOf(errorsView(filled, { isSummed: true, press: () => ({ postback: 1 }) }));
  equal(tags.filter(({ name }) => name === "a" || name === "button").map(({ name }) => name), [
    "a",
    "button",
  ]);
});

Deno.test("of many errors some are listed, and all are counted", () => {
  const fields = Array.from({ length: 60 }, (_, at) => ({ id: `f${at}`, title: `F${at}` }));
  const fault = { isTouched: true, issues: [{ path: "", code: "m", message: "no" }] };
  const cells = Object.fromEntries(fields.map(({ id }) => [id, fault]));
  const filled = filledOf(document({ name: "d", fields }), { cells });
  const tags = tagsOf(errorsView(filled, { isSummed: true }));
  equal(tags.filter(({ name }) => name === "li").length, 20);
  equal(tags.filter(({ name }) => name === "p").map(textOf), ["errors.more count=40"]);
  equal(textOf(tags[1] ?? ""), "errors.count count=60");
});

Deno.test("in a row each field is a cell, under a heading of its own", () => {
  const filled = filledOf(order, {
    mode: "row",
    values: { name: "Ann" },
    cells: { save: { isVisible: false, value: "hushed" } },
  });
  const { html } = renderBody(view(filled)), [row] = tagsOf(view(filled)).slice(2);
  equal([row?.name, row?.attributes.id], ["tr", "form_order"]);
  const cells = tagsOf(view(filled)).filter(({ name }) => name === "td");
  equal(cells.slice(0, 3).map(textOf), ["Ann", "", "—"]);
  equal(html.includes("hushed"), false);
  const heads = tagsOf(headView(filled)).filter(({ name }) => name === "th");
  equal(heads.map(textOf), ["Name", "Saved", "Note"]);
  equal(tagsOf(headView(filled)).filter(({ name }) => /^t[dh]$/.test(name)).length, cells.length);
});

Deno.test("in short what is empty is left out", () => {
  const filled = filledOf(order, { mode: "compact", values: { name: "Ann" } });
  const tags = tagsOf(view(filled));
  equal(tags.filter(({ name }) => name === "dt").map(textOf), ["Name"]);
  equal(byClass(tags, "caption"), []);
});

Deno.test("a form that is not there says so under its id", () => {
  const filled = filledOf(order);
  const [loading] = tagsOf(absenceView(filled, "loading"));
  equal([loading?.attributes.id, loading?.attributes.role], ["form_order", "status"]);
  const failed = tagsOf(absenceView(filled, "failed", { retry: { postback: "again" } }));
  equal(failed[0]?.attributes.role, "alert");
  byId(failed, "form_order-retry");
});

Deno.test("help is a button that opens it, and says of what it is", () => {
  const helped = document({
    name: "d",
    fields: [{ id: "a", title: "A", tooltips: ["one", "two"] }],
  });
  const tags = tagsOf(view(filledOf(helped)));
  const buttons = byClass(tags, "n2o-tip");
  equal(buttons.map(({ attributes }) => attributes["aria-label"]), ["help name=A", "help name=A"]);
  const opened = buttons.map(({ attributes }) => byId(tags, attributes.popovertarget ?? ""));
  equal(opened.map(textOf), ["one", "two"]);
});
