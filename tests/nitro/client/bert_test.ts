import * as bert from "../../../n2o/bert/bert.ts";
import * as project from "../../../n2o/term/term.ts";
import { atom, decode, encode, type Term, tuple } from "../../../nitro/client/bert.ts";
import { equal, throws } from "../../_support/assert.ts";

/** A term of the project's codec beside the same term in the browser. */
const pairs: [project.Term, Term][] = [
  [0, 0],
  [255, 255],
  [256, 256],
  [-1, -1],
  [2 ** 31 - 1, 2 ** 31 - 1],
  [-(2 ** 31), -(2 ** 31)],
  [project.atom("hello"), atom("hello")],
  [project.atom("Token"), atom("Token")],
  [project.atom("їжак"), atom("їжак")],
  [project.atom("true"), true],
  [project.atom("false"), false],
  [project.atom("null"), null],
  ["", ""],
  ["text", "text"],
  ["\uFEFFЇжак 🦔\0", "\uFEFFЇжак 🦔\0"],
  ["x".repeat(70_000), "x".repeat(70_000)],
  [new Uint8Array([255, 254, 0]), new Uint8Array([255, 254, 0])],
  [[], []],
  [["a", [1, []]], ["a", [1, []]]],
  [project.tuple(), tuple()],
  [project.tuple(2026, 11, 22), tuple(2026, 11, 22)],
  [
    project.tuple(project.atom("pickle"), "t", "p", [project.tuple("s", ["x", "y"])], 7),
    tuple(atom("pickle"), "t", "p", [tuple("s", ["x", "y"])], 7),
  ],
];

/** What arrives in other forms than the client sends. */
const received: [project.Term, Term][] = [
  [0.5, 0.5],
  [project.float(2), 2],
  [2 ** 40, 2 ** 40],
  [-(2 ** 40), -(2 ** 40)],
  [-(2n ** 70n), -(2n ** 70n)],
  [2n ** 3_000n, 2n ** 3_000n],
  [[1, 2, 255], [1, 2, 255]],
  [new Map<project.Term, project.Term>([[project.atom("debounce"), 300], ["k", "v"], [1, []]]), {
    debounce: 300,
    k: "v",
    1: [],
  }],
  [project.tuple(...Array(300).fill(1)), tuple(...Array(300).fill(1))],
];

Deno.test("the client reads what the server writes", () => {
  for (const [theirs, ours] of [...pairs, ...received]) {
    for (const minor of [0, 1, 2] as const) {
      if (
        minor === 0 &&
        (typeof theirs === "number" && !Number.isInteger(theirs) || theirs instanceof project.Float)
      ) continue;
      equal(decode(Uint8Array.from(bert.encode(theirs, { minor })).buffer), ours);
    }
  }
});

Deno.test("the server reads what the client writes", () => {
  for (const [theirs, ours] of pairs) {
    equal(bert.decode(encode(ours)), bert.decode(bert.encode(theirs)));
  }
});

Deno.test("a frame that is cut short, or is no term, is refused at every length", () => {
  const whole = encode(tuple(atom("io"), [tuple("a", "текст", 70_000)], []));
  for (let size = 0; size < whole.length; size++) {
    throws(() => decode(whole.slice(0, size).buffer), RangeError);
  }
  throws(() => decode(Uint8Array.of(131, 77).buffer), RangeError);
  throws(() => encode(0.5), RangeError);
});
