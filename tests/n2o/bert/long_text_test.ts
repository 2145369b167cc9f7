import { decode, encode, Tuple, tuple } from "../../../n2o/bert/bert.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

const PIECES = [
  "a",
  "é",
  "є",
  "€",
  "😀",
  "\ud800",
  "\udc00",
  "x".repeat(60),
  "я".repeat(60),
] as const;

Deno.test("texts of any script and length are written as TextEncoder does, wherever a buffer ends (seed 20261)", () => {
  const { below, pick } = random(20_261), encoder = new TextEncoder();
  for (let each = 0; each < 2_000; each++) {
    const texts = Array.from({ length: 1 + below(4) }, () => {
      const isPlain = below(2) === 0, length = below(below(20) === 0 ? 400 : 30);
      return Array.from({ length }, () => isPlain ? "a" : pick(PIECES)).join("");
    });
    const term = decode(encode(tuple(...texts)));
    assert(term instanceof Tuple, "no tuple");
    equal(term.elements.map(String), texts.map((text) => String(encoder.encode(text))));
  }
});
