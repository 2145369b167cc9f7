import { memoryKv, openKv } from "../../../kvs/mod.ts";
import { suiteApi } from "./api.ts";
import { asking } from "./ask.ts";
import { CASES } from "./cases.ts";

const STORES = { memory: () => Promise.resolve(memoryKv()), SQLite: () => openKv(":memory:") };

for (const [store, open] of Object.entries(STORES)) {
  for (const { name, run } of CASES) {
    Deno.test(`in Deno, over ${store}: ${name}`, async () => {
      using kv = await open();
      const failures: unknown[] = [];
      const { api, close } = suiteApi(kv, (error) => failures.push(error));
      try {
        await run(asking((url, init) => Promise.resolve(api.request(url, init))));
      } finally {
        await close();
      }
      if (failures.length > 0) throw new AggregateError(failures, "the server has failed");
    });
  }
}
