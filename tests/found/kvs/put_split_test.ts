import { count, put } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

onStores(
  "put_split: split goes by what a commit holds, so 50 records of 16,500 bytes are several commits",
  async (kv) => {
    const records = Array.from({ length: 50 }, (_, id) => ({ id, body: "x".repeat(16_500) }));
    await put(kv, "t", records, { split: true });
    equal(await count(kv, "t"), 50);
  },
);
