import { equal, rejects } from "../../_support/assert.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { KvKey } from "../../../kvs/kv.ts";
import { readCursor, writeCursor } from "../../../kvs/value/key.ts";

const KEYS: readonly KvKey[] = [
  ["feed", "chat", new Uint8Array(0), "00000000000000010000", 3],
  ["table", "user", "anna-\u{1f600}", -0, NaN, -12n, true, new Uint8Array([0, 255])],
  [],
];
const refused = (text: unknown) =>
  rejects(
    () => Promise.resolve().then(() => readCursor(text as string, "it")),
    KvsError,
    "bad_cursor",
  );

Deno.test("a cursor is text that fits a URL and reads back as the key that it was written of", () => {
  for (const key of KEYS) {
    const text = writeCursor(key);
    equal(text, encodeURIComponent(text));
    equal(readCursor(text, "it"), key);
  }
});

Deno.test("a cursor with a letter changed, left out or added, and one cut anywhere, is refused", async () => {
  for (const key of KEYS) {
    const text = writeCursor(key);
    for (let i = 0; i < text.length; i++) {
      await refused(text.slice(0, i));
      await refused(text.slice(0, i) + text.slice(i + 1));
      await refused(`${text.slice(0, i)}${text[i] === "A" ? "B" : "A"}${text.slice(i + 1)}`);
      await refused(`${text.slice(0, i)} ${text.slice(i)}`);
    }
    await refused(`${text}A`);
    await refused(`${text}=`);
  }
});

Deno.test("what is no text at all is no cursor", async () => {
  for (const text of [undefined, null, 7, {}, [], "", "frob", "\ud800", new Uint8Array(9)]) {
    await refused(text);
  }
});
