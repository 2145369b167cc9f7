import { concatBytes, fromVarint, toVarint } from "../../base/mod.ts";
import { equal, throws } from "../_support/assert.ts";
import { random } from "../_support/random.ts";

/** The bytes of an integer as the definition of LEB128 has them. */
function leb128(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n | 128n), ...leb128(value >> 7n)];
}

function samples(): bigint[] {
  const { below } = random(7), edges = Array.from({ length: 65 }, (_, bit) => 1n << BigInt(bit));
  const around = edges.flatMap((edge) => [edge - 1n, edge, edge + 1n]).filter((n) => n < 1n << 64n);
  const some = Array.from({ length: 500 }, () => {
    const bits = BigInt(below(65)), wide = BigInt(below(2 ** 32)) << 32n | BigInt(below(2 ** 32));
    return wide & ((1n << bits) - 1n);
  });
  return [...around, ...some];
}

Deno.test("integers of every width have the bytes of LEB128, and come back", () => {
  for (const value of samples()) {
    const bytes = toVarint(value);
    equal([...bytes], leb128(value), `${value}`);
    equal(fromVarint(bytes), { value, next: bytes.length });
    if (value <= Number.MAX_SAFE_INTEGER) equal(toVarint(Number(value)), bytes);
  }
});

Deno.test("integers written one after the other are read one after the other", () => {
  const values = samples(), all = concatBytes(Uint8Array.of(255), ...values.map(toVarint));
  const read: bigint[] = [];
  for (let at = 1; at < all.length;) {
    const { value, next } = fromVarint(all, at);
    read.push(value);
    at = next;
  }
  equal(read, values);
});

Deno.test("what is no unsigned integer of 64 bits is refused", () => {
  for (const value of [-1, -1n, 1.5, NaN, Infinity, 1n << 64n, 2 ** 64]) {
    throws(() => toVarint(value), RangeError);
  }
});

Deno.test("bytes that end too early are refused at every place", () => {
  for (const value of [128n, 1n << 31n, 1n << 32n, (1n << 64n) - 1n]) {
    const bytes = toVarint(value);
    for (let end = 0; end < bytes.length; end++) {
      throws(() => fromVarint(bytes.subarray(0, end)), RangeError);
    }
    throws(() => fromVarint(bytes, bytes.length), RangeError);
  }
});

Deno.test("more than 64 bits are refused", () => {
  const full = (last: number) => Uint8Array.of(...new Array(9).fill(255), last);
  equal(fromVarint(full(1)).value, (1n << 64n) - 1n);
  for (const last of [2, 3, 0x40, 0x7f, 0x80, 0x81]) {
    throws(() => fromVarint(full(last)), RangeError);
  }
  throws(() => fromVarint(Uint8Array.of(...new Array(10).fill(128), 0)), RangeError);
});
