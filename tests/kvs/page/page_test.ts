import { equal, rejects } from "../../_support/assert.ts";
import { SEED } from "../../_support/long.ts";
import { onStores, random } from "../../_support/store/stores.ts";
import { append, appendMany, type Kv, type KvKey, put, remove, table } from "../../../kvs/mod.ts";
import { page, type PageOptions } from "../../../kvs/page/page.ts";
import { KvsError } from "../../../kvs/error.ts";
import { rowKey } from "../../../kvs/rows/layout.ts";
import type { Id, IdPart } from "../../../kvs/rows/record.ts";
import { writeCursor } from "../../../kvs/value/key.ts";
import { encodeKey } from "../../../kvs/value/key.ts";

interface Row {
  readonly id: Id;
  readonly city?: IdPart;
  readonly name?: IdPart;
  readonly email?: IdPart;
}

const NAME = "row";
const rowTable = table<Row>(NAME, {
  keys: ["city"],
  indexes: [["city", "name"]],
  unique: ["email", ["email", "city"]],
});

async function write(kv: Kv, rows: readonly Row[]): Promise<void> {
  for (const row of rows) await put(kv, rowTable, row);
}

/** The keys that order rows, as text of bytes: a second way to the order of keys. */
const PARTS: Record<string, (row: Row) => readonly (IdPart | undefined)[]> = {
  "": (row) => idOf(row),
  city: (row) => [row.city, ...idOf(row)],
  "city,name": (row) => [row.city, row.name, ...idOf(row)],
  email: (row) => [row.email],
  "email,city": (row) => [row.email, row.city],
};
const idOf = ({ id }: Row) => (Array.isArray(id) ? id : [id]) as IdPart[];
const hex = (parts: readonly unknown[]) => encodeKey(parts as KvKey).toHex();

interface Range {
  readonly equal?: readonly IdPart[];
  readonly from?: readonly IdPart[];
  readonly to?: readonly IdPart[];
}

function expected(rows: readonly Row[], index: string, { equal = [], from, to }: Range): Id[] {
  const parts = PARTS[index]!;
  return rows.filter((row) => parts(row).every((part) => part !== undefined))
    .filter((row) => hex(parts(row).slice(0, equal.length)) === hex(equal))
    .filter((row) => !from || hex(parts(row)) >= hex([...equal, ...from]))
    .filter((row) => !to || hex(parts(row)) < hex([...equal, ...to]))
    .sort((a, b) => hex(parts(a)) < hex(parts(b)) ? -1 : 1).map(({ id }) => id);
}

/** Every page from one end to the other, by `after`, and then back by `before`. */
async function walk<T extends Row>(
  kv: Kv,
  source: string,
  options: PageOptions<T>,
): Promise<[Id[], Id[]]> {
  const there: Id[] = [], back: Id[] = [], limit = options.limit ?? 100;
  let now = await page<T>(kv, source, options), from: string | undefined;
  equal(now.previous, false);
  for (;; now = await page<T>(kv, source, { ...options, after: now.end! })) {
    equal([now.start, now.end], [now.cursors[0] ?? now.start, now.cursors.at(-1) ?? now.end]);
    there.push(...now.records.map(({ id }) => id));
    from = now.start ?? from;
    if (!now.more) break;
    equal(now.records.length, limit);
  }
  back.unshift(...now.records.map(({ id }) => id));
  for (let before = from; before !== undefined;) {
    const earlier = await page<T>(kv, source, { ...options, before });
    back.unshift(...earlier.records.map(({ id }) => id));
    before = earlier.previous ? earlier.start : undefined;
  }
  return [there, back];
}

const VALUES: readonly IdPart[] = [
  "",
  "a",
  "a\0",
  "ab",
  "\u{1f600}",
  "\uffff",
  -1,
  -0,
  0,
  2.5,
  NaN,
  3n,
  -3n,
  10n ** 30n,
  true,
  false,
  new Uint8Array(),
  new Uint8Array([0]),
  new Uint8Array([0, 255]),
];

