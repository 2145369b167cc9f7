import {
  type AnyDocument,
  check,
  type FieldType,
  type Filled,
  FormError,
  type Issue,
  rule,
} from "../../../form/mod.ts";
import { compile } from "../../../form/document/compile.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { filled, type Standing } from "../../_support/filled.ts";

/** A type that says nothing of its values by itself. */
const plain = (name: string): FieldType => ({
  name,
  control: () => "",
  show: String,
  read: (given) => ({ value: given }),
  is: (value): value is unknown => value !== undefined,
  schema: () => ({}),
});
const types = Object.fromEntries(
  ["string", "number", "select", "check", "group", "table"].map((name) => [name, plain(name)]),
);

const form = (
  declared: Omit<AnyDocument, "name">,
  values: Record<string, unknown>,
  standing: Standing = {},
): Filled => {
  const document = { name: "order", ...declared };
  return filled(document, values, { compiled: compile(document, types), ...standing });
};
const told = (issues: readonly Issue[]) => issues.map(({ path, code }) => `${path} ${code}`).sort();

Deno.test("what is missing, too long, too small, between steps or of another pattern is told with its path", () => {
  const fields = [
    { id: "name", required: true },
    { id: "code", pattern: "[A-Z]{2}\\d+", length: 6 },
    { id: "qty", type: "number", min: 1, max: 5, step: 0.1 },
    { id: "pay", validation: "iban" },
    { id: "color", type: "select", options: [{ name: "red", title: "Red" }] },
    { id: "tags", type: "check", min: 2, distinct: true },
  ];
  const values = { name: " ", code: "Ab12345", qty: 7.25, pay: "UA1", color: "blue", tags: ["a"] };
  equal(
    told(check(form({ fields }, values))),
    [
      "code maxlength",
      "code pattern",
      "color option",
      "name required",
      "pay iban",
      "qty max",
      "qty step",
      "tags mincount",
    ],
  );
  const good = {
    name: "a",
    code: "AB1",
    qty: 1.3,
    pay: "GB82 WEST 1234 5698 7654 32",
    color: "red",
    tags: ["a", "b"],
  };
  equal(told(check(form({ fields }, good))), []);
  equal(told(check(form({ fields }, { ...good, tags: ["a", "a"] }))), ["tags distinct"]);
  // What is optional and empty is right.
  equal(told(check(form({ fields }, { name: "a" }))), []);
  equal(told(check(form({ fields }, values), "qty")), ["qty max", "qty step"]);
});

Deno.test("what is hidden, disabled or shown as text is not checked, and a search asks only what can be read", () => {
  const fields = [
    { id: "one", required: true, visible: false },
    { id: "two", required: true, disabled: true },
    { id: "three", required: true, pattern: "x" },
    { id: "group", type: "group", visible: false, fields: [{ id: "in", required: true }] },
  ];
  const validations = [{ for: "one", holds: () => false }, { holds: () => "never" }];
  equal(told(check(form({ fields }, {}))), ["three required"]);
  for (const mode of ["view", "row", "compact"] as const) {
    equal(check(form({ fields, validations }, {}, { mode })), []);
  }
  const wrong = { path: "three", code: "number" };
  const standing = { mode: "search", cells: { three: { wrong } } } as const;
  equal(check(form({ fields, validations }, {}, standing)), [wrong]);
});

Deno.test("rows are counted, told apart, and checked each under its own key", () => {
  const fields = [{
    id: "lines",
    type: "table",
    min: 1,
    max: 3,
    distinct: true,
    fields: [{ id: "item", required: true, distinct: true }, { id: "qty", type: "number", max: 9 }],
  }];
  const rows = [{ item: "tea", qty: 1 }, { item: "tea", qty: 1 }, { qty: 10 }, { item: "milk" }];
  equal(told(check(form({ fields }, { lines: rows }))), [
    "lines maxcount",
    "lines/r2/item distinct",
    "lines/r2/item distinct",
    "lines/r3/item required",
    "lines/r3/qty max",
  ]);
  equal(told(check(form({ fields }, { lines: rows }), "lines/r3")), [
    "lines/r3/item required",
    "lines/r3/qty max",
  ]);
  equal(told(check(form({ fields }, { lines: rows }), "lines/r2/item")), [
    "lines/r2/item distinct",
  ]);
  equal(told(check(form({ fields }, { lines: [] }))), ["lines mincount"]);
});

