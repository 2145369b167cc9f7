import {
  check,
  compiled,
  document,
  fieldsOf,
  FormError,
  schemaOf,
  sheet,
} from "../../../form/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { drawnFields, drawnText } from "../drawn.ts";
import { Validator } from "./deps.ts";

/** What JSON has of the values of a form. */
const json = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each) => typeof each === "bigint" ? Number(each) : each));

const seed = 20261201;
Deno.test(`what a form takes its JSON Schema takes (seed ${seed})`, () => {
  const from = random(seed);
  let taken = 0;
  for (let run = 0; run < 250; run++) {
    const fields = drawnFields(from, 2);
    const order = { name: "order", fields };
    const filled = sheet(compiled(order), {});
    for (const field of fields) filled.enter(field.id, drawnText(from, field));
    const validator = new Validator(json(schemaOf(order)) as never, "2020-12"); // as: a schema of the draft
    const { valid, errors } = validator.validate(json(filled.values()));
    if (check(filled).length > 0) continue;
    taken++;
    assert(valid, JSON.stringify([fields, json(filled.values()), errors]));
  }
  assert(taken > 20, `${taken}`);
});

Deno.test("what the declaration bounds its JSON Schema refuses", () => {
  const order = document({
    name: "order",
    sections: [{ id: "one", name: "One" }, {
      id: "two",
      name: "Two",
      visible: { feel: "item = 1" },
    }],
    fields: [
      { id: "item", required: true, length: 3, sec: "one" },
      { id: "qty", type: "integer", min: 1, max: 9, sec: "one" },
      { id: "later", required: true, sec: "two" },
      { id: "note", type: "comment", desc: "No value", sec: "one" },
      {
        id: "lines",
        type: "group",
        vector: true,
        min: 1,
        max: 2,
        sec: "one",
        fields: [{ id: "code", required: true, pattern: "[A-Z]+" }],
      },
    ],
  });
  const validator = new Validator(json(schemaOf(order)) as never, "2020-12"); // as: a schema of the draft
  const isValid = (value: unknown) => validator.validate(value).valid;
  assert(isValid({ item: "tea", qty: 9, lines: [{ code: "A" }] }));
  for (
    const wrong of [
      {},
      { item: "long" },
      { item: "tea", qty: 0 },
      { item: "tea", qty: "1" },
      { item: "tea", note: "x" },
      { item: "tea", other: 1 },
      { item: "tea", lines: [] },
      { item: "tea", lines: [{ code: "a" }] },
      { item: "tea", lines: [{ code: "A" }, { code: "B" }, { code: "C" }] },
    ]
  ) assert(!isValid(wrong), JSON.stringify(wrong));
});

Deno.test("references are followed within a schema, and refused where they lead elsewhere, to nothing or round and round", () => {
  const ref = ($ref: unknown, $defs: Record<string, unknown> = {}) => ({
    type: "object",
    properties: { one: { $ref, title: "First" } },
    $defs,
  });
  const zip = { type: "string", pattern: "^\\d{5}$", title: "Zip" };
  equal(fieldsOf(ref("#/$defs/a~1b", { "a/b": { $ref: "#/$defs/c%20d" }, "c d": zip })), [
    { id: "one", title: "First", type: "string", pattern: "\\d{5}" },
  ]);
  const tree = { type: "object", properties: { up: { $ref: "#/$defs/tree" } } };
  const list = { type: "array", items: { $ref: "#/$defs/list" } };
  const cases: [string, Record<string, unknown>?][] = [
    ["https://example.com/a.json"],
    ["other.json#/a"],
    ["#anchor"],
    ["#"],
    ["#/$defs/none"],
    ["#/$defs/toString"],
    ["#/__proto__"],
    ["#/$defs/a", { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }],
    ["#/$defs/tree", { tree }],
    ["#/$defs/list", { list }],
    ["#/$defs/any", { any: { anyOf: [{ $ref: "#/$defs/any" }, { type: "null" }] } }],
  ];
  for (const [reference, defs] of cases) {
    const error = throws(() => fieldsOf(ref(reference, defs)), FormError, "document");
    assert(error.message.includes("one"), error.message);
  }
});

Deno.test("schemas that no form can be made of are refused, whatever is in them", () => {
  const object = (properties: unknown) => ({ type: "object", properties });
  let deep: Record<string, unknown> = { type: "string" };
  for (let at = 0; at < 40; at++) deep = object({ in: deep });
  for (
    const schema of [
      {},
      { type: "string" },
      object([]),
      object({ "a/b": { type: "string" } }),
      object({ ["__proto__x"]: true }),
      object(JSON.parse('{"__proto__": {"type": "string"}}')),
      object({ constructor: { type: "string" } }),
      object({ a: { type: ["string", "number"] } }),
      object({ a: { enum: [1, 2] } }),
      object({ a: { type: "array" } }),
      object({ a: { type: "string", pattern: "(a)\\1" } }),
      object({ a: { type: "number", exclusiveMinimum: 0 } }),
      deep,
    ]
  ) throws(() => fieldsOf(schema), FormError, "document");
});
