import { type AnyField, compiled, document, FormError, rule, sheet } from "../../../form/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { TYPES } from "../../_support/form/types.ts";

/** A sheet of these fields, with what is logged of it. */
function filled(fields: readonly AnyField[], record: Record<string, unknown> = {}) {
  const logged: unknown[] = [];
  const form = sheet(compiled({ name: "test", fields }, TYPES), {
    mode: "edit",
    record,
    log: (_, __, details) => logged.push(details?.path),
  });
  return { form, logged };
}

Deno.test("an expression sees its own fields first, then those around it, this, parent and root", () => {
  const { form } = filled([
    { id: "x", type: "number" },
    { id: "rate", type: "number" },
    {
      id: "t",
      type: "table",
      fields: [
        { id: "x", type: "number" },
        {
          id: "all",
          computed: rule(
            'string join([string(x), string(parent.x), string(root.x), string(rate)], " ")',
          ),
        },
        { id: "own", title: rule("string(this) + string(rate)") },
      ],
    },
    { id: "loan-to-value", type: "number" },
    { id: "odd", type: "number", computed: rule("loan-to-value * 2") },
  ], { x: 1, rate: 2, t: [{ x: 3, own: "o" }], "loan-to-value": 4 });
  equal(form.cell("t/r1/all").value, "3 3 1 2");
  equal(form.cell("t/r1/own").title, "o2");
  equal(form.cell("odd").value, 8);
  equal([...form.enter("rate", "5")].toSorted(), ["rate", "t/r1/all", "t/r1/own"]);
});

Deno.test("only what a rule really read asks it again", () => {
  let asked = 0;
  const order = document({
    name: "order",
    fields: [
      { id: "on", type: "bool" },
      { id: "a", type: "number" },
      { id: "b", type: "number" },
      {
        id: "t",
        type: "table",
        fields: [{ id: "x", type: "number" }, { id: "y", type: "number" }],
      },
      { id: "out", type: "number" },
      { id: "sum", type: "number" },
    ],
    rules: {
      out: {
        computed({ root }) {
          asked++;
          return root.on === true ? root.a : root.b;
        },
      },
      sum: {
        computed: ({ root }) => {
          asked++;
          return (root.t ?? []).reduce((sum, { x = 0 }) => sum + x, 0);
        },
      },
    },
  });
  const form = sheet(compiled(order), {
    mode: "edit",
    record: { on: true, a: 1, b: 2, t: [{ x: 1, y: 5 }] },
  });
  form.touch("a");
  const asks = (run: () => unknown) => {
    asked = 0;
    run();
    return asked;
  };
  equal(asks(() => form.enter("b", "7")), 0);
  equal(asks(() => form.enter("a", "7")), 1);
  equal(asks(() => form.enter("a", "7")), 0);
  equal(asks(() => form.enter("on", false)), 1);
  equal(asks(() => form.enter("a", "8")), 0);
  equal(asks(() => form.enter("t/r1/y", "8")), 0);
  equal(asks(() => form.enter("t/r1/x", "8")), 1);
  equal(asks(() => form.add("t")), 1);
  equal(asks(() => form.move("t", "r2", 0)), 1);
  equal(asks(() => form.remove("t", "r2")), 1);
  equal(form.cell("sum").value, 8);
});

Deno.test("what several ways lead to is asked once, after all that it reads", () => {
  const asked: string[] = [];
  const names = ["d", "c", "b", "a"];
  const diamond = document({
    name: "diamond",
    fields: [
      { id: "in", type: "number" },
      { id: "d", type: "number" },
      { id: "c", type: "number" },
      { id: "b", type: "number" },
      { id: "a", type: "number" },
    ],
    rules: {
      a: { computed: ({ root }) => (asked.push("a"), root.in) },
      b: { computed: ({ root }) => (asked.push("b"), (root.a ?? 0) + 1) },
      c: { computed: ({ root }) => (asked.push("c"), (root.a ?? 0) + 2) },
      d: { computed: ({ root }) => (asked.push("d"), (root.c ?? 0) + (root.b ?? 0)) },
    },
  });
  const form = sheet(compiled(diamond), {});
  form.enter("in", "1");
  asked.length = 0;
  form.enter("in", "5");
  equal(asked.toSorted(), names.toSorted());
  equal([asked[0], form.cell("d").value], ["a", 13]);
});

