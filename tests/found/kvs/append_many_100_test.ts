import { appendMany, count, KvsError } from "../../../kvs/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onStores } from "../support.ts";

onStores(
  "append_many_100: 100 records of 7,200 bytes in one call are too many checks (should: at most 100 records are taken)",
  async (kv) => {
    const records = Array.from({ length: 100 }, (_, id) => ({ id, body: "x".repeat(7_200) }));
    const error = await rejects(() => appendMany(kv, records, "/f"), KvsError, "too_large");
    equal(error.message, 'feed "/f": Too many checks (max 100)');
    equal(await count(kv, "/f"), 0);
    // should: await appendMany(kv, records, "/f"); equal(await count(kv, "/f"), 100);
  },
);
