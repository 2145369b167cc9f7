import { append, appendMany, cut, feed, type Kv, remove } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { faults } from "../race/exact.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { stores } from "../../_support/store/stores.ts";
import { most, shape, type Sized, sized, sizes } from "./sized.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

for (const [kind, open] of Object.entries(stores)) {
  const count = rounds(1, kind === "redis" ? 4 : 12);
  Deno.test(`entries of a feed grow, shrink, are replaced, removed and cut whatever their sizes are: ${count} feeds from seed ${SEED} (${kind})`, async () => {
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

/** What a feed should hold. */
type Expected = Map<number, Sized>;

async function lives(kv: Kv, drawn: Random, most: number): Promise<void> {
  const { below } = drawn, expected: Expected = new Map(), rows = 1 + below(3);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    const count = below(4) === 0 ? 100 : 1 + below(100);
    const records = sizes(drawn, count, most / rows).map((size) => sized(next++, size, "A"));
    await appendMany(kv, records, "/f");
    for (const record of records) expected.set(Number(record.id), record);
  }
  await holds(kv, expected, "appended");
  for (let step = 0; step < 4; step++) {
    const done = await change(kv, drawn, { expected, most, letter: LETTERS[step] ?? "?" });
    await holds(kv, expected, `step ${step}: ${done}`);
  }
  await cutInSteps(kv, drawn, expected);
}

interface Change {
  readonly expected: Expected;
  readonly most: number;
  readonly letter: string;
}

/** Some entries become of other sizes, or go. */
async function change(
  kv: Kv,
  drawn: Random,
  { expected, most, letter }: Change,
): Promise<string> {
  const { below } = drawn, ids = [...expected.keys()].filter(() => below(3) > 0).slice(0, 100);
  if (ids.length === 0) return "nothing";
  const resized = sizes(drawn, ids.length, most / 2).map((size, i) =>
    sized(ids[i] ?? 0, size, letter)
  );
  switch (below(4)) {
    case 0:
      await appendMany(kv, resized, "/f");
      for (const record of resized) expected.set(Number(record.id), record);
      return `replaced ${ids.length} at once`;
    case 1:
      for (const record of resized.slice(0, 10)) {
        await append(kv, record, "/f");
        expected.set(Number(record.id), record);
      }
      return `replaced ${ids.slice(0, 10)} one by one`;
    case 2: {
      const small = resized.map(({ id }) => sized(id, 1, letter));
      await appendMany(kv, small, "/f");
      for (const record of small) expected.set(Number(record.id), record);
      return `shrunk ${ids.length}`;
    }
    default:
      for (const id of ids.slice(0, 10)) {
        await remove(kv, id, "/f");
        expected.delete(id);
      }
      return `removed ${ids.slice(0, 10)}`;
  }
}

async function cutInSteps(kv: Kv, { below }: Random, expected: Expected): Promise<void> {
  while (expected.size > 0) {
    const ids = [...expected.keys()], last = below(3) === 0 ? ids.length - 1 : below(ids.length);
    equal(await cut(kv, "/f", ids[last]), last + 1);
    for (const id of ids.slice(0, last + 1)) expected.delete(id);
    await holds(kv, expected, `cut up to ${ids[last]}`);
  }
  await cut(kv, "/f");
  equal(await parts(kv), []);
}

async function holds(kv: Kv, expected: Expected, after: string): Promise<void> {
  equal(shape(await feed<Sized>(kv, "/f")), shape([...expected.values()]), after);
  equal(await faults(kv), [], after);
}

async function parts(kv: Kv): Promise<unknown[]> {
  const keys = [];
  for (const kind of ["kvs/chunk", "kvs/pending"]) {
    for await (const { key } of kv.list({ prefix: [kind] })) keys.push(key);
  }
  return keys;
}
