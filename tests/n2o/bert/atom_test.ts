import { atom, BertError, decode, encode } from "../../../n2o/bert/bert.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { rounds } from "../../_support/long.ts";
import { run } from "../../_support/process.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("run");

Deno.test("equal atoms are one object, made here or decoded, in every notation", () => {
  const forms = ["640003666f6f", "7703666f6f", "760003666f6f", "7303666f6f"];
  for (const form of forms) equal(decode(Uint8Array.fromHex(`83${form}`)) === atom("foo"), true);
  for (const name of ["привіт", "é", "😀", "", "x".repeat(255)]) {
    for (const minor of [0, 1, 2] as const) {
      equal(decode(encode(atom(name), { minor })) === atom(name), true);
    }
  }
});

Deno.test("an atom has at most 255 characters", () => {
  throws(() => atom("x".repeat(256)), RangeError);
  equal(atom("😀".repeat(255)).name.length, 510);
  throws(() => decode(Uint8Array.fromHex(`83760100${"61".repeat(256)}`)), BertError, "value");
});

test("distinct atoms from the wire, a million in a long run, leave the table small", async () => {
  const script = new URL("./atom_gc.ts", import.meta.url);
  const flags = ["-A", "--no-check", "--v8-flags=--expose-gc"];
  const { code, out, err } = await run(script, [`${rounds(2, 20)}`], { flags });
  assert(code === 0, err);
  const { count, same } = JSON.parse(out);
  equal(same, true, "an atom held by the program was replaced");
  assert(count < 10_000, `${count} names are left`);
});
