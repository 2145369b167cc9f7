import { appendMany, count, cut, feed, type Kv, remove } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";
import { between } from "./between.ts";

onStores(
  "double_remove: four removes of one id that read before any commits lower the count by one",
  async (kv) => {
    await appendMany(kv, [{ id: 1 }, { id: 2 }], "/f");
    const removing = (others: number): Promise<unknown> => {
      const late: Kv = others === 0 ? kv : between(kv, () => removing(others - 1));
      return remove(late, 1, "/f");
    };
    await removing(3);
    equal((await feed(kv, "/f")).length, 1);
    equal(await count(kv, "/f"), 1);
  },
);

onStores(
  "double_remove: two cuts that read before any commits lower the count by what each has removed",
  async (kv) => {
    await appendMany(kv, [{ id: 1 }, { id: 2 }, { id: 3 }], "/f");
    equal(await cut(between(kv, () => cut(kv, "/f", 1)), "/f", 2), 1);
    equal((await feed(kv, "/f")).length, 1);
    equal(await count(kv, "/f"), 1);
  },
);
