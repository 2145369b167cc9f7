import { equal, rejects } from "../../_support/assert.ts";
import type { Reader } from "../../../kvs/feed/cursor.ts";
import type { Place } from "../../../kvs/feed/place.ts";
import { KvsError } from "../../../kvs/error.ts";
import { type Kvs, kvs } from "../../../kvs/kvs.ts";
import type { EntriesOptions } from "../../../kvs/feed/entries.ts";
import { writeCursor } from "../../../kvs/value/key.ts";
import { onStores } from "../../_support/store/stores.ts";

const ids = (reader: Reader | undefined) =>
  reader === undefined || typeof reader.args === "number"
    ? reader?.args
    : reader.args.map(({ id }) => id);

async function feedOf(db: Kvs, n: number, feed = "/f"): Promise<Reader> {
  for (let id = 1; id <= n; id++) await db.append({ id }, feed);
  return await db.reader(feed);
}

onStores(
  "a reader of an empty feed gives nothing in either direction, before and after it was saved",
  async (kv) => {
    const db = kvs(kv), fresh = await db.reader("/empty");
    equal([fresh.args, fresh.count, fresh.cache], [0, 0, undefined]);
    await db.save(fresh);
    for (
      const reader of [
        fresh,
        await db.loadReader(fresh.id),
        await db.top(fresh),
        await db.bot(fresh),
      ]
    ) {
      if (reader === undefined) throw new Error("was saved");
      for (const dir of [0, 1] as const) {
        for (const n of [0, 1, 5, 100, -1]) {
          equal((await db.take({ ...reader, dir }, n)).args, []);
          equal((await db.drop({ ...reader, dir }, n)).args, []);
        }
      }
      equal([await db.next(reader), await db.prev(reader)], [undefined, undefined]);
    }
    equal(await db.all("writer"), []); // reading makes no feed
  },
);

onStores("take gives 0, some, all, more than there is, and -1 all", async (kv) => {
  const db = kvs(kv), reader = await feedOf(db, 10);
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  equal(ids(await db.take(reader, 0)), []);
  equal(ids(await db.take(reader, 1)), [1]);
  equal(ids(await db.take(reader, 10)), all);
  equal(ids(await db.take(reader, 100)), all);
  equal(ids(await db.take(reader, -1)), all);
  equal(ids(await db.take(reader)), all); // a fresh reader's args are the count
  const third = await db.take(reader, 3);
  equal([third.pos, third.cache?.id], [2, 4]);
  equal(ids(await db.take(third, 7)), [4, 5, 6, 7, 8, 9, 10]);
  equal(ids(await db.take(third, 100)), [4, 5, 6, 7, 8, 9, 10]);
  const backwards = await db.top(reader);
  equal([backwards.pos, backwards.dir], [10, 1]);
  equal(ids(await db.take(backwards, 3)), [10, 9, 8]);
  equal(ids(await db.take(backwards, 1000)), all.toReversed());
});

onStores("a reader goes back and forth", async (kv) => {
  const db = kvs(kv), saved = await db.save(await feedOf(db, 10));
  const load = async () => {
    const reader = await db.loadReader(saved.id);
    if (reader === undefined) throw new Error("was saved");
    return reader;
  };
  const forth = await db.take(await load(), 10);
  await db.save({ ...forth, dir: 1 });
  equal(ids(await db.take(await load(), 10)), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  await db.save(saved);
  const part = await db.take(await load(), 2);
  equal(ids(part), [1, 2]);
  await db.save({ ...part, dir: 1 });
  equal(ids(await db.take(await load(), 3)), [3, 2, 1]);
});

onStores(
  "a saved reader goes on where it stood, and its entries are not stored with it",
  async (kv) => {
    const db = kvs(kv), reader = await feedOf(db, 7);
    let cursor: Reader = await db.save(reader);
    const pages: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const taken = await db.take(await db.loadReader(cursor.id) ?? reader, 3);
      pages.push(ids(taken));
      cursor = await db.save(taken);
      equal(cursor.args, []);
    }
    equal(pages, [[1, 2, 3], [4, 5, 6], [7]]);
    equal(await db.loadReader("unknown"), undefined);
  },
);

