import { Buffer } from "node:buffer";
import { concatBytes, equalBytes, equalSecrets } from "../../base/mod.ts";
import { equal } from "../_support/assert.ts";

Deno.test("bytes one after the other are a new array", () => {
  const parts = [Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3, 4, 5).subarray(1)];
  const whole = concatBytes(...parts);
  equal([...whole], [...Buffer.concat(parts)]);
  whole[0] = 9;
  equal([parts[0]?.[0], concatBytes().length], [1, 0]);
});

Deno.test("bytes are equal by what they hold", () => {
  const three = Uint8Array.of(1, 2, 3), values = [three, new Uint8Array(), three.subarray(1)];
  for (const a of values) {
    for (const b of values) equal(equalBytes(a, b), Buffer.compare(a, b) === 0);
  }
  equal(equalBytes(three, Buffer.from([0, 1, 2, 3]).subarray(1)), true);
});

Deno.test("secrets are equal when every byte is, and what is shorter or longer is another", () => {
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
  equal(equalSecrets(secret, secret.slice()), true);
  for (let at = 0; at < 32; at++) {
    for (const bit of [1, 128]) {
      const other = secret.slice();
      other[at]! ^= bit;
      equal(equalSecrets(secret, other), false, `byte ${at}`);
    }
    equal(equalSecrets(secret, secret.subarray(0, at)), false, `length ${at}`);
    equal(equalSecrets(secret.subarray(0, at), secret), false, `length ${at}`);
  }
  equal(equalSecrets(Uint8Array.of(), Uint8Array.of()), true);
});
