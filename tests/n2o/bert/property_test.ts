import type { BertErrorCode, Minor } from "../../../n2o/bert/bert.ts";
import {
  BertError,
  decode,
  encode,
  Float,
  type Term,
  Tuple,
  tuple,
} from "../../../n2o/bert/bert.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { randomTerm } from "./generator.ts";

const MINORS: readonly Minor[] = [0, 1, 2];

/** The term with maps as sorted pairs, because encoding sorts their keys. */
function plain(term: Term): unknown {
  if (term instanceof Map) {
    const pairs = [...term].map(([key, value]) => [encode(key).toHex(), plain(value)]);
    return new Map(pairs.toSorted().map(([key, value]) => [key, value]));
  }
  if (term instanceof Tuple) return { tuple: term.elements.map(plain) };
  if (Array.isArray(term)) return term.map(plain);
  if (term instanceof Uint8Array) return { binary: term.toHex() };
  return term;
}

Deno.test("a random term comes back equal at every minor version, compressed or not (seed 1)", () => {
  const next = random(1).below;
  for (let round = 0; round < rounds(700, 20_000); round++) {
    const term = randomTerm(next, 4);
    for (const minor of MINORS) {
      for (const compressed of [false, true]) {
        const bytes = encode(term, { minor, compressed });
        const again = decode(bytes);
        equal(encode(again, { minor, compressed }).toHex(), bytes.toHex(), `round ${round}`);
        if (!hasMap(term)) equal(plain(again), plain(term), `round ${round}`);
      }
    }
  }
});

function hasMap(term: unknown): boolean {
  if (typeof term !== "object" || term === null || term instanceof Uint8Array) return false;
  return term instanceof Map || Object.values(term).some(hasMap);
}

Deno.test("the values of maps come back under equal keys (seed 2)", () => {
  const next = random(2).below;
  for (let round = 0; round < rounds(200, 5_000); round++) {
    const term = new Map<Term, Term>();
    for (let left = next(60); left > 0; left--) term.set(randomTerm(next, 2), randomTerm(next, 2));
    let bytes: Uint8Array;
    try {
      bytes = encode(term);
    } catch (error) {
      assert(error instanceof BertError && error.code === "duplicate");
      continue;
    }
    const again = decode(bytes);
    assert(again instanceof Map);
    const pairs = (map: Map<Term, Term>) =>
      [...map].map(([key, value]) => `${encode(key).toHex()} ${encode(value).toHex()}`).sort();
    equal(pairs(again), pairs(term), `round ${round}`);
  }
});

Deno.test("mutated, cut and random bytes give a term or a BertError, nothing else (seed 3)", () => {
  const next = random(3).below;
  const codes = new Map<BertErrorCode, number>();
  let terms = 0;
  for (let round = 0; round < rounds(15_000, 600_000); round++) {
    const bytes = encode(randomTerm(next, 3), { compressed: next(4) === 0, minor: 2 }).slice();
    for (let left = 1 + next(3); left > 0; left--) bytes[1 + next(bytes.length - 1)] = next(256);
    const input = next(4) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes;
    try {
      encode(decode(input, { maxSize: 1 << 20 }));
      terms++;
    } catch (error) {
      if (!(error instanceof BertError)) throw new Error(input.toHex(), { cause: error });
      assert(error.offset >= 0);
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    }
  }
  assert(terms > 1000, "most mutations were refused: the test has lost its sense");
  for (const code of ["truncated", "tag", "value", "compressed"] as const) {
    assert(codes.has(code), `no mutation led to ${code}`);
  }
});

Deno.test("a float and an integer of one value stay apart", () => {
  equal(
    decode(encode(tuple(1, new Float(1), 0, new Float(-0), -0, 2 ** 53, 0.5))),
    tuple(
      1,
      new Float(1),
      0,
      new Float(-0),
      0,
      2 ** 53,
      0.5,
    ),
  );
});
