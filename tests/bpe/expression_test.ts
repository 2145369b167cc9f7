import { equal, throws } from "../assert.ts";
import { LENGTH, simpleExpressions } from "../../bpe/expression.ts";

const { evaluate } = simpleExpressions();
const value = (text: string, variables = {}) => evaluate({ language: "", text }, variables);

Deno.test("the built-in expressions give what the table says", () => {
  const variables = { a: 3, b: "text", list: [1, 2, 3], o: { p: { q: 5 } }, t: true, n: null };
  const table: readonly (readonly [string, unknown])[] = [
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["-a + 10 % 4", -1],
    ["a >= 3 and a < 4", true],
    ["a = 3", true],
    ["a == 4 or t", true],
    ["not(t)", false],
    ["not a = 4", true],
    ["!t || false", false],
    ["b.contains('ex')", true],
    ['contains(b, "y")', false],
    ["o.p.q - list[1]", 3],
    ["2 in list", true],
    ["sum(list) + count(list)", 9],
    ["max(1, a)", 3],
    ['if a > 2 then "big" else "small"', "big"],
    ["${a}", 3],
    ["= a + 1", 4],
    ["nobody", null],
    ["nobody.nothing", null],
    ["nobody > 1", null],
    ["n = nobody", true],
    ["b + a", "text3"],
    ["[a, 'x']", [3, "x"]],
    ["o.constructor", null],
    ["o.__proto__", null],
    ["'it\\'s'", "it's"],
  ];
  for (const [text, wanted] of table) equal(value(text, variables), wanted, text);
});

Deno.test("hostile expressions are refused, quickly", () => {
  const hostile: readonly string[] = [
    "",
    "1 +",
    "(".repeat(2_000),
    "not ".repeat(900) + "true",
    "-".repeat(3_000) + "1",
    "a".repeat(LENGTH + 1),
    "constructor.constructor('return 1')()",
    "toString()",
    "eval('1')",
    "a = 1; b = 2",
    "'unclosed",
    "`x`",
    "1 < true",
    '"' + "x".repeat(2_000) + '"' + " + s".repeat(400),
  ];
  for (const text of hostile) {
    throws(() => value(text, { a: 1, s: "y".repeat(1_000) }), Error);
  }
});
