/**
 * Operations on feeds and tables as applications do them, drawn from a seed, and what must agree after them.
 *
 * @module
 */
import { append, type Kv, kvs, KvsError, type KvsRecord, table } from "../../../kvs/mod.ts";
import { expire } from "../../../kvs/expiry/mod.ts";
import { equal } from "../../_support/assert.ts";
import type { Random } from "../../_support/random.ts";

/** The feeds and tables that they change. */
export const FEEDS = ["/a", "/a/b", "/a/b/c", "/z"] as const;
export const TABLES = ["user", "order"] as const;

/** A table with every kind of index, whose changes are told to a feed. */
const ORDER = table<KvsRecord & { city: string; n: number; body: unknown }>("order", {
  fields: ["id", "city", "n", "body"],
  keys: ["city"],
  indexes: [["city", "n"]],
  unique: [["n", "city"]],
  changes: true,
});

/** A record that lies in its row, in parts within a commit, or in parts written beforehand. */
function record(draw: Random): KvsRecord & { city: string; n: number; body: unknown } {
  const id = draw.pick<KvsRecord["id"]>([draw.below(12), `t${draw.below(12)}`, [
    "tuple",
    draw.below(3),
  ]]);
  const size = draw.below(40);
  const bytes = size === 0 ? 900_000 : size < 3 ? 70_000 + draw.below(90_000) : 5;
  const city = draw.pick(["Kyiv", "Lviv", "Odesa"]);
  return { id, city, n: draw.below(5), body: new Uint8Array(bytes) };
}

/** One operation. */
export async function operate(kv: Kv, draw: Random): Promise<void> {
  const db = kvs(kv), feed = draw.pick(FEEDS), table = draw.pick(TABLES), one = record(draw);
  const many = Array.from({ length: 1 + draw.below(6) }, () => record(draw));
  const expireIn = 3_600_000 + draw.below(1_000);
  switch (draw.below(17)) {
    case 0:
    case 1:
      return void await db.append(one, feed);
    case 2:
    case 3:
      return void await db.appendMany(many, feed);
    case 4:
    case 5:
    case 6:
      return void await db.remove(one.id, feed);
    case 7:
      if (await db.get(feed, one.id) === undefined) return;
      return void await db.cut(feed, one.id).catch(() => 0); // another may have been first
    case 8:
      return void (draw.below(4) === 0 && await db.cut(feed));
    case 9:
      return await db.ensure({ id: feed });
    case 10:
      return await db.put("user", many, { split: true, ...(draw.below(3) === 0 && { expireIn }) });
    case 11:
      return await taken(db.put(ORDER, one));
    case 12:
      return await db.delete(table, one.id);
    case 13:
      return await taken(db.create(one, draw.below(2) === 0 ? feed : ORDER));
    case 14:
      return void await taken(
        db.update(feed, one.id, (old) => old && { ...old, ...one, id: old.id }),
      );
    case 15:
      // As if it were later: what expires is taken out.
      return void (draw.below(3) === 0 &&
        await expire(kv, { clock: { now: () => Date.now() + 4e6 } }));
    default:
      return void await append(kv, one, feed, { expireIn });
  }
}

/** Another record may have the id, or the unique value. */
async function taken(done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!KvsError.is(error, "conflict") && !KvsError.is(error, "taken")) throw error;
  }
}

/** Count, entries, ids, index and `get` of everything say the same. */
export async function agree(kv: Kv): Promise<void> {
  const db = kvs(kv);
  for (const { id: feed, count } of await db.all("writer")) {
    const found = await Array.fromAsync(db.entries(feed, { own: true }), ({ record }) => record);
    const ids = await db.keys(feed);
    equal([count, ids.length], [found.length, found.length], feed);
    for (const each of found) equal(await db.get(feed, each.id), each, feed);
  }
  for (const name of await db.dir()) {
    if (["writer", "reader", "id_seq"].includes(name)) continue;
    const found = await db.all<KvsRecord & { city?: string }>(name);
    equal(await db.count(name), found.length, name);
    const keys = (await db.tables()).find((table) => table.name === name)?.keys ?? [];
    if (!keys.includes("city")) continue;
    for (const city of ["Kyiv", "Lviv", "Odesa"]) {
      const wanted = found.filter((each) => each.city === city);
      equal(await db.index<KvsRecord & { city?: string }>(name, "city", city), wanted, name);
    }
  }
}

/** The store as one who lets `act` in after every read. */
export function between(kv: Kv, act: () => Promise<unknown>): Kv {
  let isActing = false;
  const stop = async () => {
    if (isActing) return;
    isActing = true;
    await act();
    isActing = false;
  };
  return new Proxy(kv, {
    get(target, name) {
      const after = async <T>(reading: Promise<T>): Promise<T> => {
        const read = await reading;
        await stop();
        return read;
      };
      if (name === "get") {
        return (...args: Parameters<Kv["get"]>) => after(target.get(...args));
      }
      if (name === "getMany") {
        return (...args: Parameters<Kv["getMany"]>) => after(target.getMany(...args));
      }
      if (name === "list") {
        return (...args: Parameters<Kv["list"]>) => {
          const list = target.list(...args), next = list.next.bind(list);
          let isFirst = true;
          // What is read at once is given before and after the others.
          list.next = async () => {
            const read = await next();
            if (isFirst || read.done) await stop();
            isFirst = false;
            return read;
          };
          return list;
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
