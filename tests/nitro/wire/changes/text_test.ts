/**
 * Names as numbers, and HTML as bytes.
 *
 * @module
 */
import { numberOf, numberOfText, sourceOf } from "../../../../nitro/wire/changes/text.ts";
import { equal } from "../../../_support/assert.ts";

const utf8 = new TextEncoder();
const NAMES = ["", "a", "f12", "~bCuzdSvJCmd-t_BvciT", "поле", "aé", "a\u0000", "\ud800", "😀x"];

Deno.test("a name has the number of its bytes, in any script", () => {
  for (const name of NAMES) {
    const bytes = utf8.encode(name);
    equal(numberOfText(name), numberOf(bytes, 0, bytes.length), name);
  }
});

Deno.test("HTML is read as the bytes that it has, however long and in any script", () => {
  for (const name of NAMES) {
    for (const html of [`<b>${name}</b>`, `<b>${name}</b>`.repeat(9)]) {
      const source = sourceOf(html), bytes = utf8.encode(html);
      equal(source?.bytes.subarray(0, source.length), bytes);
      equal(source?.bytes[source.length], 0, "ends with a zero");
      equal(source?.text(0, source.length), new TextDecoder().decode(bytes));
    }
  }
});
