/**
 * Feeds as races find them.
 *
 * @module
 */
import { append, appendMany, feed, keys, type Kv, read, remove } from "../../../../kvs/mod.ts";
import { writeValue } from "../../../../kvs/value/v8/write.ts";
import { short } from "../exact.ts";
import { type Entry, FeedModel } from "./model.ts";
import { rounds } from "../../../_support/long.ts";
import type { Subject, World } from "../operation.ts";

/** Feeds of their own. */
export const feeds: Subject<FeedModel> = {
  name: "/f",
  text: async (kv, name) => short(await feed(kv, name)),
};

const old = (id: string, body?: Uint8Array): Entry =>
  body === undefined ? { id, v: "old" } : { id, v: "old", body };

/** Bytes that make a record of two parts, in the commit of its row. */
export const LARGE: Uint8Array = new Uint8Array(100_000).fill(1);
/** Bytes that make a record whose parts are written before the commit of its row. */
export const HUGE: Uint8Array = new Uint8Array(720_000).fill(2);

function world(
  name: string,
  rows: readonly (readonly Entry[])[],
  gone: readonly string[] = [],
): World<FeedModel> {
  return {
    name,
    async prepare(kv, feed) {
      for (const row of rows) {
        const [only] = row;
        if (row.length === 1 && only !== undefined) await append(kv, only, feed);
        else await appendMany(kv, row, feed);
      }
      for (const id of gone) await remove(kv, id, feed);
      return await versions(kv, feed);
    },
    model: () => new FeedModel(rows.flat().filter(({ id }) => !gone.includes(id))),
  };
}

/** A row as version 1 of the layout has it: all its records in parts together, and a gap. */
const first: World<FeedModel> = {
  name: "a row of layout 1 in parts",
  async prepare(kv, feed) {
    const own = new Uint8Array(0), path = feed.slice(1), row = kv.commitVersionstamp();
    const bytes = writeValue([old("a", LARGE), null, old("b"), old("c", LARGE)]);
    const count = Math.ceil(bytes.length / 60_000), atomic = kv.atomic();
    for (let n = 0; n < count; n++) {
      atomic.set(["kvs/chunk", "blob", n], bytes.slice(n * 60_000, (n + 1) * 60_000));
    }
    atomic.set(["kvs/entry", path, own, row], { blob: "blob", parts: count });
    for (const [id, sub] of [["a", 0], ["b", 2], ["c", 3]] as const) {
      atomic.set(["kvs/id", path, own, id], sub);
    }
    await atomic.sum(["kvs/entry", path, own, true], 3n).commit();
    return await versions(kv, feed);
  },
  model: () => new FeedModel([old("a", LARGE), old("b"), old("c", LARGE)]),
};

async function versions(kv: Kv, name: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const id of await keys(kv, name)) {
    const entry = await read(kv, name, id);
    if (entry !== undefined) found.set(String(id), entry.version);
  }
  return found;
}

/** So many long ids that the row cannot hold what it keeps of each. */
const filler = Array.from({ length: 97 }, (_, n) => old(`${n}`.padEnd(700, "i")));

/** All of them: the ids `a` to `c` are in most. */
export const worlds: readonly World<FeedModel>[] = [
  world("a row of three", [[old("a"), old("b"), old("c")]]),
  world("rows of one", [[old("a")], [old("b")], [old("c")]]),
  world("a row with a gap", [[old("x"), old("a"), old("y"), old("b"), old("z")]], ["x", "y", "z"]),
  world("rows of two", [[old("a"), old("x")], [old("y")], [old("b"), old("c")]]),
  world("an entry in a row with a gap", [[old("x"), old("a")]], ["x"]),
  world("nothing", []),
  world("a row with large entries", [[old("a", LARGE), old("b"), old("c", LARGE)]]),
  world("a row with huge entries", [[old("a"), old("b", HUGE), old("c", LARGE)]]),
  first,
  ...(rounds(0, 1) === 0 ? [] : [
    world("a row of long ids", [[
      ...filler.slice(9),
      old("a"),
      old("b"),
      old("c"),
      ...filler.slice(0, 9),
    ]]),
  ]),
];
