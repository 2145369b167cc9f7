import { type AnyField, compiled, FormError, rule, sheet } from "../../../form/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { TYPES } from "../../_support/form/types.ts";

/** A sheet of these fields. */
function filled(fields: readonly AnyField[], options: Parameters<typeof sheet>[1] = {}) {
  return sheet(compiled({ name: "test", fields }, TYPES), options);
}

Deno.test("what is typed stands as it was typed, and what is no value is told and held no longer", () => {
  const form = filled([{ id: "n", type: "number", title: "N" }]);
  form.enter("n", "1.50");
  equal([form.cell("n").value, form.cell("n").raw, form.cell("n").wrong], [1.5, "1.50", undefined]);
  form.enter("n", "one");
  const { value, raw, wrong, edits } = form.cell("n");
  equal([value, raw, wrong?.code, wrong?.path, edits], [undefined, "one", "number", "n", 2]);
  equal(form.values(), {});
  form.put("n", 3);
  equal([form.cell("n").value, form.cell("n").raw, form.cell("n").edits], [3, undefined, 2]);
  throws(() => form.put("n", "3"), FormError, "value");
});

Deno.test("a hidden value is left out and back, kept, cleared or another, as declared", () => {
  const shown = rule<boolean>("on");
  const form = filled([
    { id: "on", type: "flag" },
    { id: "a", visible: shown },
    { id: "b", visible: shown, whenHidden: "keep" },
    { id: "c", visible: shown, whenHidden: "clear" },
    { id: "d", visible: shown, whenHidden: { value: "none" } },
    { id: "seen", computed: rule('string join([a, b, c, d], ",")') },
  ], { mode: "edit", record: { on: true, a: "1", b: "2", c: "3", d: "4", other: 5 } });
  equal(form.values(), { on: true, a: "1", b: "2", c: "3", d: "4", seen: "1,2,3,4" });
  equal([...form.enter("on", false)].toSorted(), ["a", "b", "c", "d", "on", "seen"]);
  equal(form.values(), { on: false, b: "2", d: "none", seen: "2,none" });
  equal(form.record(), { on: false, b: "2", d: "none", seen: "2,none", other: 5 });
  throws(() => form.enter("a", "x"), FormError, "path");
  form.enter("on", true);
  equal(form.values(), { on: true, a: "1", b: "2", d: "4", seen: "1,2,4" });
});

Deno.test("a hidden section or group hides what is in it, and its values go as the group says", () => {
  const fields: readonly AnyField[] = [
    { id: "kind" },
    { id: "s", sec: "two" },
    {
      id: "g",
      type: "group",
      visible: rule('kind = "all"'),
      fields: [{ id: "x" }, { id: "y", whenHidden: "keep" }],
    },
    {
      id: "k",
      type: "group",
      visible: rule('kind = "all"'),
      whenHidden: "keep",
      fields: [{ id: "x" }],
    },
    { id: "sum", computed: rule('string join([s, g.x, root.g.y, k.x], "-")') },
  ];
  const form = sheet(
    compiled({
      name: "test",
      sections: [{ name: "One" }, { id: "two", name: "Two", visible: rule('kind != "none"') }, {
        id: "three",
        parent: "two",
        name: "Three",
      }],
      fields,
    }, TYPES),
    { mode: "edit", record: { kind: "all", s: "1", g: { x: "2", y: "3" }, k: { x: "4" } } },
  );
  form.cells();
  equal(form.values().sum, "1-2-3-4");
  equal([form.isSectionVisible("two"), form.isSectionVisible("three")], [true, true]);
  const changed = form.enter("kind", "none");
  equal([...changed].toSorted(), ["g", "g/x", "g/y", "k", "k/x", "kind", "s", "sum"]);
  equal([form.isSectionVisible("two"), form.isSectionVisible("three")], [false, false]);
  equal(form.values(), { kind: "none", k: { x: "4" }, sum: "4" });
  for (const path of ["s", "g/x", "k/x"]) {
    assert(!form.cell(path).isVisible);
    throws(() => form.enter(path, "9"), FormError, "path");
  }
});

