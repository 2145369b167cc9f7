import { assert, equal, throws } from "../../_support/assert.ts";
import { feel, FeelError } from "../../../feel/mod.ts";

const { evaluate, unaryTests } = feel();
const value = (text: string, variables = {}) => evaluate(text, variables);

/** 2 ** 53, after which doubles have no odd integers. */
const EDGE = 9_007_199_254_740_992n;

Deno.test("numbers that no double says are told apart by every operator and function", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ["12345678901234.56 + 0 = 12345678901234.56", true],
    ["round half up(658058288.95 * 3.7181, 2)", 2446726524.14],
    ["9007199254740993 = 9007199254740992", false],
    ["9007199254740993 > 9007199254740992", true],
    ["1/3 = 0.3333333333333333", false],
    ["1/3 < 0.3333333333333333333333333333333334", true],
    ["1/3 * 3 = 1", false],
    ["2/3 + 1/3 = 1", true],
    ["9007199254740993 in [9007199254740993..9007199254740995)", true],
    ["9007199254740992 in [9007199254740993..9007199254740995)", false],
    ["9007199254740993 in (9007199254740992, > 9007199254740993)", false],
    ["9007199254740993 between 9007199254740994 and 9007199254740999", false],
    ["before(9007199254740992, 9007199254740993)", true],
    ["overlaps([1..9007199254740992], [9007199254740993..9007199254740999])", false],
    ['9007199254740993 in range("[9007199254740993..9007199254740994]")', true],
    ["9007199254740993 instance of number", true],
    ["9007199254740993 instance of string", false],
    ["[9007199254740993] = [9007199254740992]", false],
    ["{a: 1/3} = {a: 1/3}", true],
    ["is(9007199254740993, 9007199254740992)", false],
    ["list contains([9007199254740992, 1/3], 1/3)", true],
    ["index of([9007199254740992, 9007199254740993], 9007199254740993)", [2]],
    ["count(distinct values([9007199254740992, 9007199254740993, 9007199254740993]))", 2],
    ["count(union([1/3], [1/3], [0.3333333333333333]))", 2],
    ["duplicate values([9007199254740993, 1, 9007199254740993])", [EDGE + 1n]],
    ["mode([9007199254740992, 9007199254740993, 9007199254740993])", [EDGE + 1n]],
    ["min([9007199254740993, 9007199254740992])", Number(EDGE)],
    ["max(9007199254740992, 9007199254740993)", EDGE + 1n],
    ["median([9007199254740997, 9007199254740993, 9007199254740992])", EDGE + 1n],
    ["median([9007199254740993, 9007199254740994, 1, 9e20])", 9007199254740994],
    ["string(median([9007199254740993, 9007199254740994, 1, 9e20]))", "9007199254740993.5"],
    ["sort([9007199254740993, 9007199254740992], function(a, b) a < b)[1]", Number(EDGE)],
    ["odd(9007199254740993)", true],
    ["even(9007199254740993)", false],
    ["even(1e30)", true],
    ["odd(1/3) or even(1/3)", false],
    ["abs(-9007199254740993)", EDGE + 1n],
    ["-9007199254740993 + 9007199254740994", 1],
    ["modulo(-9007199254740993, 10)", 7],
    ["modulo(1e6000, 7)", 1],
    ["9007199254740993 % 2", 1],
    ["string(9007199254740993)", "9007199254740993"],
    ['number("9007199254740993") - 9007199254740992', 1],
    ['number("9.007.199.254.740.993,5", ".", ",") * 2', 18014398509481987n],
    ["string length(string(1/3))", 36],
    ["for i in 9007199254740993..9007199254740991 return i - 9007199254740990", [3, 2, 1]],
    ["for i in [9007199254740993..9007199254740995] return i - 9007199254740990", [3, 4, 5]],
    [
      "some i in 9007199254740991..9007199254740993 satisfies odd(i) and i > 9007199254740992",
      true,
    ],
    ["for i in 1..7/2 return i", null],
    ["[1, 2, 3][9007199254740993]", null],
    ["[1, 2, 3][1 + 1e-30]", null],
    ["[][9007199254740993]", null],
    ["sublist([1, 2, 3], 2 - 1e-30)", [1, 2, 3]],
    ["remove([1, 2, 3], 9007199254740993)", null],
    ["date(2026 + 1e-30, 1, 1)", null],
    ["decimal(1/3, 1 + 1/3)", 0.3],
    ['@"P1M" * 0.29 * 100', "P0M"],
    ['@"P100M" * 0.29', "P2Y5M"],
    ['@"PT1S" * (1/3)', "PT0.333333333S"],
    ['@"P365000D" / @"PT0.000000001S"', 31536000000000000000],
    ['string(@"PT1S" / @"PT3S")', "0.3333333333333333333333333333333333"],
    ["string(1e21 + 1)", "1000000000000000000001"],
    ["if 1/3 > 0.3333333333333333 then 1 else 2", 1],
    ["{a: 9007199254740993, b: [1/4]}", { a: EDGE + 1n, b: [0.25] }],
  ];
  for (const [text, wanted] of table) equal(value(text), wanted, text);
  equal(unaryTests("> 9007199254740992", EDGE + 1n), true);
  equal(unaryTests("9007199254740992", EDGE + 1n), false);
});

