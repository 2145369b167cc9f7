import { equal, rejects } from "../../_support/assert.ts";
import { KvsError } from "../../../kvs/error.ts";
import { kvs } from "../../../kvs/kvs.ts";
import { onStores } from "../../_support/store/stores.ts";

onStores("a watched feed gives each entry once, in order, whatever the writers do", async (kv) => {
  const db = kvs(kv), total = 8 * 40;
  await db.append({ id: "before" }, "/f");
  const seen: unknown[] = [];
  const watching = (async () => {
    for await (const { record } of db.watchFeed("/f", { from: "start" })) {
      seen.push(record.id);
      if (seen.length === 1 + total) break;
    }
  })();
  await Promise.all(Array.from({ length: 8 }, async (_, w) => {
    for (let i = 0; i < 40; i += 4) {
      await db.appendMany(Array.from({ length: 3 }, (_, k) => ({ id: `${w}-${i + k}` })), "/f");
      await db.append({ id: `${w}-${i + 3}` }, "/f");
    }
  }));
  await watching;
  equal(seen, (await db.feed("/f")).map(({ id }) => id));
});

onStores(
  "a watch goes on after the cursor it is given, in the middle of a commit too",
  async (kv) => {
    const db = kvs(kv);
    await db.appendMany([{ id: 1 }, { id: 2 }, { id: 3 }], "/f");
    await db.append({ id: 4 }, "/f");
    const cursors: string[] = [];
    for await (const { cursor } of db.watchFeed("/f", { from: "start" })) {
      if (cursors.push(cursor) === 4) break;
    }
    for (const [i, from] of cursors.slice(0, 3).entries()) {
      const rest: unknown[] = [];
      for await (const { record } of db.watchFeed("/f", { from })) {
        rest.push(record.id);
        if (record.id === 4) break;
      }
      equal(rest, [1, 2, 3, 4].slice(i + 1));
    }
  },
);

onStores("without a cursor only what is appended from then on is given", async (kv) => {
  const db = kvs(kv);
  await db.append({ id: "old" }, "/f");
  const began = Promise.withResolvers<void>(), original = kv.watch.bind(kv);
  kv.watch = (keys, options) => (began.resolve(), original(keys, options));
  const watch = db.watchFeed("/f"), first = watch.next();
  await began.promise;
  await db.append({ id: "old", updated: true }, "/f");
  await db.append({ id: "child" }, "/f/child");
  await db.append({ id: "new" }, "/f");
  equal((await first).value?.record, { id: "new" });
  await watch.return();
});

onStores(
  "a signal ends a watch without an error, while it waits and before it began",
  async (kv) => {
    const db = kvs(kv), stop = new AbortController();
    const done = Array.fromAsync(db.watchFeed("/f", { signal: stop.signal }));
    await kv.get(["kvs/"]);
    stop.abort();
    equal(await done, []);
    equal(await Array.fromAsync(db.watchFeed("/f", { from: "start", signal: stop.signal })), []);
    await rejects(() => db.watchFeed("/f", { from: "nonsense" }).next(), KvsError, "bad_cursor");
  },
);
