import { equal, throws } from "../_support/assert.ts";
import { feel } from "../../feel/mod.ts";
import { feelin } from "../_support/feelin/feelin.ts";

Deno.test("our FEEL and the adapter of feelin agree on what conditions are made of", () => {
  const variables = { a: 3, b: "text", list: [1, 2, 3], o: { p: 5 }, t: true, n: null };
  const texts = [
    "1 + 2 * 3",
    "a >= 3 and a < 4",
    "a = 4 or t",
    "not(t)",
    'contains(b, "ex")',
    "o.p - 1",
    "sum(list) + count(list)",
    'if a > 2 then "big" else "small"',
    "nobody = null",
    "a != 3",
    "=a + 1",
    "${a}",
    "nobody < 3",
    "list[2]",
    "list[item > 1]",
  ];
  const [ours, theirs] = [feel(), feelin()];
  for (const text of texts) {
    equal(ours.evaluate(text, variables), theirs.evaluate(text, variables), text);
  }
  throws(() => theirs.evaluate("a +", {}), Error);
});
