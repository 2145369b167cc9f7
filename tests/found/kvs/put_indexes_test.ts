import { index, KvsError, type KvsRecord, put, table } from "../../../kvs/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

const fields = Array.from({ length: 11 }, (_, i) => `f${i}`);
type Fielded = KvsRecord & Record<string, string>;
const indexed = table<Fielded>("t", { fields: ["id", ...fields], keys: fields });

/** 50 records whose every field begins so. */
const records = (value: string): Fielded[] =>
  Array.from({ length: 50 }, (_, i) =>
    Object.assign(
      { id: `${i}` },
      Object.fromEntries(fields.map((field) => [field, `${value}${i}`])),
    ));

onStores(
  "put_indexes: 50 records with 11 indexed fields that all change are replaced in several commits, where that is allowed",
  async (kv) => {
    await put(kv, indexed, records("a"));
    // 550 index rows go and 550 come: no commit holds so many changes.
    await rejects(() => put(kv, indexed, records("b")), KvsError, "too_large");
    equal((await index(kv, indexed, "f10", "b49")).length, 0);
    await put(kv, indexed, records("b"), { split: true });
    equal((await index(kv, indexed, "f10", "b49")).length, 1);
    equal((await index(kv, indexed, "f10", "a49")).length, 0);
  },
);