Deno.test("roots, exponentials, logarithms and powers have thirty-four digits", () => {
  const table: readonly (readonly [string, string])[] = [
    ["sqrt(2)", "1.414213562373095048801688724209698"],
    ["sqrt(0.5)", "0.7071067811865475244008443621048490"],
    ["sqrt(152399025)", "12345"],
    ["sqrt(1e-6000)", `0.${"0".repeat(2_999)}1`],
    ["exp(1)", "2.718281828459045235360287471352662"],
    ["exp(-1)", "0.3678794411714423215955237701614609"],
    ["exp(1e-40)", "1"],
    ["exp(100)", "26881171418161354484126255515800140000000000"],
    ["log(2)", "0.6931471805599453094172321214581766"],
    ["log(10)", "2.302585092994045684017991454684364"],
    // x - x²/2 + ...
    ["log(1.0000000000000000000000001)", "0.000000000000000000000000099999999999999999999999995"],
    ["log(1)", "0"],
    ["2 ** 0.5", "1.414213562373095048801688724209698"],
    ["27 ** (1/3)", "3.000000000000000000000000000000000"],
    ["4 ** 0.5", "2"],
    ["4 ** -1.5", "0.125"],
    ["2 ** 112", "5192296858534827628530496329220096"],
    ["1.1 ** 20", "6.72749994932560009201"],
    ["7 ** -1", "0.1428571428571428571428571428571429"],
    ["(-2) ** 63", "-9223372036854775808"],
    ["10 ** -30", `0.${"0".repeat(29)}1`],
  ];
  for (const [text, wanted] of table) {
    const found = String(value(`string(${text})`));
    equal(found, wanted.includes(".") ? wanted.replace(/\.?0+$/, "") : wanted, text);
  }
});

Deno.test("exponentials and logarithms undo each other, over all the numbers that there are", () => {
  for (let power = -6_000; power <= 6_000; power += 371) {
    const near = `exp(log(1.7e${power})) / 1.7e${power} - 1`;
    // A unit in the last of 34 digits of the logarithm, times its size.
    equal(value(`abs(${near}) < 1e-29`), true, near);
    const apart = `exp(${power}.3 + 0.4) / (exp(${power}.3) * exp(0.4)) - 1`;
    equal(value(`abs(${apart}) < 1e-32`), true, apart);
  }
});

Deno.test("bigints come in exactly and come out as they are", () => {
  const huge = 10n ** 40n + 1n;
  equal(value("n", { n: 5n }), 5n);
  equal(value("[n]", { n: 5n }), [5n]);
  equal(value("n + 1", { n: 5n }), 6);
  equal(value("n + 1", { n: EDGE }), EDGE + 1n);
  equal(value("n = m", { n: EDGE, m: Number(EDGE) }), true);
  equal(value("n = m", { n: EDGE + 1n, m: Number(EDGE) }), false);
  equal(value("n", { n: huge }), huge);
  equal(value("n = m", { n: huge, m: huge - 1n }), false);
  equal(value("n > m", { n: huge, m: huge - 1n }), true);
  equal(value("n - m", { n: huge, m: huge - 1n }), 1);
  equal(value("odd(n)", { n: huge }), true);
  equal(value("string(n)", { n: huge }), String(huge));
  equal(value("max(n, m)", { n: huge, m: 1n }), huge);
  // What is reckoned has thirty-four digits.
  equal(value("n + 0", { n: huge }), 1e40);
  equal(value("distinct values([n, 5, 5.0])", { n: 5n }), [5n]);
  equal(value("count(distinct values([n, m]))", { n: huge, m: huge - 1n }), 2);
  // 2 ** 60 as a double is the decimal of its shortest text.
  equal(value("n = m", { n: 2n ** 60n, m: 2 ** 60 }), false);
  equal(value("n = m", { n: 1_152_921_504_606_847_000n, m: 2 ** 60 }), true);
  equal(value("n + 1", { n: 10n ** 100_000n }), null);
  equal(value("n > 1", { n: 10n ** 6_144n }), true);
});

Deno.test("what leaves is a number that says it, else a bigint, else the nearest number", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ["2 ** 53", Number(EDGE)],
    ["2 ** 53 + 1", EDGE + 1n],
    ["2 ** 53 + 2", Number(EDGE) + 2],
    ["2 ** 64", 18446744073709551616n],
    ["1e21", 1e21],
    ["1e300", 1e300],
    ["1e400", 10n ** 400n],
    ["1/3", 1 / 3],
    ["1e-400", 0],
    ["1/3 * 3", 1],
    ["-0", 0],
    ["0 * -1", 0],
    ["-(0)", 0],
    ["n + 0", 0],
    ["round half up(-0.4, 0)", 0],
    ["modulo(-4, 2)", 0],
  ];
  for (const [text, wanted] of table) equal(value(text, { n: -0 }), wanted, text);
});

