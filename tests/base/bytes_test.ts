import { Buffer } from "node:buffer";
import { concatBytes, equalBytes } from "../../base/mod.ts";
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
