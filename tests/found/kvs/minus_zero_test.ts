import { append, appendMany, count } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../support.ts";

onStores(
  "minus_zero: of the ids 0 and -0 in one call both are kept, as by two calls",
  async (kv) => {
    await append(kv, { id: 0 }, "/two");
    await append(kv, { id: -0 }, "/two");
    equal(await count(kv, "/two"), 2);
    await appendMany(kv, [{ id: 0 }, { id: -0 }], "/one");
    equal(await count(kv, "/one"), 2);
  },
);