onStores(
  `pages go through every table and index there and back, in any range, of any types (seed ${SEED})`,
  async (kv) => {
    const next = random(SEED), below = (n: number) => Math.floor(next() * n);
    const pick = () => VALUES[below(VALUES.length)]!;
    const byId = new Map<string, Row>(), emails = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const id: Id = below(3) === 0 ? [pick(), pick()] : pick(), email = pick();
      if (byId.has(hex(idOf({ id })))) continue;
      const isNew = !emails.has(hex([email]));
      if (isNew) emails.add(hex([email]));
      byId.set(hex(idOf({ id })), {
        id,
        ...(below(5) > 0 && { city: VALUES[below(6) * 3]! }),
        ...(below(5) > 0 && { name: pick() }),
        ...(isNew && { email }),
      });
    }
    const rows = [...byId.values()];
    await write(kv, rows);
    for (let i = 0; i < 60; i++) {
      const index = Object.keys(PARTS)[below(5)]!, fields = index === "" ? [] : index.split(",");
      const equals = Array.from({ length: below(fields.length + 1) }, () => VALUES[below(6) * 3]!);
      const isOne = equals.length > 0 && equals.length === fields.length &&
        index.startsWith("email");
      const ends = [below(2), below(2)].map((n) =>
        n === 0 || isOne ? undefined : Array.from({ length: 1 + below(2) }, pick)
      );
      const turned = ends[0] && ends[1] && hex(ends[0]) > hex(ends[1]);
      const [from, to] = turned ? ends.toReversed() : ends;
      const range: Range = { equal: equals, ...(from && { from }), ...(to && { to }) };
      const reverse = below(2) === 0, ids = expected(rows, index, range);
      const options: PageOptions<Row> = {
        ...range,
        reverse,
        limit: 1 + below(7),
        ...(index !== "" && { index: fields as ("city" | "name" | "email")[] }),
      };
      const all = reverse ? ids.toReversed() : ids;
      equal(await walk(kv, NAME, options), [all, all], JSON.stringify([index, reverse], null, 1));
      if (!turned) continue;
      await rejects(
        () => page(kv, NAME, { ...options, from: to!, to: from! }),
        KvsError,
        "bad_range",
      );
    }
  },
);

onStores("a page of a unique index by all its values is the one record, or none", async (kv) => {
  await write(kv, [{ id: 1, email: "a", city: "x" }, { id: 2, email: "a\0" }, {
    id: 3,
    email: "b",
  }]);
  const ids = async (options: PageOptions) =>
    (await page(kv, NAME, options)).records.map(({ id }) => id);
  equal(await ids({ index: "email", equal: "a" }), [1]);
  equal(await ids({ index: ["email"], equal: ["c"] }), []);
  equal(await ids({ index: ["email", "city"], equal: ["a", "x"] }), [1]);
  equal(await ids({ index: ["email", "city"], equal: "a" }), [1]);
  equal(await ids({ index: "email", from: "a\0", to: "b" }), [2]);
});

onStores(
  "records that an index no longer leads to are left out, and the page is filled up",
  async (kv) => {
    const rows = Array.from({ length: 40 }, (_, id) => ({ id, city: "k" }));
    await write(kv, rows);
    for (let id = 1; id < 30; id++) {
      if (id % 2 === 0) await kv.delete(rowKey(NAME, id));
      else await kv.set(rowKey(NAME, id), { id, city: "l" });
    }
    const first = await page(kv, NAME, { index: "city", limit: 4 });
    equal([first.records.map(({ id }) => id), first.more], [[0, 30, 31, 32], true]);
    const last = await page(kv, NAME, { index: "city", limit: 8, after: first.end! });
    equal([last.records.map(({ id }) => id), last.more], [
      [33, 34, 35, 36, 37, 38, 39].slice(0, 8),
      false,
    ]);
    const back = await page(kv, NAME, { index: "city", limit: 4, before: first.start! });
    equal([back.records, back.previous, back.start], [[], false, first.start]);
  },
);

