import { append, drop, type KvsRecord, reader, take } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../support.ts";

const ids = ({ args }: { readonly args: readonly KvsRecord[] }) => args.map(({ id }) => id);

onStores(
  "reader_of_empty: a reader made while the feed was empty gives what comes later",
  async (kv) => {
    const early = await reader(kv, "/f");
    await append(kv, { id: 1 }, "/f");
    equal(ids(await take(kv, early, 10)), [1]);
  },
);

onStores(
  "reader_of_empty: a reader dropped behind the end gives what comes later",
  async (kv) => {
    await append(kv, { id: 1 }, "/f");
    const behind = await drop(kv, await reader(kv, "/f"), 1);
    await append(kv, { id: 2 }, "/f");
    equal(ids(await take(kv, behind, 10)), [2]);
  },
);
