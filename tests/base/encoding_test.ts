import { Buffer } from "node:buffer";
import * as base from "../../base/mod.ts";
import { equal, throws } from "../_support/assert.ts";
import { random } from "../_support/random.ts";
import { LACKING, without } from "./without_native.ts";

type Codecs = Pick<typeof base, "toHex" | "fromHex" | "toBase64" | "fromBase64">;

/** The same module once more, loaded where the host has no codecs. */
const library: Codecs = await without(LACKING, async () => {
  const codecs: typeof import("../../base/encoding.ts") = await import(
    `../../base/encoding.ts?library`
  );
  return codecs;
});

/** A test of the host's codecs, and of the library's on a host without. */
function onBoth(name: string, run: (codecs: Codecs) => void): void {
  Deno.test(`${name} (by the host)`, () => run(base));
  Deno.test(`${name} (by the library)`, () =>
    without(LACKING, () => Promise.resolve(run(library))));
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** RFC 4648, section 10. */
const RFC4648 = [
  ["", "", ""],
  ["f", "Zg==", "66"],
  ["fo", "Zm8=", "666F"],
  ["foo", "Zm9v", "666F6F"],
  ["foob", "Zm9vYg==", "666F6F62"],
  ["fooba", "Zm9vYmE=", "666F6F6261"],
  ["foobar", "Zm9vYmFy", "666F6F626172"],
] as const;

onBoth("the vectors of RFC 4648 come out and go in", ({ toHex, fromHex, toBase64, fromBase64 }) => {
  for (const [text, base64, hex] of RFC4648) {
    equal([toBase64(bytesOf(text)), toHex(bytesOf(text))], [base64, hex.toLowerCase()]);
    equal([textOf(fromBase64(base64)), textOf(fromHex(hex))], [text, text]);
  }
});

onBoth("bytes of every length come out as Buffer writes them, and back", (codecs) => {
  const { below } = random(64);
  for (let length = 0; length < 130; length++) {
    const bytes = Uint8Array.from({ length }, () => below(256)), buffer = Buffer.from(bytes);
    const hex = codecs.toHex(bytes), base64 = codecs.toBase64(bytes);
    const url = codecs.toBase64(bytes, { alphabet: "base64url" });
    equal(
      [hex, base64, url],
      ["hex", "base64", "base64url"].map((name) =>
        buffer.toString(name === "hex" ? "hex" : name === "base64" ? "base64" : "base64url")
      ),
    );
    equal(codecs.fromHex(hex), bytes);
    equal(codecs.fromBase64(base64), bytes);
    equal(codecs.fromBase64(url, { alphabet: "base64url" }), bytes);
  }
});

onBoth("padding is written and wanted as told", ({ toBase64, fromBase64 }) => {
  const bytes = Uint8Array.of(0xfb);
  for (const [alphabet, text] of [["base64", "+w"], ["base64url", "-w"]] as const) {
    equal(toBase64(bytes, { alphabet, padding: true }), `${text}==`);
    equal(toBase64(bytes, { alphabet, padding: false }), text);
    equal([`${text}==`, text].map((each) => fromBase64(each, { alphabet })), [bytes, bytes]);
    equal(fromBase64(`${text}==`, { alphabet, padding: true }), bytes);
    equal(fromBase64(text, { alphabet, padding: false }), bytes);
    throws(() => fromBase64(text, { alphabet, padding: true }), SyntaxError);
    throws(() => fromBase64(`${text}==`, { alphabet, padding: false }), SyntaxError);
  }
});

onBoth(
  "of all texts of up to four letters, those are read that some bytes are written as",
  (codecs) => {
    const letters = ["A", "Q", "g", "w", "/", "-", "=", " "];
    const texts = [""], written = new Set<string>();
    for (let at = 0; texts[at] !== undefined && (texts[at]?.length ?? 4) < 4; at++) {
      texts.push(...letters.map((letter) => texts[at] + letter));
    }
    // What Buffer reads out of a text, leniently, is written again: the same text comes out of what is strict.
    for (const text of texts) {
      const again = Buffer.from(text, "base64");
      if (again.toString("base64") === text) written.add(text);
      if (again.toString("base64").replaceAll("=", "") === text) written.add(text);
    }
    const read = texts.filter((text) => {
      try {
        codecs.fromBase64(text);
        return true;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return false;
      }
    });
    equal(new Set(read), written);
  },
);

onBoth("what is no base64 is refused", ({ fromBase64 }) => {
  const wrong = [
    "A",
    "A===",
    "====",
    "AA=",
    "AA==AA==",
    "AB==",
    "AAB=",
    "AAA\n",
    " AAAA",
    "AA.A",
    "AAĀA",
  ];
  for (const text of [...wrong, "AA-A"]) throws(() => fromBase64(text), SyntaxError);
  for (const text of [...wrong, "AA+A"]) {
    throws(() => fromBase64(text, { alphabet: "base64url" }), SyntaxError);
  }
});

onBoth("what is no pairs of hexadecimal digits is refused", ({ fromHex }) => {
  for (const text of ["0", "000", "0g", "zz", " 0", "0 ", "0x", "Ā0", "é"]) {
    throws(() => fromHex(text), SyntaxError);
  }
});

onBoth("parts of buffers and shared memory are written, and stay as they are", (codecs) => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  shared.set([1, 2, 3, 4]);
  for (const bytes of [shared.subarray(1, 3), Uint8Array.of(1, 2, 3, 4).subarray(1, 3)]) {
    equal([codecs.toHex(bytes), codecs.toBase64(bytes)], ["0203", "AgM="]);
    equal([...bytes], [2, 3]);
  }
});

onBoth("bytes that were read have a buffer of their own", ({ fromHex, fromBase64 }) => {
  equal([fromHex("0102").buffer.byteLength, fromBase64("AQI=").buffer.byteLength], [2, 2]);
});

onBoth("a megabyte goes out and in", ({ toHex, fromHex, toBase64, fromBase64 }) => {
  const bytes = Uint8Array.from({ length: 1 << 20 }, (_, i) => i * 7 + (i >> 8));
  equal(base.equalBytes(fromHex(toHex(bytes)), bytes), true);
  equal(base.equalBytes(fromBase64(toBase64(bytes)), bytes), true);
});
