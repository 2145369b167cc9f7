import { equal, rejects } from "../_support/assert.ts";
import { onStores } from "../_support/store/stores.ts";
import { KvsError } from "../../kvs/error.ts";
import { type Id, kvs, type KvsRecord } from "../../kvs/mod.ts";
import { watchRecord } from "../../kvs/watch.ts";

interface Door extends KvsRecord {
  readonly id: number;
  readonly n: number;
  readonly text?: string;
}

onStores(
  "a record is told now and whenever it changes, undefined while there is none",
  async (kv) => {
    const db = kvs(kv), text = "x".repeat(100_000);
    const sources: Record<string, (door: Door) => Promise<unknown>> = {
      door: (door) => db.put("door", door),
      "/doors": (door) => db.append(door, "/doors"),
    };
    for (const [source, put] of Object.entries(sources)) {
      const watch = watchRecord<Door>(db.kv, source, 1), versions = new Set<string>();
      const told = async () => {
        const { value } = await watch.next();
        if (value) versions.add(value.version);
        return value?.record;
      };
      equal(await told(), undefined);
      await put({ id: 2, n: 0 });
      await put({ id: 1, n: 1 });
      equal(await told(), { id: 1, n: 1 });
      await put({ id: 2, n: 1 });
      await put({ id: 1, n: 2, text });
      equal(await told(), { id: 1, n: 2, text });
      await put({ id: 1, n: 3, text });
      equal(await told(), { id: 1, n: 3, text });
      await db.delete(source, 1);
      equal(await told(), undefined);
      await db.delete(source, 1);
      await put({ id: 1, n: 4 });
      equal(await told(), { id: 1, n: 4 });
      equal(versions.size, 4);
      await watch.return();
    }
  },
);

onStores(
  "who is slow sees the newest state, never one twice, and the last in the end",
  async (kv) => {
    const db = kvs(kv),
      writing = async () => {
        for (let n = 1; n <= 100; n++) await db.append({ id: 1, n }, "/f");
      };
    const seen: number[] = [],
      watching = (async () => {
        for await (const now of watchRecord<Door>(db.kv, "/f", 1)) {
          if (now) seen.push(now.record.n);
          if (now?.record.n === 100) break;
        }
      })();
    await Promise.all([writing(), watching]);
    equal(seen, [...new Set(seen)].sort((a, b) => a - b));
  },
);

onStores(
  "a watched record ends with its signal; ids and names that are none are refused",
  async (kv) => {
    const db = kvs(kv), stop = new AbortController(), { signal } = stop;
    const watch = watchRecord(db.kv, "t", "a", { signal });
    equal((await watch.next()).value, undefined);
    const next = watch.next();
    stop.abort();
    equal(await next, { done: true, value: undefined });
    equal(await Array.fromAsync(watchRecord(db.kv, "/f", "a", { signal })), []);
    for (const id of [undefined, null, {}, [1], [1, {}]]) {
      for (const source of ["t", "/f"]) {
        await rejects(() => watchRecord(db.kv, source, id as Id).next(), KvsError, "bad_id");
      }
    }
    await rejects(() => watchRecord(db.kv, "writer", "/f").next(), KvsError, "bad_table");
    await rejects(() => watchRecord(db.kv, [""], 1).next(), KvsError, "bad_feed");
  },
);
