import { equal, throws } from "../_support/assert.ts";
import { feel, FeelError } from "../../feel/mod.ts";

const { evaluate } = feel();

Deno.test("FEEL: what a text was read for never makes a null of what the items of another list have", () => {
  for (let at = 0; at < 24; at++) {
    const list = Array.from({ length: 24 }, (_, index) => index === at ? { "b-c": 3 } : { x: 1 });
    const { evaluate } = feel();
    equal(evaluate("a.b-c", { a: null }), null);
    try {
      const found = evaluate("a.b-c", { a: list });
      equal(found, list.map((_, index) => index === at ? 3 : null));
    } catch (error) {
      // Beyond what is looked at beforehand: said, and not null.
      if (!FeelError.is(error, "expression")) throw error;
    }
    try {
      equal(feel().evaluate("a.b-c", { a: list }), list.map((_, index) => index === at ? 3 : null));
    } catch (error) {
      if (!FeelError.is(error, "expression")) throw error;
    }
  }
  const both = [{ b: 5 }, { b: 1, "b-c": 2 }];
  const { evaluate } = feel();
  equal(evaluate("a.b-c", { a: { b: 7 }, c: 2 }), 5);
  equal(evaluate("a.b-c", { a: both, c: 2 }), [null, 2]);
  equal(evaluate("a.b-c", { a: both, c: 2 }), feel().evaluate("a.b-c", { a: both, c: 2 }));
  equal(evaluate("a.b-c", { a: { b: 7 }, c: 2 }), 5);
});

