/**
 * What can be wrong in a store, each by itself in a feed or table of its own, done with raw commits.
 *
 * @module
 */
import { append, type Kv, type KvKey, kvs, KvU64 } from "../../../kvs/mod.ts";
import type { FaultKind } from "../../../kvs/check/check.ts";
import { writeValue } from "../../../kvs/tool.ts";

/** One kind of damage. */
export interface Damage {
  readonly name: string;
  /** Does it; answers the faults that a check must then tell. */
  readonly harm: (kv: Kv) => Promise<readonly FaultKind[]>;
  /** Of the feed or table after it was mended: its ids. None of what nobody can mend. */
  readonly ids?: readonly unknown[];
  /** The table, or the feed, that it is done to; nothing unless told. */
  readonly source?: string;
  /** Whether it stays. */
  readonly stays?: true;
  /** Whether its indexes are not to be relied on. */
  readonly lacks?: true;
}

const OWN = new Uint8Array(), HOURS = 10_800_000;

const count = (feed: string): KvKey => ["kvs/entry", feed, OWN, true];
const index = (feed: string, ...id: KvKey): KvKey => ["kvs/id", feed, OWN, ...id];
const fresh = (kv: Kv, feed: string): KvKey => ["kvs/entry", feed, OWN, kv.commitVersionstamp()];

/** The one key of a feed's row. */
async function rowOf(kv: Kv, feed: string, nth = 0): Promise<{ key: KvKey; value: unknown }> {
  const rows = await Array.fromAsync(kv.list({ prefix: ["kvs/entry", feed, OWN] }));
  const row = rows[nth];
  if (row === undefined) throw new Error(`${feed} has no row ${nth}`);
  return row;
}

/** A feed of three entries that were appended together, and of two that were not. */
async function five(kv: Kv, feed: string): Promise<void> {
  const db = kvs(kv);
  await db.appendMany([1, 2, 3].map((id) => ({ id, n: id })), [feed]);
  await db.append({ id: "4" }, [feed]);
  await db.append({ id: ["five", 5] }, [feed]);
}

const FIVE = [1, 2, 3, "4", ["five", 5]] as const;

/** A damage of a feed that holds {@linkcode five}. */
function ofFeed(
  name: string,
  kinds: readonly FaultKind[],
  harm: (kv: Kv, feed: string) => Promise<unknown>,
  ids: readonly unknown[] = FIVE,
): Damage {
  const feed = name.replaceAll(/\W/g, "_");
  return {
    name,
    ids,
    source: `/${feed}`,
    harm: async (kv) => {
      await five(kv, feed);
      await harm(kv, feed);
      return kinds;
    },
  };
}

/** A table with every kind of index, whose records were put by hand. */
async function three(kv: Kv, table: string): Promise<void> {
  const commit = kv.atomic().set(["kvs/schema", table], {
    fields: ["id", "city", "n", "mail"],
    keys: ["city"],
    indexes: [["city", "n"]],
    unique: [["mail"]],
  });
  for (const id of [1, 2, 3]) {
    const record = { id, city: id < 3 ? "Kyiv" : "Lviv", n: id, mail: `m${id}` };
    commit.set(["kvs/table", table, id], record)
      .set(["kvs/index", table, "city", record.city, id], id)
      .set(["kvs/index", table, 2, "city", "n", record.city, record.n, id], id)
      .set(["kvs/unique", table, 1, "mail", record.mail], id);
  }
  await commit.set(["kvs/size", table], new KvU64(3n)).commit();
}

function ofTable(
  name: string,
  kinds: readonly FaultKind[],
  harm: (kv: Kv, table: string) => Promise<unknown>,
  more: Pick<Damage, "ids" | "stays" | "lacks"> = {},
): Damage {
  const table = name.replaceAll(/\W/g, "_");
  return {
    name,
    ids: [1, 2, 3],
    source: table,
    ...more,
    harm: async (kv) => {
      await three(kv, table);
      await harm(kv, table);
      return kinds;
    },
  };
}

