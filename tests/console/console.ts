/**
 * What the tests of the console share: streams that are kept, stores with something of everything, and what a store
 * shows through the public functions.
 *
 * @module
 */
import type { Io } from "../../console/io.ts";
import { exportLines } from "../../console/command/export.ts";
import { readItems } from "../../console/item/read.ts";
import { toLine } from "../../console/item/line.ts";
import {
  type Id,
  type Kv,
  type KvKey,
  kvs,
  type KvsRecord,
  KvU64,
  type Reader,
  type Table,
  table,
} from "../../kvs/mod.ts";
import { type Random, random } from "../_support/random.ts";

/** Streams that are kept. */
export interface TestIo extends Io {
  readonly printed: { out: string; err: string };
}

/** Streams of a process in which a person types `answers`. */
export function testIo({ input = "", answers = [], watched = false }: {
  readonly input?: string;
  readonly answers?: string[];
  readonly watched?: boolean;
} = {}): TestIo {
  const printed = { out: "", err: "" };
  let now = 0;
  return {
    printed,
    out: (text) => Promise.resolve(void (printed.out += text)),
    err: (text) => Promise.resolve(void (printed.err += text)),
    input: async function* () {
      yield await Promise.resolve(new TextEncoder().encode(input));
    },
    ask: () => Promise.resolve(answers.shift()),
    interactive: answers.length > 0,
    watched,
    now: () => now += 50,
  };
}

/** Every line that a store would be exported as. */
export async function linesIn(kv: Kv): Promise<string[]> {
  const lines: string[] = [];
  for await (const item of readItems(kv, {})) lines.push(toLine(item));
  return lines;
}

/** Values of every type that a store keeps. */
export const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -0,
  NaN,
  -Infinity,
  1.5,
  2 ** 53,
  10n ** 30n,
  -1n,
  "",
  "Київ € \0 \u2028",
  "\ud800",
  new Date(0),
  new Date(NaN),
  /a/gi,
  [1, [2, { three: 3 }]],
  // deno-lint-ignore no-sparse-arrays -- holes are kept
  [1, , 3],
  Object.assign([1], { named: 2 }),
  { a: undefined, b: { c: null }, "d.e": 1n, "f\\g": new Date(1) },
  { constructor: 1, prototype: 2, toJSON: 3 },
  JSON.parse('{"__proto__": 1}'),
  { json: 1, meta: { values: ["undefined"] } },
  new Map<unknown, unknown>([["a", new Set([1])], [{ k: 1 }, new Map()]]),
  new Set([undefined, -0 + 1, "x"]),
  new Uint8Array([0, 255]),
  new Uint8Array(),
  new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
  { bytes: new Uint8Array([1]), view: new DataView(new ArrayBuffer(2)) },
  new ArrayBuffer(3),
  new Float64Array([0.5, -0, NaN]),
  new BigInt64Array([-1n]),
  new Uint16Array([1, 2]),
  Object(1n),
  Object("boxed"),
  Object(false),
  new RangeError("r", { cause: "c" }),
  new Error("e"),
  (() => {
    const shared = { x: 1 }, cycle: Record<string, unknown> = { shared, again: shared };
    cycle.self = cycle;
    return cycle;
  })(),
];

/** Key parts of every type. */
const PARTS = [
  "",
  "a",
  "Київ\0",
  new Uint8Array(),
  new Uint8Array([0, 255]),
  0,
  -0,
  1.5,
  NaN,
  -Infinity,
  0n,
  -(10n ** 40n),
  true,
  false,
] as const;

export const FEEDS = ["/chat", "/chat/room", "/chat/a%2Fb", "/log"] as const;
type User = KvsRecord & { city: string };
export const users: Table<User> = table<User>("user", { keys: ["city"] });

/** One random change; the same choices make the same change in every store that has the same contents. */
export async function change(kv: Kv, draw: Random): Promise<void> {
  const db = kvs(kv), feed = draw.pick(FEEDS), id = draw.below(40);
  const record = { id, value: VALUES[draw.below(VALUES.length)], n: draw.below(1000) };
  switch (draw.below(9)) {
    case 0:
    case 1:
      return void await db.append(record, feed);
    case 2: {
      const many = Array.from({ length: 1 + draw.below(6) }, (_, i) => ({ ...record, id: id + i }));
      return void await db.appendMany(many, feed);
    }
    case 3:
    case 4:
      return void await db.remove(id, feed);
    case 5:
      return await db.put(users, { id: [id, "x"], city: draw.pick(["Kyiv", "Lviv"]) });
    case 6:
      return await db.put("thing", { ...record, id: draw.pick<Id>([id, `${id}`, BigInt(id)]) });
    case 7:
      return await db.delete("thing", id);
    case 8: {
      if (draw.below(12) > 0) return void await db.seq("orders");
      const large = "x".repeat(70_000 + draw.below(2) * 900_000);
      return void await db.append({ id: `large${id}`, large }, feed);
    }
  }
}

