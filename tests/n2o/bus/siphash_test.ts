import { absorb, end, sipHash } from "../../../n2o/bus/siphash.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

const KEY = Uint8Array.from({ length: 16 }, (_, at) => at);

function hash(key: Uint8Array, bytes: Uint8Array, absorbed = 0): string {
  const hash = sipHash(key);
  absorb(hash, bytes.subarray(0, absorbed));
  end(hash, absorbed, bytes, absorbed);
  return new Uint8Array(hash.buffer, 0, 16).toHex();
}

/** As the paper writes it, in words of 64 bits. */
function reference(key: Uint8Array, bytes: Uint8Array): string {
  const word = (of: Uint8Array, at: number) => new DataView(of.buffer).getBigUint64(at, true);
  const whole = new Uint8Array((bytes.length >> 3) * 8 + 8), k0 = word(key, 0), k1 = word(key, 8);
  whole.set(bytes);
  whole[whole.length - 1] = bytes.length;
  let [a, b, c, d] = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn ^ 0xeen,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  const cut = (value: bigint) => BigInt.asUintN(64, value);
  const turn = (value: bigint, by: bigint) => cut(value << by) | (value >> (64n - by));
  const round = () => {
    a = cut(a + b);
    c = cut(c + d);
    b = turn(b, 13n) ^ a;
    d = turn(d, 16n) ^ c;
    a = cut(turn(a, 32n) + d);
    c = cut(c + b);
    d = turn(d, 21n) ^ a;
    b = turn(b, 17n) ^ c;
    c = turn(c, 32n);
  };
  for (let at = 0; at < whole.length; at += 8) {
    const block = word(whole, at);
    d ^= block;
    round();
    round();
    a ^= block;
  }
  const result = new DataView(new ArrayBuffer(16));
  c ^= 0xeen;
  for (let each = 0; each < 4; each++) round();
  result.setBigUint64(0, a ^ b ^ c ^ d, true);
  b ^= 0xddn;
  for (let each = 0; each < 4; each++) round();
  result.setBigUint64(8, a ^ b ^ c ^ d, true);
  return new Uint8Array(result.buffer).toHex();
}

Deno.test("SipHash-2-4 of 128 bits gives what the authors and OpenSSL give", () => {
  const known = new Map([
    [0, "a3817f04ba25a8e66df67214c7550293"],
    [1, "da87c1d86b99af44347659119b22fc45"],
    [2, "8177228da4a45dc7fca38bdef60affe4"],
    [63, "5150d1772f50834a503e069a973fbd7c"],
  ]);
  for (const [length, expected] of known) {
    const bytes = Uint8Array.from({ length }, (_, at) => at);
    equal([hash(KEY, bytes), reference(KEY, bytes)], [expected, expected]);
  }
});

Deno.test("SipHash of random bytes is what the paper's words of 64 bits give, taken in at once or in two parts", () => {
  const dice = random(SEED);
  const bytesOf = (length: number) => Uint8Array.from({ length }, () => dice.below(256));
  for (let each = 0; each < rounds(300, 20_000); each++) {
    const key = bytesOf(16), bytes = bytesOf(dice.below(each % 10 === 0 ? 600 : 60));
    const part = 8 * dice.below((bytes.length >> 3) + 1);
    const expected = reference(key, bytes);
    equal([hash(key, bytes), hash(key, bytes, part)], [expected, expected], `seed ${SEED}`);
  }
});
