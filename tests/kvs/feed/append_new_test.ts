import { appendNew } from "../../../kvs/alter.ts";
import { feed, type KvsRecord, read, remove } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

onStores(
  "what a feed has not yet is appended with the version it is read by, what it has stays, and eight who append one id are one who does",
  async (kv) => {
    const large = { id: "large", text: "x".repeat(200_000) };
    const records: readonly KvsRecord[] = [{ id: 1 }, { id: ["a", 1] }, large, { id: "1" }];
    for (const record of records) {
      const version = await appendNew(kv, record, "/f");
      equal((await read(kv, "/f", record.id))?.version, version);
      equal(typeof version, "string");
    }
    equal(await appendNew(kv, { id: 1, n: 2 }, "/f"), undefined);
    equal((await read(kv, "/f", 1))?.record, { id: 1 });
    await remove(kv, 1, "/f");
    equal(typeof await appendNew(kv, { id: 1, n: 3 }, "/f"), "string");
    const versions = await Promise.all(
      Array.from({ length: 8 }, (_, n) => appendNew(kv, { id: "one", n }, "/race")),
    );
    const [only, ...more] = await feed<{ id: string; n: number }>(kv, "/race");
    equal([versions.filter((each) => each !== undefined).length, more.length], [1, 0]);
    equal(versions[only?.n ?? -1], (await read(kv, "/race", "one"))?.version);
  },
);
