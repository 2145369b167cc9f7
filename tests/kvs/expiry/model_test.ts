import {
  append,
  appendInto,
  appendMany,
  Batch,
  count,
  cut,
  entries,
  feed,
  get,
  keys,
  type Kv,
  KvsError,
  reader,
  remove,
  take,
  top,
} from "../../../kvs/mod.ts";
import { expire } from "../../../kvs/expiry/mod.ts";
import { page } from "../../../kvs/page/page.ts";
import { equal } from "../../_support/assert.ts";
import type { VirtualClock } from "../../_support/clock.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { faults } from "./exact.ts";
import { timed } from "./stores.ts";

for (const [kind, open] of Object.entries(timed)) {
  const times = rounds(kind === "memory" ? 8 : 1, 300);
  Deno.test(`feeds whose entries expire read as a plain model at every moment: ${times} sequences from seed ${SEED} (${kind})`, async () => {
    for (let seed = SEED; seed < SEED + times; seed++) {
      using opened = await open();
      try {
        await sequence(opened.kv, opened.clock, random(seed));
      } catch (cause) {
        throw new Error(`sequence of seed ${seed} (TEST_SEED=${seed})`, { cause });
      }
    }
  });
}

interface Item {
  readonly id: number;
  readonly v: string;
  readonly until: number;
}

/** A feed as a list, with what has expired and is not taken out yet. */
class Model {
  items: Item[] = [];

  append(item: Item, now: number): void {
    const at = this.items.findIndex(({ id }) => id === item.id), old = this.items[at];
    if (old !== undefined && old.until > now) return void (this.items[at] = item);
    this.items = [...this.items.filter(({ id }) => id !== item.id), item];
  }

  live(now: number): Item[] {
    return this.items.filter(({ until }) => until > now);
  }
}

const FEEDS = ["/a", "/b"] as const;
const LARGE = "x".repeat(70_000);

async function sequence(kv: Kv, clock: VirtualClock, { below, next, pick }: Random): Promise<void> {
  const models = new Map(FEEDS.map((path) => [path, new Model()]));
  for (let step = 0; step < 40; step++) {
    const path = pick(FEEDS), model = models.get(path) ?? new Model();
    const expireIn = next() < 0.7 ? 1 + below(50) : undefined,
      options = expireIn ? { expireIn } : {};
    const until = clock.now() + (expireIn ?? Infinity);
    const record = () => ({ id: below(8), v: next() < 0.1 ? LARGE : String(below(1000)) });
    const unique =
      () => [...new Map(Array.from({ length: below(5) }, record).map((r) => [r.id, r])).values()];
    const steps: (() => Promise<void>)[] = [
      async () => {
        const one = record();
        await append(kv, one, path, options);
        model.append({ ...one, until }, clock.now());
      },
      async () => {
        const some = unique();
        await appendMany(kv, some, path, options);
        // Those that are there are replaced in their places, the others come behind all.
        for (const one of some) model.append({ ...one, until }, clock.now());
      },
      async () => {
        const held = (id: number) => model.items.some((item) => item.id === id);
        const some = unique().filter(({ id }) => !held(id)), more = 1 + below(50);
        const batch = new Batch(), [first, ...others] = some;
        if (first === undefined) return;
        appendInto(kv, batch, [first], path, { expireIn: more });
        appendInto(kv, batch, others, path, options);
        if (await batch.commit(kv) === undefined) throw new Error("the ids are new");
        model.append({ ...first, until: clock.now() + more }, clock.now());
        for (const one of others) model.append({ ...one, until }, clock.now());
      },
      async () => {
        const one = record(), commit = kv.atomic();
        appendInto(kv, commit, [one], path, options);
        const isThere = model.items.some(({ id }) => id === one.id);
        equal((await commit.commit()).ok, !isThere);
        if (!isThere) model.append({ ...one, until }, clock.now());
      },
      async () => {
        const { id } = record();
        model.items = model.items.filter((item) => item.id !== id);
        const left = await remove(kv, id, path);
        if (left !== undefined) equal(left, model.items.length);
      },
      async () => {
        const { id } = record(), at = model.items.findIndex((item) => item.id === id);
        const isThere = (model.items[at]?.until ?? 0) > clock.now();
        const done = await cut(kv, path, id).catch((error: unknown) => {
          if (KvsError.is(error, "not_found")) return undefined;
          throw error;
        });
        equal(done, isThere ? at + 1 : undefined);
        if (isThere) model.items = model.items.slice(at + 1);
      },
      () => Promise.resolve(clock.advance(below(30))),
      async () => {
        if (next() < 0.5) return; // so that much waits
        const dead = FEEDS.map((each) =>
          models.get(each)?.items.filter(({ until }) => until <= clock.now()) ?? []
        );
        const total = dead.flat().length, limit = next() < 0.3 ? below(3) : Infinity;
        equal(await expire(kv, { limit }), Math.min(limit, total));
        if (limit < total) await expire(kv);
        for (const each of models.values()) each.items = each.live(clock.now());
        equal(await faults(kv), [], "after a sweep");
      },
    ];
    await steps[below(steps.length)]?.();
    await same(kv, path, model, clock.now());
  }
  equal(await faults(kv), [], "at the end");
  clock.advance(100);
  await expire(kv);
  for (const [path, model] of models) {
    model.items = model.live(clock.now());
    await same(kv, path, model, clock.now());
    equal(await count(kv, path), model.items.length);
  }
  equal(await faults(kv), [], "after the last sweep");
}

type Record = { readonly id: number; readonly v: string };

async function same(kv: Kv, path: string, model: Model, now: number): Promise<void> {
  const live = model.live(now),
    show = (all: readonly Record[]) =>
      all.map(({ id, v }) => `${id}=${v.length > 9 ? v.length : v}`);
  const expected = show(live);
  equal(show(await feed<Record>(kv, path)), expected);
  equal(await keys(kv, path), live.map(({ id }) => id).sort());
  equal(await count(kv, path), model.items.length);
  for (let id = 0; id < 8; id++) {
    equal(
      (await get<Record>(kv, path, id))?.v.length,
      live.find((item) => item.id === id)?.v.length,
    );
  }
  const listed: Record[] = [];
  for await (const { record } of entries<Record>(kv, path, { reverse: true })) listed.push(record);
  equal(show(listed), expected.toReversed());
  equal(show((await page<Record>(kv, path, { limit: 100 })).records), expected);
  const newest = await take(kv, await top(kv, await reader<Record>(kv, path, "r")), 3);
  equal(show(newest.args), expected.toReversed().slice(0, 3));
}
