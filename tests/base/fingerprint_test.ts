import { fingerprint } from "../../base/mod.ts";
import { equal } from "../_support/assert.ts";
import { random } from "../_support/random.ts";

const M = (1n << 32n) - 1n;

/** cyrb53 of a text with a seed, in unbounded integers. */
function cyrb53(text: string, seed: bigint): bigint {
  const mix = (x: bigint, y: bigint) =>
    (((x ^ x >> 16n) * 2246822507n) & M) ^ (((y ^ y >> 13n) * 3266489909n) & M);
  let a = 0xdeadbeefn ^ seed, b = 0x41c6ce57n ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = BigInt(text.charCodeAt(i));
    a = ((a ^ code) * 2654435761n) & M;
    b = ((b ^ code) * 1597334677n) & M;
  }
  a = mix(a, b);
  b = mix(b, a);
  return (b & 0x1fffffn) << 32n | a;
}

const reference = (text: string) =>
  cyrb53(text, 0n).toString(36) + cyrb53(text, 0x9e3779b9n).toString(36);

Deno.test("the published values of cyrb53 are the first half of a fingerprint", () => {
  const published = {
    a: 7929297801672961,
    b: 8684336938537663,
    revenge: 4051478007546757,
    revenue: 8309097637345594,
  };
  for (const [text, value] of Object.entries(published)) {
    const first = value.toString(36);
    equal(fingerprint(text).slice(0, first.length), first, text);
  }
});

Deno.test("fingerprints are those that keys in stores were made of", () => {
  const kept = {
    "": "wvjl67o8031aggevgbi2j",
    "order": "1a6rp4n9pq3200kidb6kxc",
    "assignee maxim": "n0y000gmvy27gf2pmp8q8",
    "ж€𝄞": "28lgwcb14ls2bsshbs58ze",
    ["x".repeat(1_000)]: "21ded0ooxffxj7cowv0b9",
  };
  for (const [text, value] of Object.entries(kept)) equal(fingerprint(text), value);
});

Deno.test("fingerprints are the same in unbounded integers", () => {
  const { below } = random(53);
  for (let n = 0; n < 2_000; n++) {
    const text = Array.from(
      { length: below(40) },
      () => String.fromCharCode(below(65_536)),
    ).join("");
    equal(fingerprint(text), reference(text), JSON.stringify(text));
  }
});

Deno.test("half a million neighbouring texts have fingerprints of their own", () => {
  equal(new Set(Array.from({ length: 500_000 }, (_, i) => fingerprint(`task ${i}`))).size, 500_000);
});
