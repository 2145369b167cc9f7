import { append, appendMany, feed } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

onStores(
  "grow_in_a_row: each of three entries of one commit grows to 6 MB, and becomes small again",
  async (kv) => {
    const ids = [1, 2, 3], grown = (id: number) => ({ id, body: new Uint8Array(6_000_000) });
    await appendMany(kv, ids.map((id) => ({ id })), "/f");
    for (const id of ids) await append(kv, grown(id), "/f");
    const sizes = (await feed<ReturnType<typeof grown>>(kv, "/f")).map(({ body }) => body.length);
    equal(sizes, [6_000_000, 6_000_000, 6_000_000]);
    for (const id of ids) await append(kv, { id }, "/f");
    equal(await feed(kv, "/f"), ids.map((id) => ({ id })));
  },
);

onStores(
  "grow_in_a_row: each of 100 entries of one commit grows to 200 KB",
  async (kv) => {
    const ids = Array.from({ length: 100 }, (_, id) => id);
    await appendMany(kv, ids.map((id) => ({ id })), "/f");
    for (const id of ids) await append(kv, { id, body: new Uint8Array(200_000) }, "/f");
    equal((await feed(kv, "/f")).map(({ id }) => id), ids);
  },
);