Deno.test("rules between values are asked at each place that they are for", () => {
  const fields = [
    { id: "from" },
    { id: "to" },
    { id: "limit", type: "number" },
    {
      id: "lines",
      type: "table",
      fields: [{ id: "qty", type: "number" }, { id: "free", type: "number" }],
    },
  ];
  const validations = [
    { for: "to", holds: rule<boolean>("from <= to"), type: "order" },
    { for: "lines/*/qty", holds: rule<boolean>("this + free <= limit"), msg: "too much" },
    { holds: rule<boolean>("sum(lines.qty) <= root.limit"), type: "sum" },
    {
      for: "lines/*/free",
      holds: (_: unknown, { value, path }: { value: unknown; path: string }) =>
        value === 0 ? `none at ${path}` : true,
    },
    { holds: () => [{ path: "lines/1/free", code: "own" }] },
  ];
  const lines = [{ qty: 1, free: 1 }, { qty: 4, free: 0 }];
  const holds = { from: "2024-01-02", to: "2024-01-01", limit: 3, lines };
  const issues = check(form({ fields, validations }, holds));
  equal(told(issues), [
    " sum",
    "lines/r2/free invalid",
    "lines/r2/free own",
    "lines/r2/qty invalid",
    "to order",
  ]);
  equal(issues.find(({ path }) => path === "lines/r2/qty")?.message, "too much");

  // What is compared with nothing is nothing wrong.
  equal(
    told(check(form({ fields, validations: validations.slice(0, 3) }, { to: "2024-01-01" }))),
    [],
  );
  equal(told(check(form({ fields, validations }, holds), "lines/r1")), []);
});

Deno.test("a check that throws is not taken for right", () => {
  const fields = [{ id: "a" }];
  const validations = [
    {
      for: "a",
      holds: () => {
        throw new Error("down");
      },
    },
    { for: "a", holds: rule<boolean>("for x in 1..10000, y in 1..10000 return x = y") },
  ];
  equal(told(check(form({ fields, validations }, { a: "x" }))), ["a failed", "a failed"]);
});

Deno.test("a pattern that backtracks without end takes no time, and one that is none is refused with its field", () => {
  const fields = [{ id: "a", pattern: "(a+)+" }];
  equal(told(check(form({ fields }, { a: "a".repeat(20_000) + "!" }))), ["a pattern"]);
  for (const pattern of ["(a)\\1", "(?=a)", "[a", "a\\b", "[a&&b]", "(a{1000}){1000}"]) {
    const { message } = throws(
      () => form({ fields: [{ id: "lot", pattern }] }, {}),
      FormError,
      "document",
    );
    assert(message.includes('field "lot": the pattern'), message);
  }
  throws(
    () => form({ fields, validations: [{ for: "b", holds: () => true }] }, {}),
    FormError,
    "document",
  );
  assert(check(form({ fields }, { a: "aaa" })).length === 0);
});

Deno.test("rules of many rows take no more work than one check may make, and none is taken for right", () => {
  const fields = [{ id: "lines", type: "table", fields: [{ id: "qty", type: "number" }] }];
  const costly = rule<boolean>("count(for x in 1..5000 return x * this) > 0");
  const lines = Array.from({ length: 2_000 }, (_, qty) => ({ qty }));
  const holds = form({ fields, validations: [{ for: "lines/*/qty", holds: costly }] }, { lines });
  const issues = check(holds);
  assert(issues.length > 1_000 && issues.every(({ code }) => code === "failed"));
  // Each check has its own share.
  equal(told(check(holds, "lines/r1")), []);
});

Deno.test("what is no check is refused when the document is made", () => {
  const fields = [{ id: "a" }];
  // As: what a document that came as JSON may hold.
  const made = (more: object) => form({ fields, ...more } as never, {});
  throws(() => made({ schema: { parse: 1 } }), FormError, "document");
  throws(() => made({ validations: [{ for: "a", holds: "a > 1" }] }), FormError, "document");
  throws(() => made({ validations: [{ for: "a", holds: { feel: 1 } }] }), FormError, "document");
});
