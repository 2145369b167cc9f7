import { Buffer } from "node:buffer";
import { BertError, decode, encode, type Term, Tuple } from "../../../n2o/bert/bert.ts";
import { assert, equal, throws } from "../../_support/assert.ts";

const hex = (text: string) => Uint8Array.fromHex(text);

Deno.test("a claim of four billion elements or bytes is refused at once", () => {
  for (const tag of ["69", "6c", "6d", "6f", "74", "4d"]) {
    throws(() => decode(hex(`83${tag}ffffffff0101`)), BertError, "truncated");
  }
  throws(() => decode(hex(`8370${"ffffffff".repeat(7)}6101`)), BertError, "truncated");
});

Deno.test("lists that each claim all that is left are refused without allocating for each", () => {
  const bytes = new Uint8Array(4_000_000).fill(0);
  bytes[0] = 131;
  for (let at = 1; at + 5 < bytes.length; at += 5) {
    bytes[at] = 108;
    new DataView(bytes.buffer).setUint32(at + 1, bytes.length - at - 16);
  }
  throws(() => decode(bytes), BertError, "truncated");
});

Deno.test("lists, tuples and maps nested 100,000 deep decode and encode without a stack overflow", () => {
  const depth = 100_000;
  for (
    const [open, close] of [["6c00000001", "6a"], ["6801", ""], ["69000000" + "01", ""], [
      "74000000016101",
      "",
    ]]
  ) {
    const bytes = hex(`83${open?.repeat(depth)}6a${close?.repeat(depth)}`);
    equal(decode(encode(decode(bytes))) !== undefined, true);
    equal(
      throws(
        () => decode(hex(`83${open?.repeat(depth + 1)}6a${close?.repeat(depth + 1)}`)),
        BertError,
        "depth",
      ).code,
      "depth",
    );
  }
  // As keys: each map has one key, which is a map.
  decode(hex(`83${"7400000001".repeat(depth)}6a${"6101".repeat(depth)}`));
});

Deno.test("maxDepth bounds nesting exactly, both ways", () => {
  for (const maxDepth of [1, 5, 64, 65, 200]) {
    const nested = (depth: number) => hex(`83${"6801".repeat(depth)}6a`);
    const term = decode(nested(maxDepth), { maxDepth });
    encode(term, { maxDepth });
    throws(() => decode(nested(maxDepth + 1), { maxDepth }), BertError, "depth");
    throws(() => encode(new Tuple([term]), { maxDepth }), BertError, "depth");
  }
});

Deno.test("tails that are lists join into one list, a million of them", () => {
  const list = decode(hex(`83${"6c000000016101".repeat(1_000_000)}6a`));
  assert(Array.isArray(list));
  equal(list.length, 1_000_000);
});

Deno.test("a list that holds itself is an error, not an endless loop", () => {
  const list: Term[] = [];
  list.push(list);
  throws(() => encode(list), BertError, "depth");
});

Deno.test("equal keys of a map are refused, whatever they are made of", () => {
  const keys = [
    "6d00000001ff",
    "6803610161026d0000000161",
    "463ff0000000000000",
    "6c000000016101770161",
    "74000000016101610a",
  ];
  for (const key of keys) {
    throws(() => decode(hex(`837400000002${key}6101${key}6102`)), BertError, "duplicate");
  }
  // Two notations of one key.
  throws(
    () => decode(hex("837400000002" + "680161056101" + "6801620000000561" + "02")),
    BertError,
    "duplicate",
  );
  throws(
    () => encode(new Map<Term, Term>([["a", 1], [new Uint8Array([97]), 2]])),
    BertError,
    "duplicate",
  );
  throws(() => encode(new Map<Term, Term>([[5, 1], [5n, 2]])), BertError, "duplicate");
});

Deno.test("keys nested in keys are compared in reasonable work", () => {
  // Every level is a map of two keys: the level before, and a small map.
  let level = "740000000261016101" + "61026102";
  for (let round = 0; round < 3000; round++) {
    level = `7400000002${level}6101740000000261036103610461046102`;
  }
  decode(hex(`83${level}`));
});

Deno.test("a zlib bomb stops at maxSize", () => {
  const bomb = encode(new Uint8Array(8_000_000), { compressed: 9 });
  assert(bomb.length < 20_000);
  throws(() => decode(bomb, { maxSize: 1_000_000 }), BertError, "size");
  const liar = bomb.slice();
  new DataView(liar.buffer).setUint32(2, 1000);
  throws(() => decode(liar), BertError, "compressed");
});

Deno.test("values that are no terms are refused with a hint", () => {
  const values: unknown[] = [
    null,
    undefined,
    { a: 1 },
    Symbol("a"),
    () => 1,
    new Date(),
    NaN,
    Infinity,
  ];
  for (const value of values) {
    const error = throws(() => encode(value as Term), BertError);
    assert(error.code === "term" || error.code === "range");
  }
});

Deno.test("results stay what they were while more is encoded", () => {
  const results = Array.from(
    { length: 2000 },
    (_, index) => [index, encode([`text ${index}`, index])] as const,
  );
  for (const [index, bytes] of results) equal(bytes, encode([`text ${index}`, index]));
});

Deno.test("the binaries of a Node Buffer are plain arrays of bytes", () => {
  const long = [new Uint8Array(2_000)],
    decoded = decode(Buffer.from(encode(long, { compressed: 9 })));
  equal(decoded, long);
  equal(decode(Buffer.from(encode("ab"))), new Uint8Array([97, 98]));
});

Deno.test("an ArrayBuffer and a view into a larger buffer decode alike", () => {
  const bytes = encode([1000, "text"]);
  const padded = new Uint8Array([0, 0, 0, ...bytes, 0]);
  equal(decode(padded.subarray(3)), decode(bytes.slice().buffer));
});
