import { appendMany, count, cut, KvsError } from "../../../kvs/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onStores } from "../support.ts";

onStores(
  "cut_batches: a feed of eight rows of 95 records of 20,000 bytes cannot be cut (should: the oldest entries go)",
  async (kv) => {
    for (let row = 0; row < 8; row++) {
      const body = "x".repeat(20_000);
      const records = Array.from({ length: 95 }, (_, i) => ({ id: `${row}.${i}`, body }));
      await appendMany(kv, records, "/log");
    }
    const error = await rejects(() => cut(kv, "/log"), KvsError, "too_large");
    equal(error.message, 'feed "/log": Too many mutations (max 1000)');
    equal(await count(kv, "/log"), 760);
    // should: equal(await cut(kv, "/log"), 760); equal(await count(kv, "/log"), 0);
  },
);
