/**
 * Appends to a feed in Redis, one entry after the other, and tells each acknowledged one on a line of its own. Arguments:
 * the socket of Redis, the prefix of the store, the feed, a prefix for the ids, and how many.
 */
import { append } from "../../../../kvs/feed/append.ts";
import { redisKv } from "../../../../kvs/host/redis/redis.ts";

const [url = "", prefix = "", feed = "", ids = "", count = "0"] = Deno.args;
using kv = await redisKv({ url, prefix });
const out = Deno.stdout.writable.getWriter(), text = new TextEncoder();
for (let i = 0; i < Number(count); i++) {
  // one in 20 is larger than a value may be, and is stored in chunks
  const filler = "x".repeat(i % 20 === 0 ? 100_000 : 10);
  await out.write(text.encode(`${await append(kv, { id: `${ids}-${i}`, filler }, feed)}\n`));
}
await out.close();
