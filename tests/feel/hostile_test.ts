import { assert, equal, throws } from "../_support/assert.ts";
import { rounds } from "../_support/long.ts";
import { feel, FeelError } from "../../feel/mod.ts";
import { random } from "../bpe/engine/random_graph.ts";

const { evaluate } = feel();
const value = (text: string, variables = {}) => evaluate(text, variables);
const refused = (text: string, variables = {}) =>
  throws(() => value(text, variables), FeelError, "limit");

Deno.test("what would take or make too much is refused, and says what to do", () => {
  const big = {
    list: Array.from({ length: 20_000 }, (_, index) => ({ index })),
    s: "x".repeat(60_000),
  };
  const texts = [
    "(".repeat(500),
    "[".repeat(500),
    "{a:".repeat(500),
    "-".repeat(4_000) + "1",
    "not ".repeat(1_000) + "true",
    "if ".repeat(1_000),
    "1 + ".repeat(1_024),
    "for a in 1..1000, b in 1..1000 return a",
    "some a in 1..1000, b in 1..1000 satisfies a > 2000",
    "for i in 1..1000000000 return i",
    "for i in -9007199254740991..9007199254740991 return i",
    "{f: function(n) f(n + 1), r: f(1)}.r",
    "{f: function(n) if n < 1 then 1 else f(n - 1) + f(n - 1), r: f(40)}.r",
    "list[count(list[index > 3]) > 1]",
    "distinct values(list)",
    "index of(list, list[1]) = union(list, list)",
    "sort(list, function(a, b) count(list[index > 3]) > a.index)",
    "s + s",
    'replace(s, "x", "xx")',
    "string join([s, s])",
    "concatenate(list, list)",
    "append(list, 1)",
    "string([s, s])",
    'for i in 1..9999 return matches(s, "y")',
    "for i in 1..9999 return string length(s)",
    "for i in 1..20000 return 1" + "0".repeat(2_000),
  ];
  for (const text of texts) {
    const code = throws(() => value(text, big), FeelError).code;
    assert(code === "limit" || text.startsWith("if ") || text.startsWith("1 + "), text);
  }
});

Deno.test("doubling runs out of budget or room, however it is written", () => {
  const list = (inner: string) => `[${inner}, ${inner}]`;
  const nested = `{a0: ["x"], ${
    Array.from({ length: 40 }, (_, n) => `a${n + 1}: [a${n}, a${n}]`).join(", ")
  }}`;
  for (const name of ["string", "flatten", "distinct values"]) {
    refused(`${name}(${nested.slice(0, -1)}, r: 1}.a40)`);
  }
  refused(`(${nested}).a40 = (${nested}).a40`);
  const strings = `{a0: "xxxxxxxx", ${
    Array.from({ length: 40 }, (_, n) => `a${n + 1}: a${n} + a${n}`).join(", ")
  }}.a40`;
  refused(strings);
  equal(value(list(list("1"))), [[1, 1], [1, 1]]);
});

Deno.test("cyclic and deep variables end in a limit, not in a stack that overflows", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  let deep: unknown = 1;
  for (let left = 0; left < 50_000; left++) deep = [deep];
  const variables = { cycle, deep, other: structuredClone(cycle) };
  refused("cycle = other", variables);
  refused("string(cycle)", variables);
  refused("string(deep)", variables);
  refused("flatten(deep)", variables);
  refused("[deep]", variables);
  equal(value("cycle.self.self = null", variables), false);
  equal(value("cycle", variables), cycle);
});

Deno.test("names of prototypes are names like all others", () => {
  const hostile = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "toString": null}');
  equal(value("__proto__.a + constructor", hostile), 3);
  equal(value("{__proto__: 1, b: __proto__ + 1}.b"), 2);
  equal(Object.getPrototypeOf(value("{__proto__: null, b: 1}")), Object.prototype);
  equal(value("for __proto__ in [1, 2] return __proto__"), [1, 2]);
  equal(value("(function(__proto__) __proto__ + 1)(1)"), 2);
  equal(value('context([{key: "__proto__", value: 1}]).a'), null);
  equal(value('get value(x, "constructor")', { x: {} }), null);
  equal(value('context put({}, "__proto__", {a: 1}).a'), null);
  for (const name of ["constructor", "__proto__", "hasOwnProperty", "valueOf"]) {
    throws(() => value(`${name}(1)`), FeelError, "expression");
    throws(() => value(`"x".${name}(1)`), FeelError, "expression");
    throws(() => value(`1 instance of ${name}`), FeelError, "expression");
  }
});

Deno.test("functions of the host are never called, and nothing of it is reached", () => {
  let called = false;
  const variables = { run: () => called = true, o: { run: () => called = true } };
  throws(() => value("run()", variables), FeelError, "expression");
  throws(() => value("o.run()", variables), FeelError, "expression");
  equal(value("o.run.constructor", variables), null);
  equal(value("[1, 2].map", variables), [null, null]);
  equal(value('"x".length', variables), null);
  equal(called, false);
});

Deno.test("lone surrogates, odd numbers and odd dates go through", () => {
  equal(value("string length(s)", { s: "a\ud800b" }), 3);
  equal(value("substring(s, 2, 1)", { s: "a\ud800b" }), "\ud800");
  equal(value('matches(s, "^a.b$")', { s: "a\ud800b" }), true);
  equal(value('"\\ud83d\\ude00"'), "😀");
  equal(value("n + 1", { n: Infinity }), null);
  equal(value("n > 1 or n <= 1", { n: NaN }), null);
  equal(value("d.year", { d: new Date(NaN) }), null);
  equal(value("10 ** 6144 * 10"), null);
  equal(value('@"999999999-12-31" + @"P1D"'), null);
  equal(value('@"-999999999-01-01" - @"P1M"'), null);
  equal(value('@"P9999999999Y" * 2'), null);
  equal(value("date(1e300, 1, 1)"), null);
  equal(value('date and time("2026-01-01T00:00:00@No/Where")'), null);
});

Deno.test("the budget is the application's, and is spent by what repeats", () => {
  const tight = feel({ fuel: 100 });
  equal(tight.evaluate("sum(for i in 1..20 return i)", {}), 210);
  const error = throws(
    () => tight.evaluate("for i in 1..60 return i", {}),
    FeelError,
    "limit",
  );
  equal(error.message, "it takes more than 100 steps: loop over less, or give more `fuel`");
  for (const fuel of [0, -1, NaN, Infinity]) throws(() => feel({ fuel }), FeelError, "config");
});

Deno.test("random text is a value or a refusal that names a place, and never anything else", () => {
  const parts =
    'a b 1 2.5 "x" \' @"P1D" ( ) [ ] { } , . .. : = != < > + - * / ** % ! && || and or not in between if then else for return some every satisfies function instance of list< ? null true date( date and time( sort( matches( \\ // /* */ é 😀 \ud800 \u0000'
      .split(" ");
  for (let seed = 1; seed <= rounds(2_000, 20_000); seed++) {
    const next = random(seed);
    const text = Array.from(
      { length: 1 + Math.floor(next() * 12) },
      () => parts[Math.floor(next() * parts.length)] ?? "",
    ).join(next() < 0.5 ? " " : "");
    try {
      const found = value(text, { a: 1, b: [1, 2], "a-b": 3 });
      assert(typeof found !== "function" && found !== undefined, `seed ${seed}: ${text}`);
    } catch (error) {
      assert(
        error instanceof FeelError && ["expression", "limit"].includes(error.code),
        `seed ${seed}: ${text}: ${error}`,
      );
    }
  }
});
