import { copy } from "../../console/command/copy.ts";
import { importStore } from "../../console/command/import.ts";
import type { Item } from "../../console/item/item.ts";
import { readItems } from "../../console/item/read.ts";
import { writeItems } from "../../console/item/write.ts";
import { ConsoleError } from "../../console/error.ts";
import { index, type Kv, kvs, KvsError, put, table } from "../../kvs/mod.ts";
import { check } from "../../kvs/check/check.ts";
import { page } from "../../kvs/page/page.ts";
import { assert, equal, rejects } from "../_support/assert.ts";
import { change, exported, fill, shown, testIo, withStores } from "./console.ts";
import { redisAbsent, startRedis } from "../_support/store/redis.ts";
import { stores } from "../_support/store/stores.ts";
import { rounds } from "../_support/long.ts";
import { random } from "../_support/random.ts";

for (const [kind, open] of Object.entries(stores)) {
  const times = rounds(kind === "memory" ? 3 : 1, 20);
  for (let seed = 1; seed <= times; seed++) {
    Deno.test(`an export imported into an empty store shows the same, and goes on the same (${kind}, seed ${seed})`, () =>
      withStores(open, async (from, to) => {
        await fill(from, seed);
        const before = await exported(from);
        await importStore(to, testIo({ input: before }), {});
        equal(await exported(to), before);
        equal(await shown(to), await shown(from));
        for (let i = 0; i < 40; i++) {
          await change(from, random(1000 * seed + i));
          await change(to, random(1000 * seed + i));
        }
        equal(await shown(to), await shown(from));
      }));

    Deno.test(`a copy broken off anywhere is whole when it is done again (${kind}, seed ${seed})`, () =>
      withStores(open, async (from, to) => {
        await fill(from, seed);
        const items = await Array.fromAsync(readItems(from, {})), draw = random(seed);
        for (let n = 0; n < 3; n++) {
          const part = items.slice(0, draw.below(items.length));
          await writeItems(
            to,
            (async function* () {
              yield* part;
            })(),
          );
        }
        await copy(from, to, testIo(), {}, { merge: true, verify: true });
        // Where the break fell between a removed entry's neighbours or not: the readers stand at the same.
        equal(await shown(to), await shown(from));
      }));
  }

  Deno.test(`a copied feed takes, updates, removes and appends as the original (${kind})`, () =>
    withStores(open, async (from, to) => {
      for (let i = 0; i < 300; i++) await from.set(["ahead"], i);
      const source = kvs(from), target = kvs(to);
      for (let id = 1; id <= 250; id++) await source.append({ id, text: `t${id}` }, "/f");
      await copy(from, to, testIo(), {}, { verify: true });
      for (const db of [source, target]) {
        await db.append({ id: 251, text: "new" }, "/f"); // behind all others
        await db.append({ id: 120, text: "changed" }, "/f"); // in its place
        equal(await db.remove(7, "/f"), 250);
        equal(await db.remove(7, "/f"), 250);
        equal(await db.cut("/f", 3), 3);
      }
      const ids = (await target.feed<{ id: number }>("/f")).map(({ id }) => id);
      equal(ids, Array.from({ length: 248 }, (_, i) => i + 4).filter((id) => id !== 7));
      equal(await target.feed("/f"), await source.feed("/f"));
      equal(await target.count("/f"), 247);
      const newest = await target.take(await target.top(await target.reader("/f")), 2);
      equal(newest.args, [{ id: 251, text: "new" }, { id: 250, text: "t250" }]);
    }));
}

Deno.test({
  name: "a store goes to Redis and back, and is the same in each",
  ignore: redisAbsent,
  fn: async () => {
    await using server = await startRedis();
    using redis = await server.open();
    await withStores(stores.native!, async (from, to) => {
      await fill(from, 4);
      await copy(from, redis, testIo(), {}, { verify: true });
      await copy(redis, to, testIo(), {}, { verify: true });
      equal(await shown(redis), await shown(from));
      for (const store of [redis, to]) await kvs(store).append({ id: "new" }, "/log");
      equal((await kvs(redis).feed("/log")).at(-1), { id: "new" });
      equal(await shown(redis), await shown(to));
    });
  },
});

Deno.test("a saved reader stands at the same entry, or in the same gap where its entry was removed", async () => {
  const ids = [1, 2, 3, 4, 5, 6], readers = ids.flatMap((id) => [`${id} 0`, `${id} 1`]);
  for (const removed of [[1], [3], [6], [2, 3, 4], [1, 2], [5, 6], ids]) {
    for (const rows of [[6], [1, 1, 1, 1, 1, 1], [2, 3, 1]]) {
      await withStores(stores.memory!, async (from, to) => {
        const db = kvs(from);
        let next = 0;
        for (const row of rows) {
          await db.appendMany(ids.slice(next, next += row).map((id) => ({ id })), "/f");
        }
        for (const [i, id] of ids.entries()) {
          const first = await db.reader("/f"), at = await db.drop(first, i);
          await db.save({ ...at, id: `${id} 0`, dir: 0 });
          await db.save({ ...at, id: `${id} 1`, dir: 1 });
        }
        for (const id of removed) await db.remove(id, "/f");
        await copy(from, to, testIo(), {}, { verify: true });
        for (const store of [from, to]) await kvs(store).append({ id: 7 }, "/f");
        for (const id of readers) equal(await standing(to, id), await standing(from, id));
      });
    }
  }
});