Deno.test("FEEL: `partial` is the results before, wherever it is kept", () => {
  equal(evaluate("for i in 1..3 return partial", {}), [[], [[]], [[], [[]]]]);
  equal(evaluate("(for i in 1..3 return partial)[1] = []", {}), true);
  equal(evaluate("for i in 1..3 return {p: partial}.p[1] != null", {}), [false, true, true]);
  equal(evaluate("for p in (for i in 1..3 return {p: partial}) return count(p.p)", {}), [0, 1, 2]);
  equal(evaluate("for l in (for i in 1..3 return [[partial]]) return count(l[1][1])", {}), [
    0,
    1,
    2,
  ]);
  equal(
    evaluate("for f in (for i in 1..3 return function() count(partial)) return f()", {}),
    [0, 1, 2],
  );
  equal(evaluate("for i in 1..3 return if i = 1 then partial else count(partial)", {}), [[], 1, 2]);
  equal(evaluate("for i in 1..3, j in partial return j", {}), []);
  equal(evaluate("for partial in 1..3 return partial", {}), [1, 2, 3]);
  equal(evaluate("for i in 1..3 return for j in 1..2 return count(partial)", {}), [
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  equal(
    evaluate("(for i in 1..9 return if i < 3 then 1 else partial[-1] + partial[-2])[9]", {}),
    34,
  );
  equal(
    evaluate("(for i in 1..4000 return {n: (if i = 1 then 0 else partial[-1].n) + i})[-1].n", {}),
    8_002_000,
  );
  for (const give of ["partial", "{p: partial}", "function() partial", "sum(partial)"]) {
    throws(() => evaluate(`count(for i in 1..20000 return ${give})`, {}), FeelError);
  }
});

Deno.test("FEEL: what is less than a nanosecond is left out of a time, of parts as of a text", () => {
  for (const second of ["59.9999999999", "0.0000000019", "4.35", "59.3", "1.000000001", "7"]) {
    const wide = second.padStart(
      second.includes(".") ? second.indexOf(".") === 1 ? second.length + 1 : 0 : 2,
      "0",
    );
    equal(
      evaluate(`string(time(23, 59, ${second}))`, {}),
      evaluate(`string(time("23:59:${wide}"))`, {}),
    );
    equal(
      evaluate(`string(date and time(date(2020, 12, 31), time(23, 59, ${second})))`, {}),
      evaluate(`string(date and time("2020-12-31T23:59:${wide}"))`, {}),
    );
  }
  equal(evaluate("time(23, 59, 59.9999999999).hour", {}), 23);
  equal(evaluate(`time(23, 59, 59.${"9".repeat(30)}).second`, {}), evaluate("59", {}));
});

Deno.test("FEEL: a known name goes before the built-in function that it begins with", () => {
  for (const start of ["date and time", "years and months duration"]) {
    for (const rest of [" of x", " - x", "/y", " 2", "'s end", " and more"]) {
      const name = start + rest;
      equal(evaluate(name, { [name]: 7 }), 7, name);
      equal(evaluate(`${name} + 1`, { [name]: 7 }), 8, name);
      equal(evaluate(`{${name}: 1, b: ${name}}.b`, {}), 1, name);
      equal(evaluate(`for ${name} in [1] return ${name}`, {}), [1], name);
      equal(evaluate(`a.${name}`, { a: { [name]: 3 } }), 3, name);
    }
    equal(evaluate(start, { [start]: 4 }), 4);
  }
  equal(evaluate('date and time("2020-01-01T00:00:00Z").year', { "date and time of x": 1 }), 2020);
  equal(evaluate("date and time", { date: true, time: false }), false);
});

Deno.test("FEEL: what is no number is null to every operator and function", () => {
  const texts = [
    ...["=", "!=", "<", "<=", ">", ">="].flatMap((
      sign,
    ) => [`v ${sign} 5`, `5 ${sign} v`, `v ${sign} v`]),
    ...["+", "-", "*", "/", "**", "%"].flatMap((
      sign,
    ) => [`v ${sign} 5`, `0 ${sign} v`, `v ${sign} v`]),
    ...["v = null", "v != null", "v in (> 5)", "v in (null)", "v in [1..5]", "v between 1 and 5"],
    ...["-v", "v instance of number", "v and true", "if v = v then 1 else 2", "[1, v] = [1, null]"],
    ...["v ** 0", "1 ** v", "v[item = 1]", "v.x", "count(v)", "sum([1, v])", "max(1, v)", "abs(v)"],
    ...["list contains([null], v)", "index of([v, null], null)", "round up(v, 2)", "floor(v)"],
    ...["count(distinct values([v, null]))", "string(v)", "[1, 2][v]", "for x in v return 1"],
    ...["for x in 1..v return 1", 'substring("abc", 2, v)', "date(v, 1, 1)", "mode([v])", "odd(v)"],
    ...["{a: v} = {a: null}", "is(v, null)", "concatenate([v], [1]) = [null, 1]", "time(1, 2, v)"],
  ];
  const shown = (text: string, v: unknown) => {
    try {
      return evaluate(text, { v });
    } catch (error) {
      if (!FeelError.is(error)) throw error;
      return error.code;
    }
  };
  for (const text of texts) {
    for (const v of [NaN, Infinity, -Infinity]) {
      equal(shown(text, v), shown(text, null), `${text} of ${v}`);
    }
  }
  const far = { a: Number.MAX_VALUE, b: -Number.MAX_VALUE };
  equal(evaluate("[a > b, a = b, a != b, b < a, a - b > a]", far), [true, false, true, true, true]);
});

Deno.test("FEEL: a hole of a list is null", () => {
  const holed: unknown[] = [1];
  holed[2] = 3;
  const full = [1, null, 3];
  const objects: unknown[] = [{ a: 1 }];
  objects[2] = { a: 3 };
  const texts = [
    ...["string(l)", "l = [1, null, 3]", "[1, null, 3] = l", "list contains(l, null)", "count(l)"],
    ...[
      "index of(l, null)",
      "distinct values(l)",
      "duplicate values(concatenate(l, l))",
      "reverse(l)",
    ],
    ...["concatenate(l, [1])", "flatten([l])", "sublist(l, 2)", "append(l, 1)", "union(l, [2])"],
    ...[
      "for x in l return x",
      "some x in l satisfies x = null",
      "l[item = null]",
      "null in l",
      "o.a",
    ],
    ...[
      "sum(l)",
      "all(l)",
      "any(l)",
      "l instance of list<number>",
      "sort(l, function(a, b) a < b)",
    ],
    ...[
      "list replace(l, function(x, y) x = null, 5)",
      "insert before(l, 1, 0)",
      "remove(l, 1)",
      "mean(l)",
    ],
    ...["{a: l}.a[2]", "string({a: l})", 'string join(l, "-")', "max(l)", "all([true, l[2]])"],
  ];
  for (const text of texts) {
    equal(
      evaluate(text, { l: holed, o: objects }),
      evaluate(text, { l: full, o: [{ a: 1 }, null, { a: 3 }] }),
      text,
    );
  }
  // deno-lint-ignore no-sparse-arrays
  equal(evaluate("all(l)", { l: [true, , true] }), null);
});

Deno.test("FEEL: integers of thousands of digits and many zones are paid for, and a moment in a zone is what it says", () => {
  const greatest = 10n ** 6_000n - 1n;
  const long = Array.from({ length: 300 }, (_, index) => greatest - BigInt(index));
  for (
    const text of [
      ...["sqrt(x)", "x ** 3", "1e6144 % x", "modulo(1e6144, x)", "round up([x], -3)"]
        .map((each) => `count(for x in l return ${each})`),
      ...["product(l)", "mode(l)", "distinct values(l)", "mean(l)", "stddev(l)"],
    ]
  ) throws(() => feel({ fuel: 3_000 }).evaluate(text, { l: long }), FeelError, "limit");
  equal(evaluate("[x > y, x = x, x - y, string length(string(x))]", { x: long[0], y: long[1] }), [
    true,
    true,
    1,
    6_000,
  ]);
  const zones = [
    "Europe/Berlin",
    "America/St_Johns",
    "Pacific/Apia",
    "+02:00",
    "UTC",
    "Asia/Kolkata",
  ];
  for (const timeZone of zones) {
    for (const year of [1850, 1999, 2026, 2150]) {
      for (const epoch of [Date.UTC(year, 2, 29, 1, 30), Date.UTC(year, 9, 25, 0, 30)]) {
        const v = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(timeZone);
        const shown = evaluate("[v.year, v.month, v.day, v.hour, v.minute, v.second]", { v });
        equal(shown, [v.year, v.month, v.day, v.hour, v.minute, v.second]);
        const seconds = v.offsetNanoseconds / 1e9;
        equal(evaluate('v.time offset = duration("PT1S") * s', { v, s: seconds }), true);
        equal(evaluate("v = d", { v, d: new Date(epoch) }), true);
        const named = v.withCalendar("hebrew");
        equal(evaluate("[v = n, n.year]", { v, n: named }), [true, v.year]);
      }
    }
  }
});

Deno.test("FEEL: unary tests are read anew where their names or values are others", () => {
  const { unaryTests } = feel();
  for (let round = 0; round < 3; round++) {
    equal(unaryTests("< a-b", 5, { a: 9, b: 1 }), true);
    equal(unaryTests("< a-b", 5, { a: 9, b: 1, "a-b": 4 }), false);
    equal(unaryTests("< ?.x-y", 5, {}), null);
    equal(unaryTests("?.x-y > 1", { x: 3 }, { y: 1 }), true);
    equal(unaryTests("?.x-y > 1", { "x-y": 1 }, { y: 1 }), false);
    equal(unaryTests("a", "a", { a: "a" }), true);
    equal(evaluate("a", { a: "a" }), "a");
  }
});
