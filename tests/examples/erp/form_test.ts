import { equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { check } from "../../../examples/erp/form.ts";
import { live } from "../../../examples/erp/live.ts";
import type { FormField } from "../../../bpe/mod.ts";
import type { SourceValue } from "../../../nitro/mod.ts";

function field(type: string, constraints: Readonly<Record<string, string>> = {}): FormField {
  return {
    id: "f",
    label: "",
    type,
    defaultValue: "",
    values: [{ id: "a", name: "A" }, { id: "b", name: "B" }],
    constraints: Object.entries(constraints).map(([name, config]) => ({ name, config })),
  };
}

/** What is taken in; "no" where it is refused. */
function taken(type: string, given: SourceValue | undefined, constraints = {}): unknown {
  const read = check(field(type, constraints), given);
  return "wrong" in read ? "no" : read.value;
}

Deno.test("a form takes in what its field allows, as a value of the field's type, and nothing else", () => {
  const required = { required: "" };
  const cases: [
    type: string,
    given: SourceValue | undefined,
    expected: unknown,
    bounds?: object,
  ][] = [
    ["string", "  two words ", "two words"],
    ["string", "", undefined],
    ["string", "   ", "no", required],
    ["string", true, "no"],
    ["string", "x".repeat(1_001), "no"],
    ["string", "x".repeat(1_001), "x".repeat(1_001), { maxlength: "2000" }],
    ["string", "ab", "no", { minlength: "3" }],
    ["string", "abc", "abc", { minlength: "3", maxlength: "3" }],
    ["string", "abcd", "no", { minlength: "3", maxlength: "3" }],
    ["long", "42", 42],
    ["long", "-7", -7],
    ["long", "4.2", "no"],
    ["long", "1e3", "no"],
    ["long", "0x10", "no"],
    ["long", "9".repeat(16), "no"],
    ["long", "Infinity", "no"],
    ["long", "5", 5, { min: "5", max: "5" }],
    ["long", "4", "no", { min: "5" }],
    ["long", "6", "no", { max: "5" }],
    ["long", "", "no", required],
    ["long", null, undefined],
    ["double", "4.25", 4.25],
    ["double", "4,25", "no"],
    ["boolean", true, true],
    ["boolean", false, false],
    ["boolean", "true", false],
    ["boolean", undefined, false],
    ["boolean", false, "no", required],
    ["boolean", true, true, required],
    ["enum", "a", "a"],
    ["enum", "c", "no"],
    ["enum", "", undefined],
    ["enum", "", "no", required],
    ["enum", ["a"], "no"],
    ["date", { year: 2028, month: 2, day: 29 }, "2028-02-29"],
    ["date", { year: 2027, month: 2, day: 29 }, "no"],
    ["date", { year: 2027, month: 4, day: 31 }, "no"],
    ["date", { year: 0, month: 1, day: 1 }, "no"],
    ["date", "2028-02-29", "no"],
    ["date", null, "no", required],
    ["unheard", "text", "text"],
  ];
  for (const [type, given, expected, bounds = {}] of cases) {
    equal(taken(type, given, bounds), expected, `${type} ${JSON.stringify(given)}`);
  }
});

Deno.test("a constraint that says false is none", () => {
  equal(taken("string", "", { required: "false" }), undefined);
});

Deno.test("a hundred changes at once are two pieces of news: the first and the last", () => {
  const told: string[] = [], clock = virtualClock();
  const news = live((topic) => void told.push(String(topic)), 250, clock);
  for (let i = 0; i < 100; i++) news.touch(["instance", "a"], "tasks");
  equal(told, ["instance,a", "tasks"]);
  clock.advance(250);
  news.stop();
  equal(clock.pending, 0);
  equal(told.toSorted(), ["instance,a", "instance,a", "tasks", "tasks"]);
});