Deno.test("numbers of any length and exponent are rounded or null, and never infinite", () => {
  const thousand = "7".repeat(1_000);
  const table: readonly (readonly [string, unknown])[] = [
    [`string(${thousand}) = "${"7".repeat(33)}8${"0".repeat(966)}"`, true],
    [`0.${thousand}`, 0.7777777777777778],
    [`0.${"0".repeat(1_000)}1e1001`, 1],
    [`1${"0".repeat(4_000)}e-4000`, 1],
    // A half, and one that is a half but for its last digit.
    [`1${"0".repeat(33)}5 - 1e34`, 0],
    [`1${"0".repeat(33)}5.${"0".repeat(500)}1 - 1e34`, 10],
    ["9.999999999999999999999999999999999e6144 > 1e6144", true],
    ["9.9999999999999999999999999999999995e6144", null],
    ["1e6145", null],
    ["-1e6145", null],
    ["1e99999999999999999999", null],
    ["0e99999999999999999999", 0],
    ["1e-99999999999999999999", 0],
    ["1e-6176 > 0", true],
    ["1e-6177 = 0", true],
    ["5e-6177", 0],
    ["distinct values([5e-6177, 0])", [0]],
    ["string(1e-6176 / 2)", "0"],
    ["1.5e-6176 = 2e-6176", true],
    ["1e6144 * 10", null],
    ["1e6144 + 1e6144 - 1e6144 = 1e6144", true],
    ["9e6144 + 9e6144", null],
    ["1e6144 + 1 = 1e6144", true],
    ["1e6144 / 1e-6144", null],
    ["1e-6144 / 1e6144 = 0", true],
    ["10 ** 6144 = 1e6144", true],
    ["10 ** 6145", null],
    ["10 ** 1e30", null],
    ["0.1 ** 1e30", 0],
    ["0.1 ** -1e30", null],
    ["(-1) ** 1e30", 1],
    ["(-1) ** 9007199254740993", -1],
    ["1.0000000000000000000000000000000001 ** 1e33", 1],
    ["(1 + 1e-33) ** 1e40", null],
    ["9999999999 ** 9999999999", null],
    ["2 ** 1e6144", null],
    ["1e6144 ** 1e6144", null],
    ["1e6144 ** 0.5 = 1e3072", true],
    ["1e-6176 ** -1.5", null],
    ["0 ** 0", 1],
    ["0 ** -1", null],
    ["(-8) ** (1/3)", null],
    ["exp(1e6144)", null],
    ["exp(-1e6144)", 0],
    ["log(0)", null],
    ["log(-1)", null],
    ["sqrt(-1e-6176)", null],
    ["product([1e6000, 1e6000, 1e-6000]) = 1e6000", true],
    ["product([1e6000, 1e6000])", null],
    ["sum([1e6144, 1, -1e6144])", 1],
    ["mean([9e6144, 9e6144]) = 9e6144", true],
    ["stddev([1e6144, -1e6144]) > 1e6144", true],
    ["modulo(1e6144, 1e-6176)", 0],
    ["modulo(-1e-6176, 1e6144) = 1e6144", true],
    ["decimal(1e6144, 6176) = 1e6144", true],
    ["decimal(1e-6176, -6111)", 0],
    ["round up(1e-6176, -6111) = 1e6111", true],
    ["decimal(1, 6177)", null],
    ["decimal(1, 1e6144)", null],
    ['number("1e7000")', null],
    ['number("-1e-7000")', 0],
    ["string length(string(1e6144))", 6_145],
    ["1 / 0", null],
    ["modulo(1, 0)", null],
    ["modulo(1/3, 0)", null],
    ["n + 1", null],
    ["-n", null],
    ["n ** 2", null],
    ["1/3 < n", null],
    ["max(n, 1)", null],
    ["sum([1, n])", null],
    ["string(n)", null],
    ["round up(n, 2)", null],
  ];
  for (const [text, wanted] of table) {
    for (const n of [Infinity, -Infinity, NaN]) equal(value(text, { n }), wanted, text);
  }
});

Deno.test("long numbers cost steps, and end in a limit rather than take long", () => {
  const texts = [
    "for i in 1..20000 return 1e6144",
    "for i in 1..20000 return string(1e6144)",
    "for i in 1..20000 return string(1e-6176)",
    "for i in 1..20000 return exp(i)",
    "for i in 1..20000 return (1 + 1e-33) ** 1e33",
    "sum(for i in 1..20000 return if odd(i) then 1e6144 else 1e-6176)",
    "for i in 1..1e6144 return i",
    "for i in -1e6144..1e6144 return i",
    "for i in 9007199254740993..9007199254790993 return i",
    "string join(for i in 1..20 return string(1e6144))",
  ];
  for (const text of texts) {
    const error = throws(() => value(text), FeelError, "limit");
    assert(error.message.length > 10, text);
  }
});