/** What random changes do not make: keys of the application, readers, `args`, an empty feed. */
export async function furnish(kv: Kv, draw: Random): Promise<void> {
  const db = kvs(kv);
  for (const part of PARTS) await kv.set([part, ...part === "" ? [] : ["kvs/entry"]], { part });
  for (const [i, value] of VALUES.entries()) await kv.set(["value", i], value);
  await kv.set(["kvs/mine"], new KvU64(2n ** 64n - 1n));
  await kv.set(["kvs"], new KvU64(0n));
  for (const near of ["args", "entry", "table"]) await kv.set([`kvs/${near}0`, near], near);
  await db.save({ id: "/chat", count: 0, args: { draft: new Date(5) } });
  await db.ensure({ id: "/empty/feed" });
  await kv.set(["kvs/retain", "chat"], { entries: 1000, age: 60_000 });
  await kv.set(["kvs/retain", "chat", "a/b"], { age: 5 });
  for (const feed of [...FEEDS, "/", "/none"]) {
    for (const end of ["top", "bot"] as const) {
      const reader = await db[end](await db.reader(feed, `${feed} ${end}`));
      await db.save(await db.drop(reader, draw.below(8)));
    }
  }
}

/** Removes the entries at which some of the saved readers stand, and some of their neighbours. */
export async function uproot(kv: Kv, draw: Random): Promise<void> {
  const db = kvs(kv);
  for (const feed of FEEDS) {
    for (const end of ["top", "bot"]) {
      const at = (await db.loadReader(`${feed} ${end}`))?.cache;
      if (at === undefined || draw.below(4) === 0) continue;
      await db.remove(at.id, at.feed);
      if (typeof at.id === "number" && draw.below(2) === 0) await db.remove(at.id + 1, at.feed);
    }
  }
}

/** What a store shows: all of it but the positions. */
export async function shown(kv: Kv): Promise<unknown> {
  const db = kvs(kv), feeds: unknown[] = [], readers: unknown[] = [], own: unknown[] = [];
  for (const feed of ["/", ...FEEDS]) {
    const ids = (await db.keys(feed === "/" ? "/log" : feed)).map(String);
    const { args, count } = await db.writer(feed);
    feeds.push([feed, count, args, await db.feed(feed), ids]);
  }
  for (const feed of [...FEEDS, "/", "/none"]) {
    for (const end of ["top", "bot"]) readers.push(await read(kv, `${feed} ${end}`));
  }
  for await (const { key, value } of kv.list({ prefix: [] })) {
    if (isOwn(key) || key[0] === "kvs/retain") own.push([key, value]);
  }
  return {
    feeds,
    readers,
    own,
    dump: await db.dump(),
    thing: await db.all("thing"),
    users: await db.all(users),
    kyiv: await db.index(users, "city", "Kyiv"),
    orders: await db.get("id_seq", "orders"),
  };
}

/** Where a saved reader stands: what it gives in both directions. */
async function read(kv: Kv, id: string): Promise<unknown> {
  const db = kvs(kv), saved: Reader | undefined = await db.loadReader(id);
  if (saved === undefined) return undefined;
  const taken = [
    await db.take({ ...saved, dir: 0 }, 3),
    await db.take({ ...saved, dir: 1 }, 3),
    await db.next(saved),
    await db.prev(saved),
  ];
  return [saved.pos, saved.dir, saved.count, taken.map((reader) => reader?.args)];
}

function isOwn(key: KvKey): boolean {
  return !/^kvs\/(?!mine$|\w+0$)|^kvs:(feeds|format)$/.test(String(key[0]));
}

/** What belongs to one store only, in rows that no copy may have. */
async function addPositions(kv: Kv): Promise<void> {
  const own = new Uint8Array(0), at = "0".repeat(20);
  await kv.set(["kvs/group", "chat", own, "workers"], { at });
  await kv.set(["kvs/claim", "chat", own, "workers", at], { by: "w1" });
  await kv.set(["kvs/age", "chat", own, 1_700_000_000_000], at);
  await kv.set(["kvs/expiry", 1_700_000_000_000, "table", "gone", 1], true);
}

/** A store with something of everything, whose versionstamps are far ahead of an empty store's. */
export async function fill(kv: Kv, seed: number): Promise<void> {
  const draw = random(seed);
  for (let i = 0; i < 400; i++) await kv.set(["ahead"], i);
  await kvs(kv, { schema: [{ name: "app", tables: [] }] }).join();
  for (let i = 0; i < 60; i++) await change(kv, draw);
  await furnish(kv, draw);
  await addPositions(kv);
  for (let i = 0; i < 20; i++) await change(kv, draw);
  await uproot(kv, draw);
}

export async function withStores(
  open: () => Promise<Kv>,
  run: (from: Kv, to: Kv) => Promise<void>,
): Promise<void> {
  using from = await open();
  using to = await open();
  await run(from, to);
}

export async function exported(kv: Kv): Promise<string> {
  return (await Array.fromAsync(exportLines(kv, {}))).map((line) => `${line}\n`).join("");
}
