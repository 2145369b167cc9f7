import { assert, equal, throws } from "../../_support/assert.ts";
import { type Settings, settings, step } from "../../../bpe/engine/engine.ts";
import { BpeError } from "../../../bpe/error.ts";
import { expressions } from "../../../bpe/expression/expression.ts";
import { feel, FeelError, LIMITS } from "../../../feel/mod.ts";
import { model } from "../engine/model.ts";

const { evaluate } = expressions();
const value = (text: string, variables = {}) => evaluate({ language: "", text }, variables);

Deno.test("what FEEL refuses is this module's error, with the same code and words and with FEEL's as its cause", () => {
  const variables = { s: "x".repeat(60_000) };
  const table: readonly (readonly [string, "expression" | "limit", string])[] = [
    ["", "expression", "it is empty"],
    ["1 +", "expression", "a value is missing before its end at character 4"],
    ["a = 1; b = 2", "expression", 'it is no FEEL at character 6: "; b = 2"'],
    ["eval('1')", "expression", "there is no function eval"],
    ["(".repeat(2_000), "limit", "it nests deeper than 64: split it into several"],
    [
      "a".repeat(LIMITS.length + 1),
      "limit",
      `it is longer than ${LIMITS.length} characters: split it into several`,
    ],
    ["s + s", "limit", `a string grows over ${LIMITS.text} characters: take a part of it`],
  ];
  for (const [text, code, message] of table) {
    const error = throws(() => value(text, variables), BpeError, code);
    assert(error.cause instanceof FeelError, text.slice(0, 40));
    equal([error.message, error.cause.code, error.cause.message], [message, code, message]);
    equal(throws(() => feel().evaluate(text, variables), FeelError, code).message, message);
  }
});

Deno.test("the budget and the clock of expressions are the application's", () => {
  for (const fuel of [0, -1, NaN, Infinity]) {
    assert(throws(() => expressions({ fuel }), BpeError, "config").cause instanceof FeelError);
  }
  const set = expressions({ fuel: 100, clock: { now: () => 0 } });
  const of = (text: string, now?: number) => set.evaluate({ language: "", text }, {}, now);
  throws(() => of("for i in 1..60 return i"), BpeError, "limit");
  equal(of("today()"), "1970-01-01");
  equal(of("today()", 86_400_000), "1970-01-02");
});

Deno.test("steps without settings share one evaluator: what one has compiled the next one knows", () => {
  const definition = model(
    `<startEvent id="b"/><exclusiveGateway id="g" default="g_no"/><userTask id="yes"/><userTask id="no"/>`,
    'b>g;g>yes:matches(word, "[t-w]x+y");g>no',
  );
  const seen: string[] = [];
  const { RegExp } = globalThis;
  // A class of characters that is compiled asks the host for an expression.
  globalThis.RegExp = new Proxy(RegExp, {
    construct: (target, [source, flags]) => (seen.push(String(source)), new target(source, flags)),
  });
  try {
    const compiled = (...using: Settings[]) => {
      const before = seen.length;
      const start = { do: "start", instance: "i", variables: { word: "uxy" } } as const;
      const { state } = step(definition, null, start, 0, ...using);
      assert(state.elements.some(({ node }) => definition.nodes[node]?.id === "yes"));
      return seen.length > before;
    };
    equal([compiled(), compiled(), compiled(settings()), compiled()], [true, false, true, false]);
  } finally {
    globalThis.RegExp = RegExp;
  }
});
