/**
 * Appends to a feed until it is killed, one entry after the other, and tells each acknowledged one
 * on a line of its own.
 *
 * Arguments: the store's file, the feed, a prefix for the ids, and how many (without end unless
 * given).
 */
import { append, appendMany } from "../../../kvs/feed/append.ts";
import { openKv } from "../../../kvs/open.ts";

const [path = "", feed = "", prefix = "", count = "Infinity"] = Deno.args;
const kv = await openKv(path);
const out = Deno.stdout.writable.getWriter(), text = new TextEncoder();
const told = (ids: readonly string[]) =>
  out.write(text.encode(ids.map((id) => `${id}\n`).join("")));

await out.write(text.encode("ready\n"));
for (let i = 0; i < Number(count);) {
  if (i % 5 === 4 && count === "Infinity") {
    const batch = Array.from({ length: 3 }, (_, k) => ({ id: `${prefix}-${i + k}` }));
    await told(await appendMany(kv, batch, feed));
    i += 3;
  } else {
    await told([
      await append(
        kv,
        { id: `${prefix}-${i}`, filler: "x".repeat(i % 50 === 0 ? 100_000 : 10) },
        feed,
      ),
    ]);
    i++;
  }
}
await out.close();
kv.close();
