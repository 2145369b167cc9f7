import {
  type AnyDocument,
  check,
  compiled,
  document,
  FormError,
  sheet,
  view,
} from "../../../form/mod.ts";
import { NitroError, renderBody } from "../../../nitro/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";

const MODES = ["create", "edit", "view", "row"] as const;

/** A document of everything, as JSON has it. */
const WHOLE = {
  name: "d",
  base: "b",
  version: 1,
  title: "T",
  access: { read: ["a"], write: ["b"] },
  messages: { required: "m", mincount: { one: "o", other: "p" } },
  sections: [{ id: "s", name: "S", desc: "D", nameClass: "c", visible: { feel: "a = 1" } }],
  buttons: [{ name: "go", title: "Go", class: ["x"], sources: ["a"], postback: 1, checked: true }],
  validations: [{ for: "a", holds: { feel: "a > 1" }, msg: "m", type: "t" }],
  fields: [
    { id: "a", type: "integer", title: "A", min: 1, max: 9, step: 1, default: 2, required: true },
    { id: "t", title: { feel: "a" }, desc: "d", pattern: "[a-z]*", length: 5, access: ["a"] },
    { id: "h", visible: { feel: "a = 1" }, whenHidden: { value: "x" }, labelClass: ["l"] },
    {
      id: "o",
      type: "radio",
      options: [{ name: "x", title: "X", visible: { feel: "a = 1" } }, { name: "y", title: "Y" }],
    },
    { id: "f", type: "file", accept: ".png", multiple: true },
    { id: "m", type: "multipleInput", input: "date", distinct: true, tooltips: ["t"] },
    { id: "c", type: "number", computed: { feel: "a * 2" }, messages: { wrong: "x" } },
    { id: "l", type: "table", index: "q", fields: [{ id: "q", placeholder: "p", sec: "s" }] },
    { id: "p", type: "money", curr: "UAH", autocomplete: "off", validation: "iban" },
    { id: "z", type: "datetime", zone: "Europe/Kyiv" },
  ],
};

function nested(depth: number): unknown {
  return depth === 0 ? "x" : [nested(depth - 1)];
}

const ODD: readonly unknown[] = [null, 5, -1, "x", "", [], {}, true, [null], { x: 1 }, nested(60)]
  .concat(
    { feel: 5 },
    { feel: "((" },
    { markup: "<script>" },
    { raw: "<script>" },
    "a".repeat(200),
  );

/** All that comes of a document by putting something odd into one place. */
function* variations(part: unknown): Generator<unknown> {
  yield* ODD;
  if (Array.isArray(part)) {
    for (const [at, each] of part.entries()) {
      for (const odd of variations(each)) yield part.with(at, odd);
    }
  } else if (typeof part === "object" && part !== null) {
    for (const [name, each] of Object.entries(part)) {
      for (const odd of variations(each)) yield { ...part, [name]: odd };
    }
  }
}

Deno.test("a document of any shape is refused as one, or can be filled in and shown in all modes", () => {
  let [refused, shown] = [0, 0];
  for (const odd of variations(WHOLE)) {
    try {
      const of = compiled(odd as AnyDocument); // as: of any shape
      for (const mode of MODES) {
        const filled = sheet(of, { mode, roles: ["a", "b"], record: { a: 1, l: [{ q: "x" }] } });
        filled.touch();
        filled.fault(check(filled));
        assert(!renderBody(view(filled)).html.includes("<script"));
      }
      shown++;
    } catch (error) {
      if (!FormError.is(error) && !NitroError.is(error)) {
        throw new Error(JSON.stringify(odd), { cause: error });
      }
      refused++;
    }
  }
  assert(refused > 1_000 && shown > 100, `${refused} refused, ${shown} shown`);
});

Deno.test("roles that are no list are refused: they would let everybody in", () => {
  for (
    const access of ["boss", { read: "boss" }, { write: "boss" }, { roles: ["boss"] }, 5, null]
  ) {
    const more = [
      { name: "d", access, fields: [{ id: "a" }] },
      { name: "d", fields: [{ id: "a", access }] },
      { name: "d", fields: [{ id: "g", type: "group", fields: [{ id: "a", access }] }] },
      { name: "d", sections: [{ name: "S", access }], fields: [{ id: "a" }] },
    ];
    for (const each of more) {
      // As: no such document can be declared.
      const { message } = throws(() => compiled(each as never), FormError, "document");
      assert(message.includes("access"), message);
    }
  }
});

Deno.test("what is too deep, or in itself, is told as such", () => {
  const circle: { id: string; type: string; fields: unknown[] } = {
    id: "a",
    type: "group",
    fields: [],
  };
  circle.fields.push(circle);
  let deep: unknown = { id: "a" };
  for (let left = 20_000; left > 0; left--) deep = { id: "a", type: "group", fields: [deep] };
  for (const field of [circle, deep]) {
    const given = { name: "d", fields: [field] } as never; // as: no such document can be declared
    for (const make of [document, compiled]) {
      equal(throws(() => make(given), FormError, "document").message.includes("deep"), true);
    }
  }
});
