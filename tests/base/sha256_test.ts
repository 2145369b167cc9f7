import { createHash } from "node:crypto";
import { fromHex, sha256, sha256Sync, toHex } from "../../base/mod.ts";
import { equal } from "../_support/assert.ts";
import { random } from "../_support/random.ts";

/** FIPS 180-4's examples, and those of the empty message and of a million letters from NIST's validation. */
const VECTORS: readonly (readonly [string, string])[] = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
];

Deno.test("the examples of FIPS 180-4 come out, at once and by the host", async () => {
  for (const [text, digest] of VECTORS) {
    equal([toHex(sha256Sync(text)), toHex(await sha256(text))], [digest, digest]);
  }
});

Deno.test("bytes of every length over three blocks have the hash that node:crypto gives", async () => {
  const { below } = random(256);
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, () => below(256));
    const expected = createHash("sha256").update(bytes).digest("hex");
    equal([toHex(sha256Sync(bytes)), toHex(await sha256(bytes))], [expected, expected]);
  }
});

Deno.test("a text is hashed as UTF-8, and a part of a buffer as that part", async () => {
  const text = "ж€𝄞\ud800", whole = fromHex("ff" + toHex(new TextEncoder().encode(text)) + "ff");
  const expected = createHash("sha256").update(text).digest("hex");
  for (const data of [text, whole.subarray(1, -1)]) {
    equal([toHex(sha256Sync(data)), toHex(await sha256(data))], [expected, expected]);
  }
});

Deno.test("bytes of shared memory are hashed, too, and none are changed", async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(3));
  shared.set([97, 98, 99]);
  equal([toHex(sha256Sync(shared)), toHex(await sha256(shared))], [
    VECTORS[1]?.[1],
    VECTORS[1]?.[1],
  ]);
  equal([...shared], [97, 98, 99]);
});