onStores("next and prev move entry by entry and stop at the ends", async (kv) => {
  const db = kvs(kv), start = await feedOf(db, 4);
  const seen: unknown[] = [];
  let reader: Reader = start;
  for (let moved = await db.next(reader); moved !== undefined; moved = await db.next(reader)) {
    seen.push([...moved.args.map(({ id }) => id), moved.pos]);
    reader = moved;
  }
  for (let moved = await db.prev(reader); moved !== undefined; moved = await db.prev(reader)) {
    seen.push([...moved.args.map(({ id }) => id), moved.pos]);
    reader = moved;
  }
  equal(seen, [[2, 1], [3, 2], [4, 3], [3, 2], [2, 1], [1, 0]]);
});

onStores("drop skips in the reader's direction", async (kv) => {
  const db = kvs(kv), reader = await feedOf(db, 5);
  const rest = async (from: Reader, n: number) => ids(await db.take(await db.drop(from, n), 100));
  equal(await rest(reader, 0), [1, 2, 3, 4, 5]);
  equal(await rest(reader, 1), [2, 3, 4, 5]);
  equal(await rest(reader, 4), [5]);
  equal(await rest(reader, 5), []);
  equal(await rest(reader, 9), []);
  equal(await rest(reader, -1), []);
  equal(await rest(await db.top(reader), 2), [3, 2, 1]);
});

onStores("a reader goes on when the entry it stands at has been removed", async (kv) => {
  const db = kvs(kv), reader = await db.take(await feedOf(db, 6), 2);
  await db.remove(3, "/f");
  equal(ids(await db.take(reader, 2)), [4, 5]);
  equal(ids(await db.take({ ...reader, dir: 1 }, 2)), [2, 1]);
  equal(ids(await db.next(reader)), [4]);
  equal(ids(await db.prev(reader)), [2]);
});

onStores("readers cross entries that were appended together, with holes", async (kv) => {
  const db = kvs(kv);
  await db.append({ id: 0 }, "/f");
  for (let b = 0; b < 40; b++) {
    await db.appendMany(Array.from({ length: 5 }, (_, i) => ({ id: 1 + b * 5 + i })), "/f");
  }
  for (let id = 3; id <= 200; id += 3) await db.remove(id, "/f");
  const left = Array.from({ length: 201 }, (_, id) => id).filter((id) => id === 0 || id % 3 !== 0);
  for (const size of [1, 2, 7, 50, 1000]) {
    for (const dir of [0, 1] as const) {
      const seen: unknown[] = [];
      let reader = await (dir === 0 ? db.bot : db.top)(await db.reader("/f"));
      while (reader.cache !== undefined) {
        const taken = await db.take(reader, size);
        seen.push(...taken.args.map(({ id }) => id));
        reader = await db.drop(reader, size);
      }
      equal(seen, dir === 0 ? left : left.toReversed());
    }
  }
});

onStores(
  "entries gives places to go on from, in both directions, over the feeds below",
  async (kv) => {
    const db = kvs(kv);
    for (let id = 0; id < 450; id++) await db.append({ id }, id % 2 === 0 ? "/a" : "/a/b");
    const all = (await db.feed("/a")).map(({ id }) => id);
    const walk = async (reverse: boolean, limit: number, by: "place" | "cursor") => {
      const seen: unknown[] = [];
      for (let after: Place | string | undefined, more = true; more;) {
        more = false;
        for await (
          const entry of db.entries("/a", { reverse, limit, ...(after && { after }) })
        ) {
          seen.push(entry.record.id);
          after = entry[by];
          more = true;
        }
      }
      return seen;
    };
    for (const by of ["place", "cursor"] as const) {
      equal(await walk(false, 37, by), all);
      equal(await walk(true, 200, by), all.toReversed());
    }
    equal((await Array.fromAsync(db.entries("/a", { own: true }))).length, 225);
  },
);