Deno.test("rules in a circle are told with its paths, and those outside of it have their answers", () => {
  const { form, logged } = filled([
    { id: "on", type: "flag" },
    { id: "a", type: "number", computed: rule("if on then b + 1 else 1") },
    { id: "b", type: "number", computed: rule("a + 1") },
    { id: "c", type: "number", computed: rule("if b = null then 0 else b") },
    { id: "self", visible: rule("root.self = null") },
  ], { on: true });
  const circle = (path: string) =>
    form.cell(path).issues.map(({ code, args }) => [code, args?.circle]);
  equal(circle("a"), [["rule", ["a", "b"]]]);
  equal(circle("b"), [["rule", ["a", "b"]]]);
  equal([circle("c"), form.cell("c").value], [[], 0]);
  equal(circle("self"), [["rule", ["self"]]]);
  assert(form.cell("self").isVisible);
  assert(logged.includes("a"));
  form.enter("on", false);
  equal([form.cell("a").value, form.cell("b").value, form.cell("c").value], [1, 2, 2]);
  equal([circle("a"), circle("b")], [[], []]);
  form.enter("on", true);
  equal([form.cell("c").value, circle("b")], [0, [["rule", ["a", "b"]]]]);
});

Deno.test("a chain of rules of any length has its end, and so has a circle", () => {
  const length = 300;
  const chain = (first: string): readonly AnyField[] => [
    { id: "f0", type: "number", ...first !== "" && { computed: rule(first) } },
    ...Array.from({ length }, (_, at) => ({
      id: `f${at + 1}`,
      type: "number",
      computed: rule(`f${at} + 1`),
    })),
  ];
  const { form } = filled(chain(""), { f0: 1 });
  equal(form.cell(`f${length}`).value, 1 + length);
  equal(form.enter("f0", "5").size, length + 1);
  equal(form.cell(`f${length}`).value, 5 + length);
  const { form: round } = filled(chain(`f${length} + 1`));
  equal(round.cell(`f${length}`).value, undefined);
  assert(round.cells().some(({ issues }) => issues.some(({ code }) => code === "rule")));
});

Deno.test("a rule that fails is told at its field and breaks nothing", () => {
  const { form, logged } = filled([
    { id: "n", type: "number" },
    {
      id: "endless",
      type: "number",
      computed: rule("count(for i in 1..20000, j in 1..20000 return i * j)"),
    },
    { id: "wrong", type: "number", computed: rule('"no number"') },
    { id: "list", type: "number", computed: rule("for i in 1..n return i") },
    { id: "shown", visible: rule("count(for i in 1..20000, j in 1..20000 return i)  > 3") },
    { id: "fine", type: "number", computed: rule("n + 1") },
  ], { n: 1 });
  const failing = form.cells().filter(({ issues }) => issues.length > 0).map(({ path }) => path);
  equal(failing.filter((path) => path !== "wrong" && path !== "list"), ["endless", "shown"]);
  equal([form.cell("fine").value, form.cell("shown").isVisible], [2, true]);
  assert(logged.includes("endless"));
  const thrown = document({
    name: "thrown",
    fields: [{ id: "a" }, { id: "b" }],
    rules: {
      a: {
        title() {
          throw new Error("no title");
        },
      },
    },
  });
  const other = sheet(compiled(thrown), {});
  equal(other.cell("a").issues.map(({ code, args }) => [code, args?.rule]), [["rule", "title"]]);
  other.enter("b", "x");
});

Deno.test("a field may be called as a function of FEEL is, and a section whose rule fails is there", () => {
  const logged: unknown[] = [];
  const fields: readonly AnyField[] = [
    { id: "qty", type: "number", default: 3 },
    { id: "sum", type: "number", computed: rule("sum([qty, 2])") },
    { id: "count", type: "number", sec: 2, computed: rule("count([sum, count(root.t)]) + sum") },
    { id: "t", type: "table", fields: [{ id: "x" }], default: [{ x: "a" }, {}] },
  ];
  const sections = [{ name: "One" }, {
    name: "Two",
    visible: rule<boolean>("count(for i in 1..20000, j in 1..20000 return i) > 1"),
  }];
  const form = sheet(compiled({ name: "test", sections, fields }, TYPES), {
    log: (_, __, details) => logged.push(details?.path),
  });
  equal(form.values(), { qty: 3, sum: 5, count: 7, t: [{ x: "a" }, {}] });
  equal([form.isSectionVisible("2"), logged], [true, ["section 2"]]);
});

Deno.test("rules that cost too much together stop, are told, and go on when less is to be done", () => {
  const square = document({
    name: "square",
    fields: [{
      id: "t",
      type: "table",
      fields: [
        { id: "x", type: "number" },
        { id: "share", type: "number", computed: rule("x / sum(root.t.x)") },
      ],
    }],
  });
  const rows = Array.from({ length: 1_500 }, () => ({ x: 1 }));
  const form = sheet(compiled(square), { mode: "edit", record: { t: rows } });
  const told = () => form.cells("t").filter(({ issues }) => issues.length > 0).length;
  form.touch("t");
  assert(told() > 0);
  form.put("t", rows.slice(0, 100));
  equal([told(), form.cell("t/r100/share").value], [0, 0.01]);
});

