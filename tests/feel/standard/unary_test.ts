import { equal } from "../../_support/assert.ts";
import { evaluator } from "./standard.ts";

Deno.test("unary tests are as decision tables write them", () => {
  const table: readonly (readonly [string, unknown, unknown])[] = [
    ["-", 5, true],
    ["5", 5, true],
    ["< 5", 5, false],
    ["< 5, 5", 5, true],
    ["[18..65)", 65, false],
    ['"gold", "silver"', "silver", true],
    ['not("gold", "silver")', "silver", false],
    ["not(< 5)", 7, true],
    ["> limit", 70, true],
    ["? > 3 and ? < limit", 50, true],
    ['starts with(?, "a")', "abc", true],
    ["[1, 2, 3]", 2, true],
    ["< 5", "x", null],
    ["null", null, true],
    ["true", true, true],
    ["false", false, true],
    ['< date("2026-02-01")', new Date(0), null],
    ['< date and time("2026-02-01T00:00:00Z")', new Date(0), true],
  ];
  for (const [text, given, wanted] of table) {
    equal(evaluator.unaryTests(text, given, { limit: 60 }), wanted, text);
  }
});