onStores(
  "a page reads one row more than it has, and the records of an index ten at once",
  async (kv) => {
    await write(kv, Array.from({ length: 250 }, (_, id) => ({ id, city: "k" })));
    const read = { rows: 0, keys: 0 }, { list, getMany } = kv;
    kv.list = (selector, options) => {
      const listed = Reflect.apply(list, kv, [selector, options]), next = listed.next.bind(listed);
      equal(
        options?.limit !== undefined && options.batchSize === Math.min(options.limit, 500),
        true,
      );
      listed.next = async () => {
        const result = await next();
        if (!result.done) read.rows++;
        return result;
      };
      listed[Symbol.asyncIterator] = () => listed as never;
      return listed as never;
    };
    kv.getMany = ((keys: KvKey[]) => {
      read.keys += keys.length;
      return Reflect.apply(getMany, kv, [keys]);
    }) as Kv["getMany"];
    const cost = async (options: PageOptions) => {
      Object.assign(read, { rows: 0, keys: 0 });
      await page(kv, NAME, options);
      return [read.rows, read.keys];
    };
    equal(await cost({}), [101, 0]);
    equal(await cost({ limit: 7, reverse: true }), [8, 0]);
    equal(await cost({ limit: 7, index: "city" }), [8, 8]);
    equal(await cost({ limit: 7, index: "city", equal: "k", from: 100, to: 200 }), [8, 8]);
  },
);

onStores(
  "a feed's pages are its entries and those below, there and back, or its own",
  async (kv) => {
    for (let i = 0; i < 5; i++) {
      await appendMany(
        kv,
        [{ id: 3 * i }, { id: 3 * i + 1 }, { id: 3 * i + 2 }],
        ["/a", "/a/b", "/a/b/c"][i % 3]!,
      );
    }
    const all = [0, 1, 2, 9, 10, 11, 3, 4, 5, 12, 13, 14, 6, 7, 8];
    for (const limit of [1, 2, 4, 15, 100]) {
      equal(await walk(kv, "/a", { limit }), [all, all]);
      equal(await walk(kv, "/a", { limit, reverse: true }), [all.toReversed(), all.toReversed()]);
      equal(await walk(kv, "/a/b", { limit, own: true }), [[3, 4, 5, 12, 13, 14], [
        3,
        4,
        5,
        12,
        13,
        14,
      ]]);
    }
    const { cursors } = await page(kv, "/a", {});
    for (const reverse of [false, true]) {
      const order = reverse ? all.toReversed() : all,
        marks = reverse ? cursors.toReversed() : cursors;
      for (const limit of [2, 100]) {
        const between = await page(kv, "/a", {
          after: marks[3]!,
          before: marks[8]!,
          reverse,
          limit,
        });
        equal(between.records.map(({ id }) => id), order.slice(4, 8).slice(0, limit));
        equal([between.more, between.previous], [limit === 2, true]);
      }
      await rejects(
        () => page(kv, "/a", { after: marks[8]!, before: marks[3]!, reverse }),
        KvsError,
        "bad_range",
      );
    }
    await remove(kv, 9, "/a");
    equal((await page(kv, "/a", { after: cursors[3]!, limit: 1 })).records, [{ id: 10 }]);
    equal((await page(kv, "/a", { before: cursors[3]!, limit: 1 })).records, [{ id: 2 }]);
  },
);

onStores(
  "records of a hundred kilobytes are on pages, and an empty page keeps its place",
  async (kv) => {
    const text = "x".repeat(100_000), users = table<{ id: number; text: string }>("user");
    for (const id of [1, 2, 3]) {
      await put(kv, users, { id, text });
      await append(kv, { id, text }, "/f");
    }
    for (const source of ["user", "/f"]) {
      const two = await page<{ id: number; text: string }>(kv, source, { limit: 2 });
      equal(two.records, [{ id: 1, text }, { id: 2, text }]);
      const rest = await page(kv, source, { after: two.end! });
      const none = await page(kv, source, { after: rest.end! });
      equal(none, { records: [], cursors: [], end: rest.end!, more: false, previous: true });
      equal(await page(kv, source === "/f" ? "/g" : "none"), {
        records: [],
        cursors: [],
        more: false,
        previous: false,
      });
    }
  },
);

