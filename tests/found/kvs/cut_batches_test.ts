import { appendMany, count, cut } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

onStores(
  "cut_batches: a feed of eight rows of 95 records of 20,000 bytes is cut",
  async (kv) => {
    for (let row = 0; row < 8; row++) {
      const body = "x".repeat(20_000);
      const records = Array.from({ length: 95 }, (_, i) => ({ id: `${row}.${i}`, body }));
      await appendMany(kv, records, "/log");
    }
    equal(await cut(kv, "/log"), 760);
    equal(await count(kv, "/log"), 0);
  },
);
