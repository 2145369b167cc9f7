import type { Kv, KvKey, KvKeyPart } from "../../../kvs/kv.ts";
import { type Kvs, kvs } from "../../../kvs/kvs.ts";
import { KvsError } from "../../../kvs/error.ts";
import { type Id, type IdPart, idText } from "../../../kvs/rows/record.ts";
import { table } from "../../../kvs/table/metainfo.ts";
import { equal } from "../../_support/assert.ts";
import { SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { stores } from "../../_support/store/stores.ts";
import { oddValue } from "./odd.ts";

const RUNS = 20, STEPS = 60;

for (const [kind, open] of Object.entries(stores)) {
  if (kind === "native") continue;
  Deno.test(`records of odd ids and values are what they are on native Deno KV (${kind}, seeds from ${SEED})`, async () => {
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const native = kvs(await Deno.openKv(":memory:")), ours = kvs(await open());
      try {
        const one = random(seed), other = random(seed);
        for (let step = 0; step < STEPS; step++) {
          const expected = await rowOutcome(native, one), told = await rowOutcome(ours, other);
          equal(told, expected, `seed ${seed}, step ${step}`);
        }
        for (const source of ["/f", "t"]) await agree(ours, source);
      } finally {
        native.leave();
        ours.leave();
      }
    }
  });
  Deno.test(`odd values under odd keys do what they do in native Deno KV (${kind}, seeds from ${SEED})`, async () => {
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const native = await Deno.openKv(":memory:"), ours = await open();
      try {
        const one = random(seed), other = random(seed);
        for (let step = 0; step < STEPS; step++) {
          const expected = await outcome(native, one), told = await outcome(ours, other);
          equal(told, expected, `seed ${seed}, step ${step}`);
        }
      } finally {
        native.close();
        ours.close();
      }
    }
  });
}

/** One operation drawn from the seed, and what comes of it; of an error its class. */
async function outcome(kv: Kv, seeded: Random): Promise<unknown> {
  const operation = seeded.pick(OPERATIONS), key = oddKey(seeded), value = oddValue(seeded, 4);
  const second = oddKey(seeded);
  try {
    return await operation(kv, key, second, value);
  } catch (error) {
    return error instanceof TypeError ? "TypeError" : `other: ${error}`;
  }
}

type Operation = (kv: Kv, key: KvKey, second: KvKey, value: unknown) => Promise<unknown>;

const OPERATIONS: readonly [Operation, ...Operation[]] = [
  async (kv, key, _, value) => (await kv.set(key, value)).ok,
  async (kv, key, second, value) => (await kv.atomic().set(key, value).set(second, 1).commit()).ok,
  async (kv, key, second, value) =>
    (await kv.atomic().check({ key: second, versionstamp: null }).set(key, value).commit()).ok,
  async (kv, key, second) => {
    const entry = await kv.get(second);
    return (await kv.atomic().check({ ...entry, key: second }).delete(key).commit()).ok;
  },
  async (kv, key, second) =>
    (await kv.getMany([key, second])).map(({ key, value, versionstamp }) => ({
      key,
      value,
      is: versionstamp !== null,
    })),
  async (kv, key) => await listed(kv, { prefix: key.slice(0, 1) }),
  async (kv, key) => await listed(kv, { prefix: key.slice(0, 1), start: key }),
  async (kv, key, second) => await listed(kv, { start: key, end: second }),
  async (kv, key) => await kv.delete(key),
];

/** Count, records, ids and index tell the same. */
async function agree(db: Kvs, source: string): Promise<void> {
  const records = await db.all(source), ids = await db.keys(source);
  equal(await db.count(source), records.length);
  equal(new Set(records.map(({ id }) => idText(id))).size, records.length);
  equal(ids.length, records.length);
  for (const id of ids) equal(await db.get(source, id) !== undefined, true);
}

interface Odd {
  readonly id: Id;
  readonly v?: unknown;
}

const TABLE = table<Odd>("t", { keys: ["v"] });

async function rowOutcome(db: Kvs, seeded: Random): Promise<unknown> {
  const id = oddId(seeded), v = seeded.below(2) ? part(seeded) : oddValue(seeded, 3);
  const operation = seeded.pick(ROW_OPERATIONS);
  try {
    return await operation(db, { id, v }, seeded.below(2) ? "/f" : TABLE);
  } catch (error) {
    if (error instanceof KvsError) return error.code;
    throw error;
  }
}

type RowOperation = (db: Kvs, record: Odd, source: string | typeof TABLE) => Promise<unknown>;

const ROW_OPERATIONS: readonly [RowOperation, ...RowOperation[]] = [
  async (db, record) => await db.append(record, "/f"),
  async (db, record) =>
    await db.appendMany([record, { ...record, v: 1 }, { id: -0 }, { id: 0 }], "/f"),
  async (db, record) => await db.put(TABLE, record),
  async (db, record) => await db.put(TABLE, [record, { ...record, v: 1 }, { id: "\ud800" }]),
  async (db, { id }, source) => await db.get(source, id),
  async (db, { id }, source) => await db.delete(source, id),
  async (db, { id }) => await db.remove(id, "/f"),
  async (db, { v }) => await db.index(TABLE, "v", v as IdPart), // as: to be refused, or not
  async (db, record) => await db.match(TABLE, { v: record.v }),
  async (db, _, source) => await db.keys(source),
  async (db, _, source) => await db.all(source),
  async (db, _, source) => await db.count(source),
];

function oddId(seeded: Random): Id {
  const one = part(seeded) as IdPart; // as: to be refused, or not
  return seeded.below(3) > 0 ? one : [one, part(seeded) as IdPart]; // as: see above
}

async function listed(kv: Kv, selector: Parameters<Kv["list"]>[0]): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { key, value } of kv.list(selector, { batchSize: 7 })) found.push([key, value]);
  return found;
}

function oddKey(seeded: Random): KvKey {
  const parts = Array.from({ length: 1 + seeded.below(2) }, () => part(seeded));
  return ["k", ...parts];
}

function part(seeded: Random): KvKeyPart {
  const pool = Uint8Array.from({ length: 8 }, (_, i) => i % 3);
  const at = seeded.below(6), refused: unknown = seeded.pick([undefined, {}, new Date(0), [1]]);
  return seeded.pick<KvKeyPart>([
    0,
    -0,
    NaN,
    seeded.below(3) - 1,
    "\ud800",
    "\ufffd",
    seeded.pick(["a", "", "\0", "a\udc00", "😀"]),
    pool.subarray(at, at + seeded.below(3)),
    new Uint16Array(pool.buffer, 2, 1) as ArrayBufferView as Uint8Array, // as: native takes any view
    0n,
    BigInt(seeded.below(3) - 1) * 10n ** 30n,
    true,
    seeded.below(9) === 0 ? refused as KvKeyPart : false, // as: to be refused
  ]);
}