/** All of them. */
export const DAMAGES: readonly Damage[] = [
  ofFeed("a count too high", ["count"], (kv, feed) => kv.atomic().sum(count(feed), 7n).commit()),
  ofFeed(
    "a count below zero",
    ["count"],
    (kv, feed) => kv.atomic().sum(count(feed), 2n ** 64n - 7n).commit(),
  ),
  ofFeed("a count that is text", ["count"], (kv, feed) => kv.set(count(feed), "five")),
  ofFeed("a count that is gone", ["count"], (kv, feed) => kv.delete(count(feed))),
  ofFeed(
    "a count that is text, and an index row that is gone",
    ["count", "unindexed"],
    (kv, feed) => kv.atomic().set(count(feed), "five").delete(index(feed, 2)).commit(),
  ),
  ofFeed(
    "a count that is gone, and an entry of an id that the feed has",
    ["count", "twice"],
    (kv, feed) =>
      kv.atomic().set(fresh(kv, feed), { id: 2, n: "other" }).delete(count(feed)).commit(),
  ),
  ofFeed(
    "a row without entries",
    ["empty_row"],
    (kv, feed) => kv.atomic().set(fresh(kv, feed), [null, null]).commit(),
  ),
  ofFeed("an index row that is gone", ["unindexed"], (kv, feed) => kv.delete(index(feed, 2))),
  ofFeed(
    "an index row that names another row",
    ["unindexed"],
    (kv, feed) => kv.set(index(feed, 1), 0),
  ),
  ofFeed("an index row that is text", ["unindexed"], (kv, feed) => kv.set(index(feed, "4"), "x")),
  ofFeed(
    "all index rows gone",
    ["unindexed", "unindexed", "unindexed", "unindexed", "unindexed"],
    async (kv, feed) => {
      for await (const { key } of kv.list({ prefix: index(feed) })) await kv.delete(key);
    },
  ),
  ofFeed("an index row of no entry", ["stale_index"], (kv, feed) => kv.set(index(feed, "no"), 0)),
  ofFeed(
    "an index row of a row that has no such place",
    ["stale_index"],
    (kv, feed) =>
      kv.atomic().set(index(feed, "no"), 100).set(index(feed, "no", "too"), { at: "0", sub: 1 })
        .delete(index(feed, "no", "too")).commit(),
  ),
  ofFeed(
    "an entry of an id that the feed has",
    ["twice"],
    (kv, feed) =>
      kv.atomic().set(fresh(kv, feed), { id: 2, n: "other" }).sum(count(feed), 1n).commit(),
  ),
  ofFeed("an entry twice that no index row names", ["twice", "unindexed"], async (kv, feed) => {
    for (const n of ["older", "newer"]) {
      const commit = kv.atomic().set(fresh(kv, feed), { id: "double", n });
      await commit.sum(count(feed), 1n).commit();
    }
  }, [...FIVE, "double"]),
  ofFeed("a row that is text", ["corrupt"], async (kv, feed) => {
    await kv.set((await rowOf(kv, feed, 1)).key, "no record");
  }, [1, 2, 3, ["five", 5]]),
  ofFeed("a row whose parts cannot be", ["corrupt"], async (kv, feed) => {
    await kv.set((await rowOf(kv, feed, 1)).key, { blob: 5, parts: -1 });
  }, [1, 2, 3, ["five", 5]]),
  ofFeed("a place that is a number", ["corrupt"], async (kv, feed) => {
    const { key, value } = await rowOf(kv, feed);
    if (Array.isArray(value)) await kv.set(key, value.with(1, 17));
  }, [1, 3, "4", ["five", 5]]),
  ofFeed("a place whose id no key has room for", ["corrupt"], async (kv, feed) => {
    const { key, value } = await rowOf(kv, feed);
    if (Array.isArray(value)) await kv.set(key, value.with(1, { id: "x".repeat(3_000) }));
  }, [1, 3, "4", ["five", 5]]),
  ofFeed(
    "a key that is no position",
    ["corrupt"],
    (kv, feed) => kv.set(["kvs/entry", feed, OWN, 17], { id: 17 }),
  ),
  ofFeed(
    "a key that is longer",
    ["corrupt"],
    (kv, feed) => kv.set(["kvs/entry", feed, OWN, "0".repeat(20), 1], { id: 17 }),
  ),
  ofFeed("a large entry without a part", ["missing_parts"], async (kv, feed) => {
    await kvs(kv).append({ id: "large", bytes: new Uint8Array(200_000) }, [feed]);
    const { value } = await rowOf(kv, feed, 3), { blob } = value as { blob: string }; // as: it lies in parts
    await kv.delete(["kvs/chunk", blob, 1]);
  }),
  ofFeed("a large entry among others without a part", ["missing_parts"], async (kv, feed) => {
    await kvs(kv).appendMany([{ id: 6 }, { id: 7, bytes: new Uint8Array(200_000) }], [feed]);
    const { value } = await rowOf(kv, feed, 3), [, kept] = value as [unknown, { blob: string }]; // as: it lies in parts
    await kv.delete(["kvs/chunk", kept.blob, 0]);
  }, [...FIVE, 6]),
  ofFeed(
    "a row of format 1 without a part",
    ["missing_parts"],
    (kv, feed) => whole(kv, feed, false),
  ),
  ofFeed(
    "an entry that does not say when it expires where it is looked for",
    ["missing_expiry"],
    async (kv, feed) => {
      await append(kv, { id: "soon" }, [feed], { expireIn: HOURS });
      await deleteNotes(kv, feed);
    },
    [...FIVE, "soon"],
  ),
  ofFeed(
    "a note that an entry expires that stays",
    ["stale_expiry"],
    (kv, feed) => kv.set(["kvs/expiry", 7e12, "feed", feed, OWN, 1], true),
  ),
  ofFeed(
    "a note that an entry expires that is not there",
    ["stale_expiry"],
    (kv, feed) => kv.set(["kvs/expiry", 7e12, "feed", feed, OWN, "no"], true),
  ),
  ofFeed("an entry that expires and that no index row names", ["unindexed"], async (kv, feed) => {
    await append(kv, { id: "soon" }, [feed], { expireIn: HOURS });
    await kv.delete(index(feed, "soon"));
  }, [...FIVE, "soon"]),
  {
    name: "an index of a feed that is nowhere",
    source: "/nowhere",
    ids: [],
    harm: async (kv) => {
      await kv.set(index("nowhere", 1), 0);
      return ["stale_index"];
    },
  },
  ofTable(
    "a size too high",
    ["count"],
    (kv, table) => kv.atomic().sum(["kvs/size", table], 1n).commit(),
  ),
  ofTable(
    "a size below zero",
    ["count"],
    (kv, table) => kv.atomic().sum(["kvs/size", table], 2n ** 64n - 4n).commit(),
  ),
  ofTable("a size that is a number", ["count"], (kv, table) => kv.set(["kvs/size", table], 3)),
  ofTable("a size that is gone", ["count"], (kv, table) => kv.delete(["kvs/size", table])),
  ofTable(
    "a size that is text, and an index row of no record",
    ["count", "stale_index"],
    (kv, table) =>
      kv.atomic().set(["kvs/size", table], "three").set(
        ["kvs/index", table, "city", "Kyiv", 99],
        99,
      )
        .commit(),
  ),
  ofTable("a record that an index being built does not name", [], async (kv, table) => {
    const { value } = await kv.get<object>(["kvs/schema", table]);
    const building = { keys: ["city"], unique: [["mail"]] };
    await kv.atomic().set(["kvs/schema", table], { ...value, building })
      .delete(["kvs/index", table, "city", "Kyiv", 1]).delete([
        "kvs/unique",
        table,
        1,
        "mail",
        "m2",
      ])
      .commit();
  }, { lacks: true }),
  ofTable(
    "a unique value that names what is no id of the table",
    ["missing_index"],
    (kv, table) => kv.set(["kvs/unique", table, 1, "mail", "m1"], "x".repeat(3_000)),
  ),
  ofTable(
    "a record that its index does not name",
    ["missing_index"],
    (kv, table) => kv.delete(["kvs/index", table, "city", "Kyiv", 1]),
  ),
  ofTable(
    "a record that its index of two fields does not name",
    ["missing_index"],
    (kv, table) => kv.delete(["kvs/index", table, 2, "city", "n", "Kyiv", 1, 1]),
  ),
  ofTable(
    "an index row that tells another id",
    ["missing_index"],
    (kv, table) => kv.set(["kvs/index", table, "city", "Kyiv", 1], 2),
  ),
  ofTable(
    "a unique value that is not kept",
    ["missing_index"],
    (kv, table) => kv.delete(["kvs/unique", table, 1, "mail", "m1"]),
  ),
  ofTable(
    "a unique value that names no record",
    ["missing_index"],
    (kv, table) => kv.set(["kvs/unique", table, 1, "mail", "m1"], 99),
  ),
  ofTable(
    "a unique value that is an object",
    ["missing_index"],
    (kv, table) => kv.set(["kvs/unique", table, 1, "mail", "m1"], {}),
  ),
  ofTable(
    "an index row of no record",
    ["stale_index"],
    (kv, table) => kv.set(["kvs/index", table, "city", "Kyiv", 99], 99),
  ),
  ofTable(
    "an index row of another value",
    ["stale_index"],
    (kv, table) => kv.set(["kvs/index", table, "city", "Odesa", 1], 1),
  ),
  ofTable(
    "an index row of a field that is not declared",
    ["stale_index"],
    (kv, table) => kv.set(["kvs/index", table, "mail", "m1", 1], 1),
  ),
  ofTable(
    "an index row of fields in another order",
    ["stale_index"],
    (kv, table) => kv.set(["kvs/index", table, 2, "n", "city", 1, "Kyiv", 1], 1),
  ),
  ofTable(
    "an index row that is too short",
    ["corrupt"],
    (kv, table) => kv.set(["kvs/index", table, 2, "city"], 1),
  ),
  ofTable(
    "a unique value of no record",
    ["stale_index"],
    (kv, table) => kv.set(["kvs/unique", table, 1, "mail", "m9"], 9),
  ),
  ofTable(
    "two records of one unique value",
    ["not_unique"],
    (kv, table) =>
      kv.atomic().set(["kvs/table", table, 4], { id: 4, mail: "m1" }).sum(["kvs/size", table], 1n)
        .commit(),
    { ids: [1, 2, 3, 4], stays: true },
  ),
  ofTable(
    "a record that is text",
    ["corrupt"],
    (kv, table) => kv.set(["kvs/table", table, 2], "text"),
    { ids: [1, 3] },
  ),
  ofTable(
    "a record in an array",
    ["corrupt"],
    (kv, table) => kv.set(["kvs/table", table, 2], [{ id: 2 }]),
    { ids: [1, 3] },
  ),
  ofTable(
    "a record of another id",
    ["corrupt"],
    (kv, table) => kv.set(["kvs/table", table, 2], { id: 5, city: "Kyiv", n: 2, mail: "m2" }),
  ),
  ofTable("a large record without a part", ["missing_parts"], async (kv, table) => {
    await kvs(kv).put(table, { id: 4, n: new Uint8Array(200_000) });
    const { value } = await kv.get<{ blob: string }>(["kvs/table", table, 4]);
    await kv.delete(["kvs/chunk", value?.blob ?? "", 0]);
  }, { ids: [1, 2, 3] }),
  ofTable(
    "a schema whose fields are text",
    ["corrupt"],
    (kv, table) =>
      kv.set(["kvs/schema", table], {
        fields: "id",
        keys: ["city"],
        indexes: [["city", "n"]],
        unique: [["mail"]],
      }),
  ),
  ofTable(
    "a record that does not say when it expires where it is looked for",
    ["missing_expiry"],
    (kv, table) =>
      kv.atomic().set(["kvs/table", table, 4], { record: { id: 4 }, until: 7e12 })
        .sum(["kvs/size", table], 1n).commit(),
    { ids: [1, 2, 3, 4] },
  ),
  ofTable(
    "a note that a record expires that stays",
    ["stale_expiry"],
    (kv, table) => kv.set(["kvs/expiry", 7e12, "table", table, 1], true),
  ),
  {
    name: "parts that nobody names",
    harm: async (kv) => {
      const commit = kv.atomic();
      for (const n of [0, 1, 3]) commit.set(["kvs/chunk", "nobody", n], Uint8Array.of(n));
      await commit.commit();
      return ["unnamed_parts"];
    },
  },
  {
    name: "parts begun long ago",
    harm: async (kv) => {
      await kv.atomic().set(["kvs/chunk", "old", 0], Uint8Array.of(1)).set(
        ["kvs/pending", "old"],
        1,
      )
        .commit();
      return ["pending"];
    },
  },
  {
    name: "parts to delete",
    harm: async (kv) => {
      const commit = kv.atomic().set(["kvs/chunk", "let go", 0], Uint8Array.of(1));
      await commit.set(["kvs/pending", "mark"], { drop: [{ blob: "let go", from: 0, parts: 1 }] })
        .commit();
      return ["pending"];
    },
  },
  {
    name: "a mark that is text",
    harm: async (kv) => {
      await kv.set(["kvs/pending", "text"], "text");
      return ["corrupt"];
    },
  },
  ...[
    ["kvs/entry", "no feed"],
    ["kvs/entry", "no row", OWN],
    ["kvs/id", 5],
    ["kvs/table", "no id"],
    ["kvs/size", "more", 1],
    ["kvs/chunk", "no part"],
    ["kvs/pending", 5],
    ["kvs/expiry", 7e12, "nothing", 1],
  ].map((key): Damage => ({
    name: `a key that is not ours: ${key}`,
    harm: async (kv) => {
      await kv.set(key, 1);
      return ["corrupt"];
    },
  })),
];

/** A row as version 1 wrote it: all its records in parts as a whole. */
export async function whole(kv: Kv, feed: string, isWhole: boolean): Promise<void> {
  const bytes = writeValue([{ id: "w1", text: "x".repeat(70_000) }, { id: "w2" }]),
    blob = `${feed} whole`;
  const commit = kv.atomic().set(["kvs/chunk", blob, 0], bytes.slice(0, 60_000));
  if (isWhole) commit.set(["kvs/chunk", blob, 1], bytes.slice(60_000));
  await commit.set(fresh(kv, feed), { blob, parts: 2 }).set(index(feed, "w1"), 0)
    .set(index(feed, "w2"), 1).sum(count(feed), 2n).commit();
}

async function deleteNotes(kv: Kv, feed: string): Promise<void> {
  for await (const { key } of kv.list({ prefix: ["kvs/expiry"] })) {
    if (key[3] === feed) await kv.delete(key);
  }
}
