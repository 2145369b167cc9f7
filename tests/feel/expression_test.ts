import { equal, throws } from "../_support/assert.ts";
import { feel, FeelError, LIMITS } from "../../feel/mod.ts";

const { evaluate } = feel();
const value = (text: string, variables = {}) => evaluate(text, variables);

Deno.test("what modelers write that is no FEEL is taken as the table says", () => {
  const variables = { a: 3, b: "text", list: [1, 2, 3], o: { p: { q: 5 } }, t: true, n: null };
  const table: readonly (readonly [string, unknown])[] = [
    ["${a}", 3],
    ["#{a + 1}", 4],
    ["${\n a >= 3 && t }", true],
    ["= a + 1", 4],
    ["=a", 3],
    ["a == 3", true],
    ["a == 4 or t", true],
    ["a == 4 || t", true],
    ["!t || false", false],
    ["!nobody", true],
    ["not nobody", true],
    ["not a = 4", true],
    ["not t", false],
    ["10 % 4", 2],
    ["b.contains('ex')", true],
    ["!b.contains('ex')", false],
    ['b.startsWith("te")', true],
    ["b.length()", 4],
    ["list.size() > 2", true],
    ["o['p'].q", 5],
    ["'it\\'s'", "it's"],
    ["[a, 'x']", [3, "x"]],
    ["{'a': a}", { a: 3 }],
    ["True and not(False)", true],
    ["n == None", true],
    ["2 in list", true],
  ];
  for (const [text, wanted] of table) equal(value(text, variables), wanted, text);
});

Deno.test("an unknown name is null, and what is inherited is unknown", () => {
  const variables = { o: {} };
  for (
    const text of [
      "nobody",
      "nobody.nothing",
      "nobody > 1",
      "o.constructor",
      "o.__proto__",
      "__proto__",
      "constructor",
      "toString",
      "o.hasOwnProperty",
      "count",
      "date",
    ]
  ) equal(value(text, variables), null, text);
});

Deno.test("what is no expression is refused with a message that says where", () => {
  const table: readonly (readonly [string, string])[] = [
    ["", "it is empty"],
    ["${}", "it is empty"],
    ["1 +", "a value is missing before its end at character 4"],
    ["a = 1; b = 2", 'it is no FEEL at character 6: "; b = 2"'],
    ["'unclosed", `it is no FEEL at character 1: "'unclosed"`],
    ["`x`", 'it is no FEEL at character 1: "`x`"'],
    ["eval('1')", "there is no function eval"],
    ["toString()", "there is no function toString"],
    ["constructor.constructor('return 1')()", "there is no function constructor"],
    ["x.m(1)", "there is no function m"],
    ["if a then b", '"else" is missing before its end at character 12'],
    ["(1, 2)", "a list in parentheses stands only behind `in`"],
    [
      "function(x) external { java: { class: 'A' } }",
      "an external function is not run: write it in FEEL",
    ],
    [
      "a".repeat(LIMITS.length + 1),
      `it is longer than ${LIMITS.length} characters: split it into several`,
    ],
    ["(".repeat(2_000), "it nests deeper than 64: split it into several"],
  ];
  for (const [text, wanted] of table) {
    equal(throws(() => value(text, { a: 1 }), FeelError).message, wanted, text.slice(0, 40));
  }
});
