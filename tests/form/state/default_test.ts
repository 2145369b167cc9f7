import {
  type AnyDocument,
  compiled,
  document,
  locale,
  rule,
  sheet,
  view,
} from "../../../form/mod.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { assert, equal } from "../../_support/assert.ts";

Deno.test("a default is a value, or what a rule could answer for one: JSON has no amounts of money", () => {
  const euros = { minor: 500n, currency: "EUR" };
  const cases: readonly [type: string, given: unknown, held: unknown][] = [
    ["money", 5, euros],
    ["money", "5.00", euros],
    ["money", euros, euros],
    ["money", { minor: 500n, currency: "USD" }, undefined],
    ["money", "five", undefined],
    ["pay", 5, euros],
    ["integer", 3, 3],
    ["integer", "three", undefined],
    ["date", "2024-02-29", "2024-02-29"],
    ["date", "2024-02-30", undefined],
    ["time", "9:30", "09:30"],
  ];
  for (const [type, given, held] of cases) {
    const declared = { name: "a", fields: [{ id: "item", type, curr: "EUR", default: given }] };
    const form = sheet(compiled(declared as AnyDocument)); // as: what came as JSON may be anything
    equal([type, form.cell("item").value], [type, held]);
    equal(form.values(), held === undefined ? {} : { item: held });
  }
});

Deno.test("rows that a new form begins with have the defaults of rows, those of a record have not", () => {
  const lines = [{ id: "qty", type: "integer", default: 1 }, { id: "note" }] as const;
  const order = compiled(document({
    name: "order",
    fields: [
      { id: "lines", type: "table", fields: lines, default: [{}, { qty: 5 }, { note: "x" }] },
      {
        id: "at",
        type: "group",
        fields: [{ id: "in", type: "table", fields: lines, default: [{}] }],
      },
    ],
  }));
  const form = sheet(order);
  equal(form.values(), {
    lines: [{ qty: 1 }, { qty: 5 }, { qty: 1, note: "x" }],
    at: { in: [{ qty: 1 }] },
  });
  form.enter("lines/r1/qty", "");
  equal(form.values().lines, [{}, { qty: 5 }, { qty: 1, note: "x" }]);
  const dump = form.dump();
  equal(sheet(order, { dump }).values(), form.values());
  equal(sheet(order, { record: { lines: [{}] } }).values().lines, [{}]);
  equal(sheet(order, { mode: "edit", record: { lines: [{ note: "y" }] } }).values().lines, [
    { note: "y" },
  ]);
});

Deno.test("a search holds what was entered, and nothing that is computed of it", () => {
  const order = compiled(document({
    name: "order",
    fields: [
      { id: "qty", type: "integer" },
      { id: "sum", type: "integer", computed: rule("2 * (if qty = null then 1 else qty)") },
    ],
  }));
  const search = sheet(order, { mode: "search" });
  equal(search.values(), {});
  search.enter("qty", "4");
  equal([search.values(), search.cell("sum").value], [{ qty: 4 }, undefined]);
  const filled = sheet(order);
  filled.enter("qty", "4");
  equal(filled.values(), { qty: 4, sum: 8 });
});

Deno.test("an amount is read as it is shown, with its currency or without, in every language", () => {
  for (const tag of ["en", "uk", "de", "ar", "fr", "ja", "sv", "hi", "fa"]) {
    for (const curr of ["EUR", "UAH", "USD", "JPY", "CHF"]) {
      const form = sheet(
        compiled(document({ name: "bill", fields: [{ id: "sum", type: "money", curr }] })),
        { locale: locale(tag) },
      );
      const { type } = form.cell("sum").node,
        place = { locale: form.locale, field: { id: "sum", curr } };
      for (const minor of [0n, 5n, -123456n, 98765432100n]) {
        const value = { minor, currency: curr };
        const shown = String(type.show(value, place as never)); // as: all that it looks at
        for (const text of [shown, ` ${shown} `]) {
          form.enter("sum", text);
          equal([tag, text, form.cell("sum").value], [tag, text, value]);
        }
      }
      for (const text of ["12 XYZ", "1 EUR 5", "EUR", "EUR 1 EUR"]) {
        form.enter("sum", text);
        equal([text, form.cell("sum").value], [text, undefined]);
      }
    }
  }
});

Deno.test("a stored list with something that is no value shows as it is, is told, and stays in the record", () => {
  const team = compiled(document({
    name: "team",
    fields: [{ id: "mails", type: "multipleInput", input: "email" }, { id: "note" }],
  }));
  const record = { mails: ["a@b.co", "nobody"] };
  const text = (mode: "edit" | "view") => renderBody(view(sheet(team, { mode, record }))).html;
  for (const shown of ["a@b.co", "nobody"]) {
    assert(text("edit").includes(`value="${shown}"`), text("edit"));
    assert(text("view").includes(shown), text("view"));
  }
  const form = sheet(team, { mode: "edit", record });
  form.enter("note", "x");
  equal([form.cell("mails").wrong?.code, form.record()], ["value", { ...record, note: "x" }]);
});