Deno.test("an expression that is none, and functions at no field, are told with the document and the place", () => {
  const make = (feel: string) => () => filled([{ id: "a", computed: rule(feel) }]);
  for (const feel of ["1 +", "nothing(1)", "x".repeat(5_000), "[".repeat(500)]) {
    const { message } = throws(make(feel), FormError, "rule");
    assert(message.includes('document "test", computed of "a"'));
  }
  const other = { name: "test", fields: [{ id: "a" }], rules: { b: {} } };
  throws(() => sheet(compiled(other), {}), FormError, "document");
});

Deno.test("a rule sees its fields and nothing else, and changes nothing", () => {
  const seen: unknown[] = [];
  const order = document({
    name: "order",
    fields: [{ id: "a" }, { id: "b" }, { id: "g", type: "group", fields: [{ id: "x" }] }],
    rules: {
      a: {
        required({ root }) {
          seen.push(
            Object.keys(root),
            "toString" in root,
            Reflect.get(root, "__proto__"),
            JSON.stringify(root),
          );
          seen.push(Reflect.set(root, "b", "changed"), Reflect.deleteProperty(root, "b"));
          return true;
        },
      },
      b: {
        required() {
          form.put("a", "changed");
          return true;
        },
      },
    },
  });
  const form: ReturnType<typeof sheet> = sheet(compiled(order), {
    mode: "edit",
    record: { b: "1", g: { x: "2" } },
  });
  assert(form.cell("a").isRequired);
  equal(seen, [["a", "b", "g"], false, undefined, '{"b":"1","g":{"x":"2"}}', false, false]);
  equal([form.cell("b").isRequired, form.cell("b").issues.length], [false, 1]);
  equal(form.values(), { b: "1", g: { x: "2" } });
});

Deno.test("rules that are functions know the fields by their types", () => {
  const order = document({
    name: "order",
    fields: [
      { id: "item", required: true },
      { id: "qty", type: "number" },
      {
        id: "kind",
        type: "select",
        options: [{ name: "a", title: "A" }, { name: "b", title: "B" }],
      },
      { id: "lines", type: "table", fields: [{ id: "n", type: "number" }, { id: "text" }] },
    ],
    rules: {
      item: { visible: ({ root }) => root.kind === "a" && (root.qty ?? 0) > 1 },
      qty: { computed: ({ root }) => root.lines?.length },
      "lines/*/n": {
        computed: ({ this: own, parent, root }) =>
          (own ?? 0) + (parent.text ?? root.item ?? "").length,
      },
    },
  });
  assert(order.rules !== undefined);
  document({
    name: "wrong",
    fields: [{ id: "a", type: "number" }, { id: "b" }],
    // @ts-expect-error -- no field is called so
    rules: { nothing: { visible: () => true } },
  });
  document({
    name: "wrong",
    fields: [{ id: "a", type: "number" }, { id: "b" }],
    rules: {
      // @ts-expect-error -- a number is no text
      a: { computed: ({ root }) => root.b },
      // @ts-expect-error -- the form has no such field
      b: { required: ({ root }) => root.nothing === 1 },
    },
  });
  document({
    name: "wrong",
    fields: [{ id: "t", type: "table", fields: [{ id: "x", type: "number" }] }],
    rules: {
      // @ts-expect-error -- a rule that shows or hides answers true or false
      "t/*/x": { visible: ({ parent }) => parent.x },
    },
  });
});

Deno.test("a rule that names what the form does not have is refused before anybody fills it in", () => {
  const made = (feel: string) =>
    sheet(compiled({
      name: "order",
      fields: [
        { id: "qty", type: "number" },
        { id: "sum", computed: { feel } },
        {
          id: "lines",
          type: "table",
          fields: [{ id: "price", type: "number" }, {
            id: "twice",
            computed: { feel: "price * qty" },
          }],
        },
      ],
    }));
  const wrong = [
    "qyt + 1",
    "if qty > 1 then pirce else 1",
    "sum(for x in lines return x.price + y)",
    "lines.price + prise",
  ];
  for (const feel of wrong) {
    const { message } = throws(() => made(feel), FormError, "rule");
    assert(/order.*sum.*nothing is called "(qyt|pirce|y|prise)"/.test(message), message);
  }
  const right = [
    "qty + 1",
    "root.qty + 1",
    "sum(for x in lines return x.price)",
    "count(lines[price > 2])",
    "some x in lines satisfies x.price > qty",
    "{ a: 1, b: a + 1 }.b",
    "(function(a, b) a + b)(1, qty)",
    "sort([2, 1], function(a, b) a < b)[1]",
    "sum(lines.price)",
    "root.qyt",
  ];
  for (const feel of right) made(feel);
});
