import { equal, throws } from "../../_support/assert.ts";
import { FeelError } from "../../../feel/mod.ts";
import { standard, value } from "./standard.ts";

standard("built-in functions are values", [
  ["{f: abs}.f(-1)", 1],
  ["[abs, floor][1](-2.5)", 2.5],
  ["[abs, floor][2](2.5)", 2],
  ["{f: sum, r: f([1, 2, 3])}.r", 6],
  ["{f: sum, r: f(1, 2, 3)}.r", 6],
  ['{f: substring, r: f(string: "foobar", start position: 4)}.r', "bar"],
  ['{f: string length}.f("abc")', 3],
  ['(function(f, x) f(x))(upper case, "a")', "A"],
  ["(if true then min else max)(1, 2)", 1],
  ["for f in [min, max] return f(1, 2)", [1, 2]],
  ["every f in [odd, even] satisfies f(1) or f(2)", true],
  ["sort([3, 1, 2], before)", [1, 2, 3]],
  ["sort([1, 2, 3], after)", [3, 2, 1]],
  ["{before: function(a, b) a > b, r: sort([1, 3], before)}.r", [3, 1]],
  ["{f: abs, g: f, r: g(-3)}.r", 3],
  ["[abs][1](1, 2)", null],
  ["{f: abs, r: f(m: 1)}.r", null],
  ["abs instance of function<number> -> number", true],
  ["substring instance of function<string, number, number> -> string", true],
  ["upper case instance of function<number> -> string", false],
  ["abs instance of number", false],
  ["abs = null", false],
]);

standard("a value that `is` is not given is null", [
  ['is(value1: @"2021-02-13")', false],
  ['is(value2: @"2021-02-13")', false],
  ["is(value1: null)", true],
  ["is(1)", false],
  ["is(null)", true],
  ["is()", null],
  ["is(1, 1, 1)", null],
  ["is(value1: 1, other: 1)", null],
]);

Deno.test("a variable shadows the function of its name, as a value and where it is a function", () => {
  equal(value("abs", { abs: 5 }), 5);
  equal(value("[abs, count]", { abs: 5, count: null }), [5, null]);
  equal(value("{abs: function(x) x + 1, r: abs(-1)}.r"), 0);
  equal(value("{r: (function(abs) abs(1))(function(x) 7)}.r"), 7);
  // What is no function cannot have been meant.
  equal(value("count + count([1, 2])", { count: 5 }), 7);
});

Deno.test("a function does not leave, and one that calls itself without end is stopped", () => {
  for (const text of ["[abs]", "{f: sum}", "if true then abs else 1", "{f: function(x) x}.f"]) {
    throws(() => value(text), FeelError, "expression");
  }
  throws(() => value("{f: function(x) f(x), r: f(1)}.r"), FeelError, "limit");
});
