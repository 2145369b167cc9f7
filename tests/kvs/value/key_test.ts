import { compareBytes } from "../../../kvs/value/bytes.ts";
import { KvsError } from "../../../kvs/error.ts";
import { decodeKey, encodeKey } from "../../../kvs/value/key.ts";
import type { KvKey, KvKeyPart } from "../../../kvs/kv.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { nativeBytes } from "./native.ts";
import { type Random, random } from "../../_support/random.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");

/** In Deno KV's documented order. */
const ORDERED: KvKeyPart[] = [
  new Uint8Array(),
  new Uint8Array([0]),
  new Uint8Array([0, 0]),
  new Uint8Array([0, 1]),
  new Uint8Array([0, 255]),
  new Uint8Array([1]),
  new Uint8Array([255, 0]),
  "",
  "\0",
  "\0a",
  "a",
  "a\0",
  "aa",
  "b",
  "é",
  "ї",
  "€",
  "😀",
  -(1n << 2039n),
  -(1n << 64n),
  -(1n << 64n) + 1n,
  -256n,
  -255n,
  -1n,
  0n,
  1n,
  255n,
  256n,
  (1n << 64n) - 1n,
  1n << 64n,
  (1n << 2040n) - 1n,
  -Infinity,
  -1.5,
  -5e-324,
  -0,
  0,
  5e-324,
  1,
  1.5,
  Infinity,
  NaN,
  false,
  true,
];

Deno.test("bytes of keys sort as Deno KV documents, part by part", () => {
  const keys = ORDERED.flatMap((a) => [[a], ...ORDERED.map((b) => [a, b])]);
  for (let i = 1; i < keys.length; i++) {
    const [a, b] = [keys[i - 1] ?? [], keys[i] ?? []];
    assert(compareBytes(encodeKey(a), encodeKey(b)) < 0, `${Deno.inspect(a)} < ${Deno.inspect(b)}`);
  }
});

test("bytes of keys are those that native Deno KV writes to its file", async () => {
  const keys = [...ORDERED.map((part) => [part]), ...someKeys(random(1), 300)];
  const ours = keys.map((key) => encodeKey(key).toHex());
  const rows = await nativeBytes(keys.map((key) => [key, 0]));
  equal(rows.map(({ key }) => key.toHex()), [...new Set(ours)].sort());
});

Deno.test("a key comes back from its bytes (seed 2)", () => {
  for (const key of [...ORDERED.map((part) => [part]), ...someKeys(random(2), 1000)]) {
    equal(decodeKey(encodeKey(key)), key);
  }
});

Deno.test("views of any kind are keyed by their bytes", () => {
  const bytes = new Uint8Array([9, 1, 2, 9]);
  equal(decodeKey(encodeKey([new DataView(bytes.buffer, 1, 2) as unknown as Uint8Array])), [
    new Uint8Array([1, 2]),
  ]);
});

Deno.test("a lone surrogate is keyed as U+FFFD", () => {
  equal(decodeKey(encodeKey(["a\ud800"])), ["a\ufffd"]);
});

Deno.test("what is no part of a key is refused", () => {
  const parts: unknown[] = [
    null,
    undefined,
    {},
    [],
    new Date(),
    new ArrayBuffer(1),
    Symbol(),
    () => 1,
  ];
  for (const part of parts) throws(() => encodeKey([part] as unknown as KvKey), TypeError);
  for (const key of [null, undefined, "a", 1, {}, { length: 1 }]) {
    throws(() => encodeKey(key as unknown as KvKey), TypeError);
  }
  // a hole must not become an empty key
  throws(() => encodeKey(new Array(1)), TypeError);
  throws(() => encodeKey([1n << 2040n]), TypeError);
});

Deno.test("bytes that no key encodes to are corrupt, whatever they are (seed 3)", () => {
  for (
    const hex of ["00", "02", "0261", "01ff", "21", "2100", "15", "1d", "1dff01", "28", "02ff00"]
  ) {
    equal(throws(() => decodeKey(Uint8Array.fromHex(hex)), KvsError, "corrupt").code, "corrupt");
  }
  const seeded = random(3);
  for (let i = 0; i < 2000; i++) {
    const bytes = Uint8Array.from({ length: seeded.below(40) }, () => seeded.below(256));
    try {
      decodeKey(bytes);
    } catch (error) {
      assert(error instanceof KvsError, String(error));
    }
  }
});

function someKeys(seeded: Random, count: number): KvKey[] {
  return Array.from(
    { length: count },
    () => Array.from({ length: 1 + seeded.below(4) }, () => part(seeded)),
  );
}

function part(seeded: Random): KvKeyPart {
  switch (seeded.below(5)) {
    case 0:
      return Uint8Array.from(
        { length: seeded.below(12) },
        () => seeded.pick([0, 1, 255, seeded.below(256)]),
      );
    case 1:
      return String.fromCodePoint(
        ...Array.from({ length: seeded.below(8) }, () => seeded.pick([0, 97, 0x457, 0x1f600])),
      );
    case 2:
      return (seeded.below(2) ? 1n : -1n) *
        BigInt(seeded.below(2 ** 31)) ** BigInt(seeded.below(9));
    case 3:
      return (seeded.below(2000) - 1000) / 8;
    default:
      return seeded.below(2) === 1;
  }
}
