import { equal } from "../../_support/assert.ts";
import type { Reader } from "../../../kvs/feed/cursor.ts";
import { KvsError } from "../../../kvs/error.ts";
import { type Kvs, kvs } from "../../../kvs/kvs.ts";
import { table } from "../../../kvs/table/metainfo.ts";
import { Model, type ModelReader } from "./model.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random, stores } from "../../_support/store/stores.ts";

type Entry = { id: string; v: number };
type Row = { id: string; city: string };

const PATHS = ["/a", "/a/b", "/a/b/c", "/a/bb", "/a/B", "/d"];
const rows = table<Row>("row", { keys: ["city"] });

for (const [kind, open] of Object.entries(stores)) {
  const count = rounds(kind === "memory" ? 200 : 15, 10_000);
  Deno.test(`random operations answer as a plain model does: ${count} sequences from seed ${SEED} (${kind})`, async () => {
    for (let seed = SEED; seed < SEED + count; seed++) {
      const kv = await open();
      try {
        await sequence(kvs(kv), random(seed));
      } catch (cause) {
        throw new Error(`sequence of seed ${seed} (TEST_SEED=${seed})`, { cause });
      } finally {
        kv.close();
      }
    }
  });
}

async function sequence(db: Kvs, next: () => number): Promise<void> {
  const model = new Model();
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)]!; // never empty
  const record = (): Entry => ({ id: `i${below(12)}`, v: below(1000) });
  const show = (items: readonly Entry[]) => items.map(({ id, v }) => `${id}=${v}`);
  let reader: Reader<Entry> = await db.reader<Entry>("/a", "r");
  let twin: ModelReader = { feed: "/a", at: { path: "/a", serial: -1 }, dir: 0, pos: 0 };

  const steps: (() => Promise<void>)[] = [
    async () => {
      const path = pick(PATHS), entry = record();
      model.append(path, [entry]);
      equal(await db.append(entry, path), entry.id);
    },
    async () => {
      const path = pick(PATHS), batch = Array.from({ length: below(6) }, record);
      model.append(path, batch);
      equal(await db.appendMany(batch, path, { split: next() < 0.5 }), batch.map(({ id }) => id));
    },
    async () => {
      const path = pick(PATHS), { id } = record();
      equal(await db.remove(id, path), model.remove(path, id));
    },
    async () => {
      const path = pick(PATHS), id = next() < 0.7 ? record().id : undefined;
      const cut = db.cut(path, id).catch((error: unknown) => {
        if (error instanceof KvsError && error.code === "not_found") return undefined;
        throw error;
      });
      equal(await cut, model.cut(path, id));
    },
    async () => {
      const path = pick([...PATHS, "/", "/none"]);
      equal(show(await db.feed<Entry>(path)), show(model.feed(path)));
    },
    async () => {
      const path = pick(PATHS), { id } = record();
      const expected = model.own(path).find((item) => item.id === id);
      equal(await db.get<Entry>(path, id), expected && { id, v: expected.v });
      equal(await db.count(path), model.own(path).length);
    },
    async () => {
      equal(
        (await db.all("writer")).map(({ id, count }) => [id, count]).sort(),
        [...model.paths].map((path) => [path, model.own(path).length]).sort(),
      );
    },
    async () => {
      const feed = pick([...PATHS, "/"]), dir = below(2) === 0 ? 0 : 1, all = model.feed(feed);
      reader = await db.reader<Entry>(feed, "r");
      reader = await (dir === 0 ? db.bot : db.top)(reader);
      const own = model.paths.has(feed) ? model.own(feed).length : 0;
      twin = {
        feed,
        at: (dir === 0 ? all[0] : all.at(-1)) ?? { path: feed, serial: -1 },
        dir,
        pos: dir === 0 ? 1 : own,
      };
    },
    async () => {
      const n = below(8) - 1, ahead = model.ahead(twin), taken = model.take(twin, n);
      const now = await db.take(reader, n);
      equal(show(now.args), show(taken));
      const moved = Math.max(0, taken.length - 1);
      twin = { ...twin, pos: twin.pos + (twin.dir === 0 ? moved : -moved) };
      if (n === 0) twin.at = undefined;
      else if (taken.length > 0) twin.at = ahead[taken.length] ?? taken.at(-1);
      reader = now;
      equal(reader.pos, twin.pos);
    },
    async () => {
      const n = below(4);
      reader = await db.drop(reader, n);
      if (n > 0 && twin.at !== undefined) twin = { ...twin, at: model.passed(twin, n) };
      equal(show((await db.take(reader, 3)).args), show(model.take(twin, 3)));
      twin = { ...twin, pos: reader.pos };
    },
    async () => {
      await db.save({ ...reader, dir: twin.dir === 0 ? 1 : 0 });
      reader = await db.loadReader<Entry>("r") ?? reader;
      twin = { ...twin, dir: twin.dir === 0 ? 1 : 0 };
    },
    async () => {
      const row = { id: `r${below(5)}`, city: `c${below(3)}` };
      if (next() < 0.7) {
        model.rows.set(row.id, row);
        await db.put(rows, row);
      } else {
        model.rows.delete(row.id);
        await db.delete(rows, row.id);
      }
      const all = [...model.rows.values()].sort((a, b) => a.id < b.id ? -1 : 1);
      equal(await db.all(rows), all);
      equal(await db.count(rows), all.length);
      equal(await db.index(rows, "city", row.city), all.filter(({ city }) => city === row.city));
    },
  ];
  for (let i = 0; i < 40; i++) await pick(steps)();
}