onStores("an id of the longest key there is can be paged over", async (kv) => {
  const ids = ["x".repeat(2030), "x".repeat(2031), "x".repeat(2032), "y"];
  for (const id of ids) await kv.set(rowKey("t", id), { id });
  equal(await walk(kv, "t", { limit: 1 }), [ids, ids]);
});

onStores(
  "cursors of other sources, forged ones, and options that are none are refused",
  async (kv) => {
    await write(kv, [{ id: 1, city: "k", name: "a", email: "e" }, { id: 2, city: "l", name: "b" }]);
    await kv.set(rowKey("other", 1), { id: 1 });
    await append(kv, { id: 1 }, "/f");
    const cursor = async (source: string, options: PageOptions = {}) =>
      (await page(kv, source, options)).end!;
    const ofIndex = (index: string | string[]) => cursor(NAME, { index });
    const all = {
      table: await cursor(NAME),
      other: await cursor("other"),
      city: await ofIndex("city"),
      both: await ofIndex(["city", "name"]),
      unique: await ofIndex("email"),
      feed: await cursor("/f"),
    };
    const given: Record<keyof typeof all, [string, PageOptions]> = {
      table: [NAME, {}],
      other: ["other", {}],
      city: [NAME, { index: "city" }],
      both: [NAME, { index: ["city", "name"] }],
      unique: [NAME, { index: "email" }],
      feed: ["/f", {}],
    };
    const forged: unknown[] = [
      "",
      "frob",
      null,
      7,
      {},
      [],
      all.table.slice(1),
      `${all.table}A`,
      writeCursor(["table", NAME]),
      writeCursor(["index", NAME, 1, "city", "k"]),
      writeCursor([]),
    ];
    for (const [name, [source, options]] of Object.entries(given)) {
      const others = Object.entries(all).filter(([other]) => other !== name).map(([, text]) =>
        text
      );
      for (const text of [...others, ...forged]) {
        for (const at of ["after", "before"]) {
          await rejects(() => page(kv, source, { ...options, [at]: text }), KvsError, "bad_cursor");
        }
      }
    }
    const refused = (options: unknown, code: string, source = NAME) =>
      rejects(() => page(kv, source, options as PageOptions), KvsError, code);
    await refused({ index: "city", equal: "k", after: all.city }, "bad_cursor"); // of another city
    for (const limit of [0, -1, 1.5, 1001, NaN, "5", null]) await refused({ limit }, "bad_count");
    for (
      const index of ["name", [], ["name", "city"], ["city", "name", "email"], "id", 7, {}, null, [
        7,
      ]]
    ) {
      await refused({ index }, "no_index");
    }
    for (const values of [null, {}, [], [null], ["a", {}], new Date(), Symbol("a"), 1n << 2040n]) {
      await refused({ from: values }, "bad_range");
      await refused({ to: values }, "bad_range");
      await refused({ index: "city", from: values }, "bad_range");
      if (!Array.isArray(values) || values.length > 0) {
        await refused({
          index: "city",
          equal: values,
        }, "bad_range");
      }
    }
    await refused({ equal: 1 }, "bad_range");
    await refused({ index: "city", equal: ["k", "l"] }, "bad_range");
    await refused({ from: 2, to: 1 }, "bad_range");
    await refused({ from: 2, to: "a" }, "bad_range"); // text sorts before numbers
    await refused({ after: all.table, before: await cursor(NAME, { limit: 1 }) }, "bad_range");
    await refused({ index: "city" }, "no_index", "/f");
    await refused({ from: 1 }, "bad_range", "/f");
    for (const name of ["writer", "reader", "id_seq", ""]) await refused({}, "bad_table", name);
  },
);
