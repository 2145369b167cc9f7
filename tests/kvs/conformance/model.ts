/** Random operations, compared with a model that is an array. */
import type { Kv, KvKey } from "../../../kvs/kv.ts";
import { KvU64 } from "../../../kvs/store/kvu64.ts";
import { assert, equal } from "../../_support/assert.ts";
import { collect, type ConformanceOptions, type Register } from "./case.ts";
import { type Random, random } from "../../_support/random.ts";

/** The model's whole store: entries in no order, found by comparing. */
interface Cell {
  key: KvKey;
  value: unknown;
  versionstamp: string;
}
/** In the order that Deno documents: strings before integers before numbers before booleans. */
const KINDS = ["string", "bigint", "number", "boolean"];

function order(a: KvKey, b: KvKey): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? "", b[i] ?? ""];
    const kinds = KINDS.indexOf(typeof x) - KINDS.indexOf(typeof y);
    if (kinds !== 0) return kinds;
    if (typeof x === "symbol" || typeof y === "symbol") throw new Error("no symbol is stored");
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

const same = (a: KvKey, b: KvKey): boolean => order(a, b) === 0;

class Model {
  cells: Cell[] = [];

  find(key: KvKey): Cell | undefined {
    return this.cells.find((cell) => same(cell.key, key));
  }

  set(key: KvKey, value: unknown, versionstamp: string): void {
    this.delete(key);
    this.cells.push({ key, value, versionstamp });
  }

  delete(key: KvKey): void {
    this.cells = this.cells.filter((cell) => !same(cell.key, key));
  }

  combine(key: KvKey, choose: (old: bigint) => bigint, first: bigint, versionstamp: string): void {
    const old = this.find(key)?.value;
    this.set(
      key,
      old instanceof KvU64 ? new KvU64(choose(old.value)) : new KvU64(first),
      versionstamp,
    );
  }

  range(from: KvKey, to: KvKey, prefix: KvKey | undefined): Cell[] {
    return this.cells
      .filter(({ key }) =>
        prefix
          ? key.length > prefix.length && same(key.slice(0, prefix.length), prefix)
          : order(key, from) >= 0 && order(key, to) < 0
      )
      .sort((a, b) => order(a.key, b.key));
  }
}

export function conformModel(test: Register, options: ConformanceOptions): void {
  const first = options.seed ?? 1, count = options.sequences ?? 30;
  test(`random operations do what the model does (seeds ${first} to ${first + count - 1})`, async (kv) => {
    for (let seed = first; seed < first + count; seed++) {
      const model = new Model(), seeded = random(seed);
      for (let step = 0; step < 25; step++) {
        await operate(kv, model, seeded, `seed ${seed} step ${step}`);
      }
      equal(await collect(kv.list({ prefix: [] })), model.range([], [], []), `seed ${seed}`);
      for (const { key } of model.cells) await kv.delete(key);
    }
  });
}

function someKey(seeded: Random): KvKey {
  const parts = Array.from(
    { length: seeded.below(3) },
    () => seeded.pick(["", "a", "ab", 1n, -2n, 0.5, -1, true]),
  );
  return [seeded.pick(["x", "y"]), ...parts];
}

/** Keys of counters lie apart: a sum of another value throws, and is tested by itself. */
const someCounter = (seeded: Random): KvKey => ["counter", seeded.below(3)];

async function operate(kv: Kv, model: Model, seeded: Random, where: string): Promise<void> {
  switch (seeded.below(6)) {
    case 0: {
      const key = someKey(seeded), value = seeded.below(1000);
      model.set(key, value, (await kv.set(key, value)).versionstamp);
      break;
    }
    case 1: {
      const key = someKey(seeded);
      await kv.delete(key);
      model.delete(key);
      break;
    }
    case 2: {
      const keys = Array.from({ length: 1 + seeded.below(10) }, () => someKey(seeded));
      equal(
        await kv.getMany(keys),
        keys.map((key) => model.find(key) ?? { key, value: null, versionstamp: null }),
        where,
      );
      break;
    }
    case 3:
      await compareLists(kv, model, seeded, where);
      break;
    default:
      await commit(kv, model, seeded, where);
  }
}

async function compareLists(kv: Kv, model: Model, seeded: Random, where: string): Promise<void> {
  const [from, to] = [someKey(seeded), someKey(seeded)].sort(order) as [KvKey, KvKey];
  const prefix = seeded.below(2) ? from.slice(0, seeded.below(3)) : undefined;
  const reverse = seeded.below(2) === 1,
    limit = 1 + seeded.below(20),
    batchSize = 1 + seeded.below(5);
  const expected = model.range(from, to, prefix);
  if (reverse) expected.reverse();
  const list = kv.list(prefix ? { prefix } : { start: from, end: to }, {
    reverse,
    limit,
    batchSize,
  });
  equal(await collect(list), expected.slice(0, limit), where);
}

async function commit(kv: Kv, model: Model, seeded: Random, where: string): Promise<void> {
  const atomic = kv.atomic();
  const changes: ((versionstamp: string) => void)[] = [];
  let holds = true;
  for (let n = seeded.below(3); n > 0; n--) {
    const key = someKey(seeded), current = model.find(key)?.versionstamp ?? null;
    const versionstamp = seeded.below(4) ? current : seeded.pick([null, "0123456789abcdef0000"]);
    holds &&= versionstamp === current;
    atomic.check({ key, versionstamp });
  }
  for (let n = seeded.below(6); n > 0; n--) {
    const key = someKey(seeded),
      counter = someCounter(seeded),
      value = seeded.below(1000),
      operand = BigInt(value);
    switch (seeded.below(6)) {
      case 0:
        atomic.set(key, value);
        changes.push((versionstamp) => model.set(key, value, versionstamp));
        break;
      case 1:
        atomic.delete(key);
        changes.push(() => model.delete(key));
        break;
      case 2:
        atomic.sum(counter, operand);
        changes.push((versionstamp) =>
          model.combine(counter, (old) => old + operand, operand, versionstamp)
        );
        break;
      case 3:
        atomic.min(counter, operand);
        changes.push((versionstamp) =>
          model.combine(counter, (old) => old < operand ? old : operand, operand, versionstamp)
        );
        break;
      case 4:
        atomic.max(counter, operand);
        changes.push((versionstamp) =>
          model.combine(counter, (old) => old > operand ? old : operand, operand, versionstamp)
        );
        break;
      default:
        atomic.set(["log", kv.commitVersionstamp()], value);
        changes.push((versionstamp) => model.set(["log", versionstamp], value, versionstamp));
    }
  }
  const result = await atomic.commit();
  equal(result.ok, holds, where);
  if (result.ok) { for (const change of changes) change(result.versionstamp); }
  assert(!result.ok || /^[0-9a-f]{20}$/.test(result.versionstamp), where);
}
