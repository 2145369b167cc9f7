import { atom, encode, tuple } from "../../../n2o/mod.ts";
import { document, FormError, formPage, rule } from "../../../form/mod.ts";
import { nitro } from "../../../mod.ts";
import { stage } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";
const { button, input, page, panel } = nitro;

const order = document({
  name: "order",
  fields: [
    { id: "item", title: "Item" },
    { id: "sum", title: "Sum", computed: rule('item + "!"') },
    { id: "locked", title: "Locked", disabled: true },
    { id: "secret", title: "Secret", access: ["boss"] },
    { id: "gone", title: "Gone", visible: rule('item = "show"') },
    { id: "unseen", title: "Unseen", hidden: true },
    { id: "color", title: "Color", type: "select", options: [{ name: "red", title: "Red" }] },
    { id: "lines", title: "Lines", type: "table", fields: [{ id: "qty", type: "integer" }] },
  ],
  buttons: [{ name: "send", title: "Send" }],
});

/** Every event that a page could have sealed, for places that this form has not, or not for this person, or not now. */
const WRONG = [
  ...[
    "sum",
    "locked",
    "secret",
    "gone",
    "unseen",
    "nothing",
    "lines",
    "lines/r9/qty",
    "lines/*/qty",
  ]
    .map((at) => ({ do: "enter", at })),
  ...["__proto__", "constructor", "a/__proto__/b", "", 7, null, "x".repeat(2_000)]
    .map((at) => ({ do: "enter", at })),
  { do: "remove", at: "lines", key: "r9" },
  { do: "remove", at: "lines", key: "__proto__" },
  { do: "up", at: "item", key: "r1" },
  { do: "add", at: "item" },
  { do: "add", at: "secret" },
  { do: "page", at: "lines", to: 9 },
  { do: "sort", at: "lines" },
  { do: "button", at: 9 },
  { do: "step", to: 2, isChecked: false },
  { do: "side", at: 0, side: "theirs" },
  { do: "settle" },
  { do: "toString" },
  { do: "__proto__" },
];