/** What a saved reader gives. */
async function standing(kv: Kv, id: string): Promise<unknown> {
  const db = kvs(kv), reader = await db.loadReader(id);
  assert(reader);
  const taken = [await db.take(reader, 9), await db.next(reader), await db.prev(reader)];
  return taken.map((each) => each?.args);
}

Deno.test("what is there is replaced, or kept where that is said; sequences never go back", () =>
  withStores(stores.memory!, async (from, to) => {
    const source = kvs(from), target = kvs(to);
    for (const [db, by] of [[source, "source"], [target, "target"]] as const) {
      await db.append({ id: 1, by }, "/f");
      await db.put("t", { id: 1, by });
      await db.kv.set(["k"], by);
    }
    for (let i = 0; i < 3; i++) await target.seq("n");
    await source.seq("n");
    await target.append({ id: 2, by: "target" }, "/f");
    await source.append({ id: 3, by: "source" }, "/f");
    const text = await exported(from);

    const io = testIo({ input: text });
    const kept = await importStore(to, io, { keep: true });
    equal([kept.there.entry, kept.there.record, kept.there.key, kept.there.seq], [1, 1, 1, 1]);
    assert(io.printed.err.includes("were there and are kept"), io.printed.err);
    const both = [{ id: 1, by: "target" }, { id: 2, by: "target" }, { id: 3, by: "source" }];
    equal(await target.feed("/f"), both);
    equal(await target.get("t", 1), { id: 1, by: "target" });
    equal((await to.get(["k"])).value, "target");

    await importStore(to, testIo({ input: text }), {});
    equal(await target.feed("/f"), [{ id: 1, by: "source" }, ...both.slice(1)]);
    equal(await target.get("t", 1), { id: 1, by: "source" });
    equal((await to.get(["k"])).value, "source");
    equal(await target.count("t"), 1);
    equal(await target.seq("n"), "4");
  }));

Deno.test("the indexes of a table go with it, and hold in the copy", () =>
  withStores(stores.memory!, async (from, to) => {
    const people = table<{ id: number; city: string; mail: string }>("person", {
      keys: ["city"],
      indexes: [["city", "mail"]],
      unique: ["mail"],
    });
    for (const id of [1, 2, 3]) {
      await put(from, people, { id, city: "Kyiv", mail: `${id}@example.com` });
    }
    await importStore(to, testIo({ input: await exported(from) }), {});
    equal((await index(to, people, "city", "Kyiv")).length, 3);
    const of = { index: ["city", "mail"], equal: ["Kyiv", "2@example.com"] } as const;
    equal((await page(to, people, of)).records.map(({ id }) => id), [2]);
    const again = { id: 4, city: "Kyiv", mail: "1@example.com" };
    await rejects(() => put(to, people, again), KvsError, "taken");
    equal((await check(to)).faults, []);
  }));

Deno.test("copy refuses a target that holds something, and says where the copy differs", () =>
  withStores(stores.memory!, async (from, to) => {
    await kvs(from).append({ id: 1 }, "/f");
    await to.set(["k"], 1);
    await rejects(() => copy(from, to, testIo(), {}, {}), ConsoleError, "not_empty");
    await copy(from, to, testIo(), {}, { merge: true });
    await rejects(
      () => copy(from, to, testIo(), {}, { merge: true, verify: true }),
      ConsoleError,
      "differs",
    );
    // An entry that gets lost on the way.
    using broken = await stores.memory!();
    const lossy: Kv = Object.create(broken, {
      atomic: { value: () => ({ ...stub, commit: () => Promise.resolve(DONE) }) },
      getMany: { value: broken.getMany.bind(broken) },
      list: { value: broken.list.bind(broken) },
    });
    const error = await rejects(() => copy(from, lossy, testIo(), {}, {}), ConsoleError, "differs");
    assert(error.message.includes("holds 0 entries, of the source were read 1"), error.message);
  }));

const DONE = { ok: true, versionstamp: "0".repeat(20) } as const;
/** A commit that does nothing. */
const stub = {
  check: () => stub,
  set: () => stub,
  sum: () => stub,
};

Deno.test("a part of a store is a feed with those under it, a table with its indexes, or a prefix", () =>
  withStores(stores.memory!, async (from, to) => {
    await fill(from, 2);
    const kinds = async (part: Parameters<typeof readItems>[1]) =>
      (await Array.fromAsync(readItems(from, part))).map(told);
    const chat = await kinds({ feed: "/chat" });
    assert(
      chat.length > 0 && chat.every((text) => /^(entry|writer|retain) \/chat(\/|$)/.test(text)),
    );
    equal(new Set(await kinds({ table: "user" })), new Set(["schema user", "record user"]));
    equal(
      (await kinds({ prefix: ["value"] })).length,
      (await Array.fromAsync(from.list({ prefix: ["value"] }))).length,
    );
    await rejects(() => kinds({ prefix: ["kvs/entry", "chat"] }), ConsoleError, "bad_prefix");
    await copy(from, to, testIo(), { feed: "/chat" }, { verify: true });
    equal(await kvs(to).feed("/chat"), await kvs(from).feed("/chat"));
  }));

function told(item: Item): string {
  if (item.kind === "entry" || item.kind === "writer" || item.kind === "retain") {
    return `${item.kind} ${item.feed}`;
  }
  return item.kind === "schema" || item.kind === "record"
    ? `${item.kind} ${item.table}`
    : item.kind;
}
