import { equal, rejects } from "../../_support/assert.ts";
import { KvsError } from "../../../kvs/error.ts";
import { append } from "../../../kvs/feed/append.ts";
import { watchFeed } from "../../../kvs/feed/watch_feed.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { kvs } from "../../../kvs/kvs.ts";
import { Batch } from "../../../kvs/rows/batch.ts";
import { encodeKey } from "../../../kvs/value/key.ts";
import { feedsKey } from "../../../kvs/rows/layout.ts";
import { SEED } from "../../_support/long.ts";
import { onStores, random } from "../../_support/store/stores.ts";
import type { WatchFeedOptions } from "../../../kvs/feed/watch_feed.ts";

onStores("a watched feed gives each entry once, in order, whatever the writers do", async (kv) => {
  const db = kvs(kv), total = 8 * 40;
  await db.append({ id: "before" }, "/f");
  const seen: unknown[] = [];
  const watching = (async () => {
    for await (const { record } of watchFeed(db.kv, "/f", { from: "start" })) {
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
    for await (const { cursor } of watchFeed(db.kv, "/f", { from: "start" })) {
      if (cursors.push(cursor) === 4) break;
    }
    for (const [i, from] of cursors.slice(0, 3).entries()) {
      const rest: unknown[] = [];
      for await (const { record } of watchFeed(db.kv, "/f", { from })) {
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
  const watch = watchFeed(db.kv, "/f", { own: true }), first = watch.next();
  await began.promise;
  await db.append({ id: "old", updated: true }, "/f");
  await db.append({ id: "child" }, "/f/child");
  await db.append({ id: "new" }, "/f");
  equal((await first).value?.record, { id: "new" });
  await watch.return();
});

onStores("without a cursor only what is appended below from then on is given", async (kv) => {
  const db = kvs(kv);
  for (const isCounted of [true, false]) {
    await db.append({ id: `old ${isCounted}` }, "/f/child");
    if (!isCounted) await kv.delete(feedsKey); // as a store of format 1
    const began = Promise.withResolvers<void>(), original = kv.watch.bind(kv);
    kv.watch = (keys, options) => (began.resolve(), original(keys, options));
    const watch = watchFeed(db.kv, "/f"), first = watch.next();
    await began.promise;
    await db.append({ id: `old ${isCounted}`, updated: true }, "/f/child");
    await db.append({ id: "other" }, "/g");
    await db.append({ id: `new ${isCounted}` }, "/f/child");
    equal((await first).value?.record, { id: `new ${isCounted}` });
    await watch.return();
  }
  const all: unknown[] = [];
  await kv.delete(feedsKey);
  for await (const { record } of watchFeed(db.kv, "/f", { from: "start" })) {
    if (all.push(record.id) === 4) break;
  }
  equal(all, ["old true", "new true", "old false", "new false"]);
});

/** The feeds that a commit may change at once, one of them beside the path that is watched. */
const TREE = ["/t", "/t/a", "/t/a/b", "/t/a\0", "/t/b", "/t/\u{1f600}", "/t/\uffff", "/u"];

onStores(
  `entries of feeds below are told each once, in the order of commits, from any cursor (seed ${SEED})`,
  async (kv) => {
    const db = kvs(kv), next = random(SEED), below = (n: number) => Math.floor(next() * n);
    const commits: { stamp: string; feed: string; ids: string[] }[] = [], total = 120;
    let told = 0, serial = 0;
    const write = async (w: number) => {
      while (told < total) {
        const feeds = TREE.filter(() => below(3) === 0), batch = new Batch("several feeds");
        const given = feeds.map((feed) => ({
          feed,
          ids: Array.from({ length: 1 + below(3) }, () => `${w}-${serial++}`),
        }));
        for (const { feed, ids } of given) {
          db.appendInto(batch, ids.map((id) => ({ id })), feed);
          if (feed !== "/u") told += ids.length;
        }
        const stamp = await batch.commit(kv);
        if (stamp === undefined) throw new Error("all ids are new");
        for (const each of given) commits.push({ stamp, ...each });
      }
    };
    const seen: { id: unknown; cursor: string; feed: string }[] = [];
    const watching = (async () => {
      for await (const { record, cursor, place } of watchFeed(db.kv, "/t", { from: "start" })) {
        seen.push({ id: record.id, cursor, feed: place.feed });
        if (record.id === "last") break;
      }
    })();
    await Promise.all([write(0), write(1), write(2)]);
    await db.append({ id: "last" }, "/t/b");
    await watching;
    const bytes = (feed: string) => encodeKey(feed.split("/").slice(1)).toHex();
    const wanted = commits.filter(({ feed }) => feed !== "/u")
      .sort((a, b) =>
        a.stamp === b.stamp ? bytes(a.feed) < bytes(b.feed) ? -1 : 1 : a.stamp < b.stamp ? -1 : 1
      ).flatMap(({ ids, feed }) => ids.map((id) => ({ id, feed })));
    equal(seen.map(({ id, feed }) => ({ id, feed })), [...wanted, { id: "last", feed: "/t/b" }]);
    for (let i = 0; i < 20; i++) {
      const at = below(seen.length - 1), feed = ["/t", "/"][i % 2]!, rest: unknown[] = [];
      for await (const { record, place } of watchFeed(db.kv, feed, { from: seen[at]!.cursor })) {
        if (place.feed !== "/u") rest.push(record.id);
        if (record.id === "last") break;
      }
      equal(rest, seen.slice(at + 1).map(({ id }) => id));
    }
  },
);

onStores(
  `three writers to a thousand feeds: each entry is told once, in order, from any cursor (seed ${SEED})`,
  async (kv) => {
    const db = kvs(kv), next = random(SEED), stamps = new Map<string, string>(), each = 500;
    const order = Array.from(
      { length: 3 },
      () => Array.from({ length: each }, () => `/n/${Math.floor(next() * 1_000)}`),
    );
    const seen: { id: string; cursor: string; at: string }[] = [];
    const watch = async (from: string, into: typeof seen) => {
      for await (const { record, cursor, place } of watchFeed(db.kv, "/n", { from })) {
        into.push({ id: String(record.id), cursor, at: place.at });
        if (into.length % 97 === 0) return; // and on again from the cursor
        if (record.id === "last") return;
      }
    };
    const watching = (async () => {
      while (seen.at(-1)?.id !== "last") await watch(seen.at(-1)?.cursor ?? "start", seen);
    })();
    await Promise.all(order.map(async (feeds, w) => {
      for (const [i, feed] of feeds.entries()) {
        const id = `${w}-${i}`;
        await db.append({ id }, feed);
        stamps.set(
          id,
          (await kv.get(["kvs/id", "n", feed.slice(3), new Uint8Array(), id])).versionstamp!,
        );
      }
    }));
    await db.append({ id: "last" }, "/n/0");
    await watching;
    const wanted = [...stamps].sort(([, a], [, b]) => a < b ? -1 : 1).map(([id]) => id);
    equal(seen.map(({ id }) => id), [...wanted, "last"]);
    const at = Math.floor(next() * (seen.length - 1)), rest: typeof seen = [];
    while (rest.at(-1)?.id !== "last") await watch(rest.at(-1)?.cursor ?? seen[at]!.cursor, rest);
    equal(rest, seen.slice(at + 1));
  },
);

onStores(
  "a watch of itself alone wakes for itself alone, and goes on from where the old text says",
  async (kv) => {
    const db = kvs(kv);
    await db.appendMany([{ id: 1 }, { id: 2 }], "/f");
    await db.append({ id: "child" }, "/f/child");
    const [first] = await Array.fromAsync(db.entries("/f"));
    const child = (await Array.fromAsync(db.entries("/f/child")))[0]!.cursor;
    for (const from of [first!.place.at, `${first!.place.at}.0`, first!.cursor]) {
      for (const own of [true, false]) {
        const watch = watchFeed(db.kv, "/f", { from, own });
        equal((await watch.next()).value?.record, { id: 2 });
        await watch.return();
      }
    }
    const cursors: unknown[] = ["nonsense", "", null, 7, {}, child.slice(1), `${child}AAAA`];
    for (const from of cursors) {
      for (const own of [true, false]) {
        const watch = watchFeed(db.kv, "/f", { from, own } as WatchFeedOptions);
        await rejects(() => watch.next(), KvsError, "bad_cursor");
      }
    }
    await rejects(
      () => watchFeed(db.kv, "/f", { from: child, own: true }).next(),
      KvsError,
      "bad_cursor",
    );
    await rejects(() => watchFeed(db.kv, "/g", { from: child }).next(), KvsError, "bad_cursor");
  },
);

onStores(
  "a signal ends a watch without an error, while it waits and before it began",
  async (kv) => {
    const db = kvs(kv), stop = new AbortController();
    const done = Array.fromAsync(watchFeed(db.kv, "/f", { signal: stop.signal }));
    await kv.get(["kvs/"]);
    stop.abort();
    equal(await done, []);
    equal(
      await Array.fromAsync(watchFeed(db.kv, "/f", { from: "start", signal: stop.signal })),
      [],
    );
    await rejects(
      () => watchFeed(db.kv, "/f", { from: "nonsense" }).next(),
      KvsError,
      "bad_cursor",
    );
  },
);

Deno.test("who watches a feed is not woken by appends to the feeds beside it", async () => {
  const read = async (beside: number) => {
    using kv = memoryKv();
    let reads = 0;
    const counting: Kv = new Proxy(kv, {
      get(target, name) {
        const found = Reflect.get(target, name);
        if (name === "list") reads++;
        return typeof found === "function" ? found.bind(target) : found;
      },
    });
    await append(kv, { id: "first" }, "/chat/a");
    const watch = watchFeed(counting, "/chat/a", { from: "start" });
    equal((await watch.next()).value?.record.id, "first");
    const waiting = watch.next();
    for (let i = 0; i < beside; i++) await append(kv, { id: i }, "/chat/b");
    await append(kv, { id: "now" }, "/chat/a/below");
    equal((await waiting).value?.record.id, "now");
    await watch.return();
    return reads;
  };
  equal(await read(50), await read(0));
});