Deno.test("what a person may not see is nowhere but in rules and the record, and what they may not change stays", () => {
  const fields: readonly AnyField[] = [
    { id: "price", type: "number", access: { read: ["sales"], write: ["boss"] } },
    { id: "cost", type: "number", access: ["boss"] },
    { id: "margin", type: "number", computed: rule("price - cost"), access: ["boss"] },
    { id: "good", type: "flag", computed: rule("margin > 1") },
    {
      id: "t",
      type: "table",
      access: { write: ["boss"] },
      fields: [{ id: "x", access: ["boss"] }, { id: "y" }],
    },
  ];
  const record = { price: 5, cost: 3, t: [{ x: "secret", y: "1" }] };
  const clerk = filled(fields, { mode: "edit", record, roles: ["sales"] });
  equal(clerk.cells().map(({ path }) => path), ["price", "good", "t"]);
  equal(clerk.values(), { price: 5, good: true, t: [{ y: "1" }] });
  equal(clerk.record(), { price: 5, cost: 3, margin: 2, good: true, t: [{ x: "secret", y: "1" }] });
  assert(clerk.cell("price").isDisabled && clerk.cell("t/r1/y").isDisabled);
  equal(clerk.cells("t").map(({ path }) => path), ["t/r1/y"]);
  equal(clerk.cell("t").value, [{ y: "1" }]);
  for (const path of ["cost", "margin", "t/r1/x"]) {
    const hidden = throws(() => clerk.cell(path), FormError, "path").message;
    const nowhere = throws(() => clerk.cell("nowhere"), FormError, "path").message;
    equal(hidden.replace(path, "nowhere"), nowhere);
  }
  for (const path of ["price", "cost", "good", "t/r1/y"]) {
    throws(() => clerk.enter(path, "1"), FormError, "path");
  }
  throws(() => clerk.add("t"), FormError, "path");
  throws(() => clerk.remove("t", "r1"), FormError, "path");
  const boss = filled(fields, { mode: "edit", record, roles: ["boss"] });
  assert(boss.enter("cost", "4.5").has("good"));
  equal(boss.values().good, false);
});

Deno.test("nothing is taken where a form is only shown, a field is hidden, disabled or computed, or holds nothing", () => {
  const fields: readonly AnyField[] = [
    { id: "a", hidden: true },
    { id: "b", disabled: true },
    { id: "c", computed: rule("1") },
    { id: "d", type: "remark" },
    { id: "e", visible: false },
    { id: "g", type: "group", disabled: true, fields: [{ id: "x" }] },
    { id: "ok" },
  ];
  const form = filled(fields, { mode: "edit", record: { a: "id 7" } });
  for (
    const path of [
      "a",
      "b",
      "c",
      "d",
      "e",
      "g",
      "g/x",
      "nothing",
      "",
      "ok/x",
      "__proto__",
      "constructor",
      "ok/constructor",
    ]
  ) {
    throws(() => form.enter(path, "1"), FormError, "path");
  }
  form.enter("ok", "1");
  equal(form.values(), { a: "id 7", ok: "1", g: {} });
  for (const mode of ["view", "row", "compact"] as const) {
    throws(() => filled(fields, { mode }).enter("ok", "1"), FormError, "path");
  }
});

Deno.test("defaults are those of a new form and of new rows, until something is entered", () => {
  const fields: readonly AnyField[] = [
    { id: "a", type: "number", default: 3 },
    { id: "b", type: "number", default: rule("a * 2") },
    { id: "t", type: "table", fields: [{ id: "x", type: "number", default: rule("root.a") }] },
  ];
  const form = filled(fields);
  equal(form.values(), { a: 3, b: 6, t: [] });
  assert(form.enter("a", "4").has("b"));
  equal(form.values().b, 8);
  form.enter("b", "");
  form.enter("a", "5");
  equal(form.values(), { a: 5, t: [] });
  form.add("t");
  equal(form.values().t, [{ x: 5 }]);
  const old = filled(fields, { mode: "edit", record: { t: [{}] } });
  equal(old.values(), { t: [{}] });
  old.put("a", 1);
  old.add("t");
  equal(old.values(), { a: 1, t: [{}, { x: 1 }] });
});

Deno.test("rules decide what is required, its bounds, its title and what there is to choose", () => {
  const options = ["a", "b", "c"].map((name) => ({ name, title: name.toUpperCase() }));
  const form = filled([
    { id: "n", type: "number" },
    {
      id: "x",
      title: rule('"Up to " + string(n)'),
      required: rule("n > 1"),
      disabled: rule("n = 5"),
      min: rule("n - 1"),
      max: rule("n + 1"),
      options: [...options, { name: "d", title: "D", visible: rule("n > 2") }],
      offered: rule('if n = 1 then ["a", "z"] else ["a", "b", "d"]'),
    },
  ]);
  const shown = () => {
    const { title, isRequired, isDisabled, min, max, options } = form.cell("x");
    return [title, isRequired, isDisabled, min, max, options.map(({ name }) => name).join()];
  };
  form.enter("n", "1");
  equal(shown(), ["Up to 1", false, false, 0, 2, "a"]);
  equal([...form.enter("n", "5")].toSorted(), ["n", "x"]);
  equal(shown(), ["Up to 5", true, true, 4, 6, "a,b,d"]);
  const search = filled([{ id: "a", required: true }], { mode: "search" });
  equal(search.cell("a").isRequired, false);
});

Deno.test("what checks found elsewhere goes when the value changes, there or in what stands in it", () => {
  const form = filled([{ id: "a" }, { id: "t", type: "table", fields: [{ id: "x" }] }]);
  form.add("t");
  const issue = (path: string) => ({ path, code: "taken" });
  const changed = form.fault([issue("a"), issue("t"), issue("t/r1/x"), issue("t/r9/x"), issue("")]);
  equal([...changed].toSorted(), ["a", "t", "t/r1/x"]);
  equal(form.cell("t").issues.map(({ path }) => path), ["t", "t/r9/x"]);
  equal(form.faults, [issue("")]);
  equal([...form.enter("t/r1/x", "1")].toSorted(), ["t", "t/r1/x"]);
  equal([form.cell("a").issues.length, form.cell("t").issues.length, form.faults.length], [
    1,
    0,
    0,
  ]);
  equal([...form.fault([])], ["a"]);
  equal([...form.touch("a")], ["a"]);
  equal([...form.touch("a")], []);
  equal([...form.touch()].toSorted(), ["t", "t/r1/x"]);
});

