import { append, appendMany, get, KvsError } from "../../../kvs/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onStores } from "../support.ts";

onStores(
  "grow_in_a_row: an entry cannot become 6 MB because its neighbours in the row have (should: each may, up to 16 MiB)",
  async (kv) => {
    const grown = (id: number) => ({ id, body: "x".repeat(6_000_000) });
    await appendMany(kv, [{ id: 1 }, { id: 2 }, { id: 3 }], "/f");
    for (const id of [1, 2]) await append(kv, grown(id), "/f");
    const error = await rejects(() => append(kv, grown(3), "/f"), KvsError, "too_large");
    equal(/^feed "\/f": 3 records of 180\d{5} bytes, over 16777216$/.test(error.message), true);
    equal(await get(kv, "/f", 3), { id: 3 });
    // should: await append(kv, grown(3), "/f"); equal(await get(kv, "/f", 3), grown(3));
  },
);
