import { appendMany, count, feed } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

for (const bytes of [7_200, 70_000]) {
  onStores(
    `append_many_100: 100 records of ${bytes} bytes are appended in one call, and replaced`,
    async (kv) => {
      const records = Array.from({ length: 100 }, (_, id) => ({ id, body: "x".repeat(bytes) }));
      await appendMany(kv, records, "/f");
      equal(await count(kv, "/f"), 100);
      const others = records.map(({ id, body }) => ({ id, body: `y${body}` }));
      await appendMany(kv, others, "/f");
      equal(await feed(kv, "/f"), others);
    },
  );
}