Deno.test("a form is left and taken up again as it was, as far as it fits another document", () => {
  const fields: readonly AnyField[] = [
    { id: "a", type: "number" },
    { id: "gone" },
    { id: "t", type: "table", fields: [{ id: "x", type: "number" }] },
  ];
  const form = filled(fields);
  form.enter("a", "1.50");
  form.enter("gone", "x");
  form.add("t");
  form.enter("t/r1/x", "none");
  form.touch("a");
  const dump = JSON.parse(JSON.stringify(form.dump()));
  const again = filled(fields, { dump });
  equal(again.values(), form.values());
  equal([again.cell("a").raw, again.cell("a").isTouched, again.cell("a").edits], ["1.50", true, 1]);
  equal([again.cell("t/r1/x").raw, again.cell("t/r1/x").wrong?.code], ["none", "number"]);
  const other = filled([{ id: "a" }, { id: "new" }], { dump });
  equal(other.values(), {});
  // As: whoever kept it may have changed it.
  const hostile = {
    values: { a: { deep: 1 }, "t/__proto__/x": 1, constructor: 2, "": 3, "t": [1], "t/r1/x": 7 },
    raw: { a: [[[]]] },
    rows: {
      t: ["r1", "r1", "__proto__", "i-9", 7, "r99999999999", ""],
      a: ["r1"],
      constructor: [],
    },
    touched: ["a", 7, "constructor"],
    edits: { a: "many" },
    next: { t: -1 },
  } as never;
  const odd = filled(fields, { dump: hostile });
  equal([odd.rows("t"), odd.values()], [["r1"], { t: [{ x: 7 }] }]);
  equal(odd.add("t").key, "r2");
});

Deno.test("a record that no form holds is refused, and what is no value of its field is told and kept", () => {
  const fields: readonly AnyField[] = [{ id: "n", type: "number" }, {
    id: "t",
    type: "table",
    fields: [{ id: "x" }],
  }];
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const make = (n: unknown) => () => filled(fields, { mode: "edit", record: { n } });
  for (const n of [new Date(), () => 1, NaN, Symbol("x"), JSON.parse('{"__proto__": 1}')]) {
    throws(make(n), FormError, "value");
  }
  throws(make(circle), FormError, "limit");
  throws(make("x".repeat(1_000_000)), FormError, "limit");
  const form = filled(fields, { mode: "edit", record: { n: "five", t: "none", constructor: 1 } });
  equal([form.cell("n").wrong?.code, form.cell("n").raw, form.cell("t").wrong?.code], [
    "value",
    "five",
    "value",
  ]);
  equal(form.record(), { n: "five", t: "none", constructor: 1 });
  form.enter("n", "5");
  form.add("t");
  equal(form.record(), { n: 5, t: [{}], constructor: 1 });
});

Deno.test("a secret is in no dump", () => {
  const form = filled([{ id: "pass", type: "password" }, { id: "code", type: "otp" }, { id: "a" }]);
  form.enter("pass", "secret");
  form.enter("code", "123456789");
  form.enter("a", "1");
  const { values, raw } = form.dump();
  equal([values, raw, form.values().pass], [{ a: "1" }, { a: "1" }, "secret"]);
});

Deno.test("a megabyte in one field is refused, and leaves what there was", () => {
  const form = filled([{ id: "a" }, { id: "t", type: "table", fields: [{ id: "x" }] }]);
  form.enter("a", "1");
  const huge = "x".repeat(1_000_000);
  throws(() => form.enter("a", huge), FormError, "limit");
  throws(() => form.enter("a", [[huge]]), FormError, "limit");
  throws(() => form.put("a", huge), FormError, "limit");
  throws(() => form.add("t", 0, { x: huge }), FormError, "limit");
  let deep: unknown = "x";
  for (let left = 100; left > 0; left--) deep = [deep];
  // As: it came from outside.
  throws(() => form.enter("a", deep as string), FormError, "limit");
  throws(() => form.cell("a/".repeat(1_000)), FormError, "path");
  equal([form.values(), form.cell("a").edits], [{ a: "1", t: [] }, 1]);
});

Deno.test("which places rules read is known, and rules that are functions can stand beside a document of JSON", () => {
  const stored = JSON.parse('{ "name": "stored", "fields": [{ "id": "a" }, { "id": "b" }] }');
  const form = sheet(compiled(stored), {
    functions: { b: { computed: ({ root }: { root: { a?: string } }) => `${root.a ?? ""}!` } },
  });
  equal([form.isRead("a"), form.isRead("b")], [true, false]);
  form.enter("a", "x");
  equal(form.values(), { a: "x", b: "x!" });
  equal(sheet(compiled(stored), {}).isRead("a"), false);
});
