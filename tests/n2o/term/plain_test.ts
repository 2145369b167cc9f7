import { atom } from "../../../n2o/term/atom.ts";
import { decode, encode } from "../../../n2o/bert/bert.ts";
import { N2oError } from "../../../n2o/error.ts";
import { fromTerm, type Plain, toTerm } from "../../../n2o/term/plain.ts";
import { type Term, tuple } from "../../../n2o/term/term.ts";
import { equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

const through = (value: Plain) => fromTerm(decode(encode(toTerm(value))));

Deno.test("plain values go through a pickle unchanged", () => {
  const values: Plain[] = [
    "",
    "text",
    "Є 😀 \u0000 \ufeff",
    0,
    -1,
    1.5,
    1e300,
    -0.0001,
    Number.MAX_SAFE_INTEGER,
    2n ** 80n,
    true,
    false,
    null,
    [],
    [[[]]],
    {},
    { a: [1, { b: null }] },
    { "": "", "1": "one" },
  ];
  for (const value of values) equal(through(value), value);
  equal(through(5n), 5);
});

Deno.test("a name that means something to JavaScript is a name like any other", () => {
  const value: Plain = JSON.parse(
    '{"__proto__": {"admin": true}, "constructor": "x", "toString": 1}',
  );
  const back = through(value);
  equal(Object.keys(Object(back)), ["__proto__", "constructor", "toString"]);
  equal(Object(back).admin, undefined);
});

Deno.test("random plain values go through a pickle unchanged (seed 42)", () => {
  const { below, pick } = random(42);
  const value = (depth: number): Plain => {
    switch (below(depth > 0 ? 7 : 5)) {
      case 0:
        return below(2 ** 31) - 2 ** 30;
      case 1:
        return (below(2 ** 31) - 2 ** 30) / 1_024;
      case 2:
        return pick([true, false, null]);
      case 5:
        return Array.from({ length: below(4) }, () => value(depth - 1));
      case 6:
        return Object.fromEntries(
          Array.from({ length: below(4) }, () => [`k${below(99)}`, value(depth - 1)]),
        );
      default:
        return String.fromCodePoint(
          ...Array.from(
            { length: below(9) },
            () => pick([below(128), 0x400 + below(256), 0x1f600 + below(64)]),
          ),
        );
    }
  };
  for (let each = 0; each < 1_000; each++) {
    const made = value(4);
    equal(through(made), made);
  }
});

Deno.test("what is no plain value is refused, and so is what nests too deep", () => {
  let deep: Plain = "end";
  for (let each = 0; each < 70; each++) deep = [deep];
  const circle: unknown[] = [];
  circle.push(circle);
  for (
    const bad of [
      undefined,
      () => {},
      Symbol("s"),
      new Date(0),
      new Map(),
      new Uint8Array(1),
      [undefined],
      { a: undefined },
      deep,
      circle,
    ]
  ) {
    throws(() => toTerm(bad as Plain), N2oError, "value");
  }
  for (const term of [atom("other"), tuple(1), Uint8Array.of(0xff)] as Term[]) {
    throws(() => fromTerm(term), N2oError, "value");
  }
});
