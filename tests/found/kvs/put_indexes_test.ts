import { index, KvsError, type KvsRecord, put, table } from "../../../kvs/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onStores } from "../support.ts";

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
  "put_indexes: 50 records with 11 indexed fields that all change cannot be replaced, with split either (should: they may)",
  async (kv) => {
    await put(kv, indexed, records("a"));
    for (const split of [false, true]) {
      const putting = () => put(kv, indexed, records("b"), { split });
      const error = await rejects(putting, KvsError, "too_large");
      equal(error.message, 'table "t": Too many mutations (max 1000)');
      equal((await index(kv, indexed, "f10", "b49")).length, 0);
      // should: await putting(); equal((await index(kv, indexed, "f10", "b49")).length, 1);
    }
  },
);
