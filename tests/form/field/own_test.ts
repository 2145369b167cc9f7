import { FIELDS, FormError, forms, type Money, type Values } from "../../../form/mod.ts";
import { document } from "../../../form/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { stars } from "./stars.ts";

Deno.test("a type of an application is one file and one line, and its values have their type", () => {
  const { document } = forms({ ...FIELDS, stars });
  const review = document({
    name: "review",
    fields: [
      { id: "good", type: "stars", required: true, most: 5 },
      { id: "price", type: "money", curr: "UAH" },
    ],
  });
  const value: Values<typeof review> = { good: 4, price: { minor: 100n, currency: "UAH" } };
  // @ts-expect-error -- stars are a number
  const wrong: Values<typeof review> = { good: "4" };
  equal([value.good, wrong.price, review.fields[0].most], [4, undefined, 5]);
  // deno-fmt-ignore
  throws(
    // @ts-expect-error -- an attribute of stars is none of a money
    () => document({ name: "review", fields: [{ id: "price", type: "money", curr: "UAH", most: 5 }] }),
    FormError,
    "document",
  );
});

Deno.test("attributes that no field has do not compile, wherever they stand", () => {
  // deno-fmt-ignore
  const tried: (() => unknown)[] = [
    // @ts-expect-error -- misspelt
    () => document({ name: "a", fields: [{ id: "b", titel: "B" }] }),
    // @ts-expect-error -- misspelt, in a group
    () => document({ name: "a", fields: [{ id: "b", type: "group", fields: [{ id: "c", typo: 1 }] }] }),
    // @ts-expect-error -- misspelt, in an option
    () => document({ name: "a", fields: [{ id: "b", type: "select", options: [{ name: "x", title: "X", off: true }] }] }),
    // @ts-expect-error -- misspelt, of a document
    () => document({ name: "a", fields: [], buttns: [] }),
    // @ts-expect-error -- no such type
    () => document({ name: "a", fields: [{ id: "b", type: "nmber" }] }),
  ];
  for (const each of tried) throws(each, FormError, "document");
});

Deno.test("each type has values of its own", () => {
  const all = document({
    name: "all",
    fields: [
      { id: "a", type: "number" },
      { id: "b", type: "money" },
      { id: "c", type: "bool" },
      { id: "d", type: "select", options: [{ name: "x", title: "X" }, { name: "y", title: "Y" }] },
      { id: "e", type: "check", options: [{ name: "x", title: "X" }] },
      { id: "f", type: "multipleInput", input: "number" },
      { id: "g", type: "group", fields: [{ id: "h", type: "integer", required: true }] },
      { id: "i", type: "table", fields: [{ id: "j", type: "date" }] },
      { id: "k", type: "comment", desc: "K" },
      { id: "l", type: "select", multiple: true, options: [{ name: "x", title: "X" }] },
      { id: "m", type: "comboLookupGroup" },
    ],
  });
  type All = Values<typeof all>;
  const money: Money = { minor: 1n, currency: "XXX" };
  const value: Required<All> = {
    a: 1,
    b: money,
    c: true,
    d: "x",
    e: ["x"],
    f: [1],
    g: { h: 1 },
    i: [{ j: "2024-02-29" }],
    l: ["x"],
    m: [[{ id: "1", text: "One" }]],
  };
  // @ts-expect-error -- no option is called so
  const option: All = { d: "z" };
  // @ts-expect-error -- numbers, not texts
  const several: All = { f: ["1"] };
  // @ts-expect-error -- a comment holds nothing
  const comment: All = { k: "text" };
  equal([value, option, several, comment].length, 4);
});
