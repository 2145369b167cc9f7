/**
 * Writes so many lines to a feed, and a change of a table with each: every third deletes what the one before has put.
 *
 * @module
 */
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { append, delete as del, put } from "../../../../kvs/mod.ts";
import { LOG, ROWS } from "./declared.ts";

const [url = "", prefix = "", by = "", count = ""] = Deno.args;
using kv = await redisKv({ url, prefix });
for (let n = 0; n < Number(count); n++) {
  await append(kv, { id: `${by}-${n}`, by, n }, LOG);
  if (n % 3 === 2) await del(kv, ROWS, `${by}-${n - 1}`);
  else await put(kv, ROWS, { id: `${by}-${n}`, by, n });
}
