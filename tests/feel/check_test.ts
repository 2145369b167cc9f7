/**
 * What is told of an expression before it is evaluated.
 *
 * @module
 */
import { feel, FeelError } from "../../feel/mod.ts";
import { assert, equal, throws } from "../_support/assert.ts";

const { check, constant, evaluate } = feel({ clock: { now: () => 0 } });

/** Where a call may stand: `«»` is the call of a function that there is not. */
const PLACES: readonly string[] = [
  "«»",
  "1 + «»",
  "[1, «»]",
  "{a: «»}.a",
  "abs(«»)",
  "if true then 1 else «»",
  "for i in [1] return «»",
  "for i in «» return i",
  "some i in [1] satisfies «»",
  "function(x) «»",
  "1 in (2, «»)",
  "[1, 2][«» = item]",
  "not(«»)",
  "1 between 0 and «»",
  "-«»",
  "«» instance of number",
  "«».length()",
];

Deno.test("the call of a function that there is not is told wherever it stands, with its name", () => {
  for (const place of PLACES) {
    for (const call of ["foo(1)", "foo()", "foo(a: 1)", "x.foo()", '"a".foo(1)']) {
      const text = place.replace("«»", call);
      const error = throws(() => check(text), FeelError, "expression");
      assert(String(error).includes("there is no function foo"), text);
    }
    check(place.replace("«»", "foo(1)"), { foo: null });
    check(place.replace("«»", "{foo: function(n) n}.foo(1)"));
    check(`function(foo) ${place.replace("«»", "foo(1)")}`);
    check(`{foo: abs, r: ${place.replace("«»", "foo(1)")}}`);
    check(`for foo in [abs] return ${place.replace("«»", "foo(1)")}`);
  }
  check("[{foo: function() 1}][foo() = 1]");
  check('context put({}, "foo", abs).foo(1)');
  throws(() => check("{foo: abs}.foo(1) + foo(1)"), FeelError, "expression");
});

Deno.test("a constant is what has no names but its own, and does not ask for the time", () => {
  const given: readonly (readonly [string, unknown])[] = [
    ["1 + 1", 2],
    ['duration("PT5X")', null],
    ['= date and time("2030-02-30T00:00:00Z")', null],
    ["for i in 1..3 return i * 2", [2, 4, 6]],
    ["{a: 1, b: a + 1}.b", 2],
    ["{f: function(n) n + 1}.f(1)", 2],
    ["[1, 2, 3][item > 2]", [3]],
    ["every i in [1], j in [i] satisfies j = 1", true],
  ];
  for (const [text, value] of given) {
    equal(constant(text), { value }, text);
    equal(evaluate(text, {}), value, text);
  }
  for (
    const text of ["x", "1 + x", "now()", "[today()]", "{a: 1}[x]", "x.y()", "f(1)", "{a: b, c: 1}"]
  ) {
    equal(constant(text), undefined, text);
  }
  throws(() => constant("count(for i in 1..1000, j in 1..1000 return 1)"), FeelError, "limit");
});