onStores("a cursor of another feed, and counts that are none, are refused", async (kv) => {
  const db = kvs(kv), reader = await feedOf(db, 2), other = await feedOf(db, 2, "/g");
  for (const run of [db.take, db.drop, db.next, db.prev]) {
    const error = await rejects(
      () => run({ ...reader, cache: other.cache! }),
      KvsError,
      "bad_cursor",
    );
    equal(error.message.includes('"/g"') && error.message.includes('"/f"'), true);
  }
  for (const at of ["", "x", "1".repeat(21), "0000000000000000000g"]) {
    await rejects(
      () => db.take({ ...reader, cache: { ...reader.cache!, at } }, 1),
      KvsError,
      "bad_cursor",
    );
  }
  for (const n of [1.5, NaN, Infinity]) {
    await rejects(() => db.take(reader, n), KvsError, "bad_count");
  }
  await rejects(() => db.take({ ...reader, args: [] }), KvsError, "bad_count");
});

onStores(
  "a cursor stays good when its entry has gone, and is refused by other feeds",
  async (kv) => {
    const db = kvs(kv);
    await db.appendMany([1, 2, 3, 4].map((id) => ({ id })), "/a/b");
    const cursors = (await Array.fromAsync(db.entries("/a"))).map(({ cursor }) => cursor);
    const rest = async (feed: string, options: EntriesOptions) =>
      (await Array.fromAsync(db.entries(feed, options))).map(({ record }) => record.id);
    await db.remove(2, "/a/b");
    for (const feed of ["/a", "/a/b", "/"]) {
      equal(await rest(feed, { after: cursors[1]! }), [3, 4]);
      equal(await rest(feed, { after: cursors[2]!, reverse: true }), [1]);
    }
    await db.cut("/a/b");
    await db.append({ id: 5 }, "/a/b");
    equal(await rest("/a", { after: cursors[0]! }), [5]);
    for (const feed of ["/b", "/a/c", "/a/b/c"]) {
      await rejects(() => rest(feed, { after: cursors[0]! }), KvsError, "bad_cursor");
    }
    const table = writeCursor(["table", "a", "b", "0".repeat(20), 1]);
    const forged = [["feed", "a", 1, "0".repeat(20), 1], ["feed", "a", "x", 1], ["feed"]]
      .map((key) => writeCursor(key));
    const others: unknown[] = [table, ...forged, "", "x", null, 7, [], {}, { feed: "/a", id: 1 }];
    for (const after of others) {
      await rejects(() => rest("/a", { after } as EntriesOptions), KvsError, "bad_cursor");
    }
    for (const limit of [-1, 1.5, NaN, "1", null]) {
      await rejects(() => rest("/a", { limit } as EntriesOptions), KvsError, "bad_count");
    }
  },
);

onStores("a reader at a removed entry, the last one, goes on with what comes", async (kv) => {
  const db = kvs(kv), reader = await feedOf(db, 1);
  await db.remove(1, "/f");
  const early = await db.take(reader, 3);
  equal(ids(early), []);
  await db.append({ id: 2 }, "/f");
  equal(ids(await db.take(early, 3)), [2]);
});

onStores("a reader between two entries turns round there, saved or not", async (kv) => {
  const db = kvs(kv), first = await feedOf(db, 3);
  await db.appendMany([{ id: 4 }, { id: 5 }], "/f");
  const end = await db.save(await db.drop(first, 9));
  await db.append({ id: 6 }, "/f");
  const behind = await db.loadReader(end.id) ?? end;
  equal(ids(await db.next(behind)), [6]);
  equal(ids(await db.prev(behind)), [5]);
  equal(ids(await db.take({ ...behind, dir: 1 }, 3)), [5, 4, 3]);
  const start = await db.drop(await db.top(first), 9);
  equal([ids(await db.next(start)), await db.prev(start)], [[1], undefined]);
  equal(ids(await db.take({ ...start, dir: 0 }, 2)), [1, 2]);
  const empty = await db.reader("/e");
  await db.append({ id: 1 }, "/e/child");
  equal([ids(await db.next(empty)), await db.prev(empty)], [[1], undefined]);
});
