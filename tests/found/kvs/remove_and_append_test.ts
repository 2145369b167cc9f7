import { append, appendMany, count, feed, keys, type Kv, remove } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";
import { between } from "./between.ts";

/** What a feed says of its size in four ways, which should be one number. */
async function sizes(kv: Kv): Promise<readonly number[]> {
  const records = await feed(kv, "/f"), ids = new Set(records.map(({ id }) => id));
  return [await count(kv, "/f"), records.length, ids.size, (await keys(kv, "/f")).length];
}

onStores(
  "remove_and_append: an update of an id that is removed meanwhile is appended anew: count = entries = ids = keys",
  async (kv) => {
    await appendMany(kv, [{ id: 1 }, { id: 2 }], "/f");
    await append(between(kv, () => remove(kv, 1, "/f")), { id: 1, text: "again" }, "/f");
    equal(await sizes(kv), [2, 2, 2, 2]);
  },
);

onStores(
  "remove_and_append: a remove of an id that is removed and appended meanwhile takes the new entry, or leaves it whole",
  async (kv) => {
    await appendMany(kv, [{ id: 1 }, { id: 2 }], "/f");
    const others = async () => {
      await remove(kv, 1, "/f");
      await append(kv, { id: 1, text: "again" }, "/f");
    };
    await remove(between(kv, others), 1, "/f");
    equal(await sizes(kv), [1, 1, 1, 1]);
    await append(kv, { id: 1, text: "once more" }, "/f");
    equal(await sizes(kv), [2, 2, 2, 2]);
  },
);
