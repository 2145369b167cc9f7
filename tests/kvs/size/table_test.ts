import {
  all,
  delete as del,
  index,
  join,
  type Kv,
  type KvsRecord,
  put,
  type Table,
  table,
} from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { faults } from "../race/exact.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { stores } from "../../_support/store/stores.ts";
import { bodyOf, most, refused, shape, type Sized, sizes } from "./sized.ts";

type Indexed = Sized & Readonly<Record<string, unknown>>;

for (const [kind, open] of Object.entries(stores)) {
  const count = rounds(1, kind === "redis" ? 5 : 15);
  Deno.test(`records of a table are put, replaced and deleted whatever their sizes and indexes are: ${count} tables from seed ${SEED} (${kind})`, async () => {
    for (let seed = SEED; seed < SEED + count; seed++) {
      const kv = await open(), drawn = random(seed);
      try {
        await lives(kv, drawn, most(kind, seed === SEED));
      } catch (cause) {
        throw new Error(`seed ${seed} (TEST_SEED=${seed})`, { cause });
      } finally {
        kv.close();
      }
    }
  });
}

/** What is put, and where. */
interface Puts {
  readonly table: Table<Indexed>;
  readonly fields: readonly string[];
  /** What the table should hold, by id. */
  readonly expected: Map<string, Indexed>;
  /** How long the values of indexed fields are. */
  readonly long: number;
}

async function lives(kv: Kv, drawn: Random, most: number): Promise<void> {
  const { below, pick } = drawn, letters = ["a", "b", "c", "d"];
  const fields = Array.from({ length: below(21) }, (_, i) => `f${i}`);
  const declared = table<Indexed>("t", { keys: fields });
  const puts: Puts = {
    table: declared,
    fields,
    expected: new Map(),
    long: pick([5, 30, 300, 1_000]),
  };
  await join(kv, { name: "sizes", tables: [declared] }); // else the first put declares it, even one that is refused
  for (const letter of letters) {
    const records = draw(drawn, puts, letter, most);
    await putWhole(kv, puts, records);
    await holds(kv, puts, `put ${records.length} of ${letter} with ${fields.length} indexes`);
    if (below(2) === 0) {
      for (const id of [...puts.expected.keys()].slice(0, 5)) {
        await del(kv, declared, id);
        puts.expected.delete(id);
      }
      await holds(kv, puts, "deleted");
    }
  }
  for (const id of puts.expected.keys()) await del(kv, declared, id);
  puts.expected.clear();
  await holds(kv, puts, "all deleted");
}

/** Some records, of which some replace others. */
function draw(drawn: Random, { fields, long }: Puts, letter: string, most: number): Indexed[] {
  const { below } = drawn, ids = new Set(Array.from({ length: 1 + below(50) }, () => below(60)));
  const each = sizes(drawn, ids.size, most);
  return [...ids].map((id, i) => ({
    id: `${id}`,
    body: bodyOf(each[i] ?? 0, letter),
    ...Object.fromEntries(
      fields.filter(() => below(5) > 0).map((
        field,
      ) => [field, `${letter}${below(3)}`.padEnd(long, "v")]),
    ),
  }));
}

/** What the rows of indexes take of a commit cannot be put elsewhere, as large records can. */
async function putWhole(
  kv: Kv,
  { table, fields, expected }: Puts,
  records: readonly Indexed[],
): Promise<void> {
  let mutations = records.length + 1, keyBytes = 100;
  for (const record of records) {
    const before = expected.get(String(record.id));
    keyBytes += 30;
    for (const field of fields) {
      const [old, now] = [before?.[field], record[field]];
      if (old !== undefined && old !== now) mutations++;
      if (now === undefined || old === now) continue;
      mutations++;
      keyBytes += String(now).length + field.length + 30;
    }
  }
  const puts = () => put(kv, table, records);
  if (mutations <= 980 && keyBytes <= 80_000) await puts();
  else {
    if (mutations > 1_000 || keyBytes > 90_000) await refused(kv, puts);
    await put(kv, table, records, { split: true });
  }
  for (const record of records) expected.set(String(record.id), record);
}

async function holds(kv: Kv, { table, fields, expected }: Puts, after: string): Promise<void> {
  const sorted = [...expected.values()].sort((a, b) => String(a.id) < String(b.id) ? -1 : 1);
  equal(shape(await all<Indexed>(kv, table)), shape(sorted), after);
  equal(await faults(kv), [], after);
  const [field] = fields, some = sorted.find((record) => field !== undefined && record[field]);
  if (field === undefined || some === undefined) return;
  const found = await index(kv, table, field, String(some[field]));
  equal(
    found.map(({ id }: KvsRecord) => id),
    sorted.filter((record) => record[field] === some[field]).map(({ id }) => id),
    after,
  );
}
