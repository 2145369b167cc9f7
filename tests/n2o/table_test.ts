import { N2oError } from "../../n2o/error.ts";
import { table } from "../../n2o/table.ts";
import { equal, throws } from "../_support/assert.ts";
import { random } from "../_support/random.ts";
import { virtualClock } from "../_support/clock.ts";

Deno.test("a row is found until its time, and never after", () => {
  const clock = virtualClock(), rows = table<string>({ clock });
  rows.set("key", "value", clock.now() + 1_000);
  rows.set("ever", "value");
  equal([rows.get("key"), rows.row("key")?.key], ["value", "key"]);
  clock.advance(999);
  equal(rows.get("key"), "value");
  clock.advance(1);
  equal([rows.get("key"), rows.row("key"), [...rows.rows()].length], [undefined, undefined, 1]);
  clock.advance(1e12);
  equal(rows.get("ever"), "value");
});

Deno.test("keys are compared by value", () => {
  const rows = table<number>();
  rows.set(["a", ["b", 1]], 1);
  rows.set("a", 2);
  rows.set(1, 3);
  rows.set("1", 4);
  rows.set(true, 5);
  equal([
    rows.get(["a", ["b", 1]]),
    rows.get("a"),
    rows.get(1),
    rows.get("1"),
    rows.get(true),
    rows.get("true"),
  ], [1, 2, 3, 4, 5, undefined]);
  equal([rows.delete(["a", ["b", 1]]), rows.delete("none"), rows.size], [true, false, 4]);
});

Deno.test("a full table refuses a new key and keeps the others, and takes it when an old one expired", () => {
  const clock = virtualClock(), rows = table<number>({ clock, limit: 3 });
  for (const key of [1, 2, 3]) rows.set(key, key, clock.now() + key * 1_000);
  throws(() => rows.set(4, 4), N2oError, "full");
  rows.set(2, 20, clock.now() + 2_000);
  equal([...rows.rows()].map(({ value }) => value), [1, 20, 3]);
  clock.advance(1_000);
  rows.set(4, 4);
  equal([...rows.rows()].map(({ value }) => value), [20, 3, 4]);
});

Deno.test("sweep removes what expired and tells how many", () => {
  const clock = virtualClock(), rows = table<number>({ clock });
  for (let key = 0; key < 100; key++) rows.set(key, key, clock.now() + (key % 2 ? 1_000 : 2_000));
  equal([rows.sweep(), rows.size], [0, 100]);
  clock.advance(1_000);
  equal([rows.sweep(), rows.size], [50, 50]);
});

Deno.test("a table that is full of live rows is not looked through for each new one", () => {
  const still = virtualClock();
  let asked = 0;
  const clock = { now: () => (asked++, still.now()) };
  const rows = table<number>({ clock, limit: 1_000 }),
    iterated = countIterations(() => {
      for (let key = 0; key < 1_000; key++) rows.set(key, key, still.now() + 1_000);
      for (let key = 1_000; key < 2_000; key++) throws(() => rows.set(key, key), N2oError, "full");
    });
  equal(iterated < 5_000, true, `${iterated} steps for 2,000 rows`);
  still.advance(1_000);
  rows.set(1_000, 1_000);
  equal([rows.size, asked > 0], [1, true]);
});

/** How many entries of maps are stepped over while `run` runs. */
function countIterations(run: () => void): number {
  const steps = Object.getPrototypeOf(new Map().entries()), next = steps.next;
  let count = 0;
  steps.next = function (...given: unknown[]) {
    count++;
    return next.apply(this, given);
  };
  try {
    run();
  } finally {
    steps.next = next;
  }
  return count;
}

Deno.test("rows of all ranks are put, put again, deleted and pushed out as a plain list of them says", () => {
  const LIMIT = 8, ranks = ["kept", "copy", "spare"] as const;
  for (let seed = 1; seed <= 200; seed++) {
    const { below, pick } = random(seed),
      clock = virtualClock(),
      rows = table<number>({ clock, limit: LIMIT });
    /** Key, value, end and rank, in the order in which they were put last. */
    let model: [key: number, value: number, till: number, rank: (typeof ranks)[number]][] = [];
    for (let step = 0; step < 60; step++) {
      const key = below(12), rank = pick(ranks), now = clock.now();
      const what = below(6), till = now + 1 + below(50);
      if (what === 0) {
        equal(rows.delete(key), model.some(([each]) => each === key), `seed ${seed}`);
        model = model.filter(([each]) => each !== key);
      } else if (what === 1) clock.advance(below(10));
      else {
        const isNew = !model.some(([each]) => each === key);
        const gives = (lower: string) => model.find(([, , , each]) => each === lower);
        let gone = isNew && model.length >= LIMIT
          ? gives("spare") ?? (rank === "spare" ? undefined : gives("copy"))
          : undefined;
        if (isNew && model.length >= LIMIT && gone === undefined) {
          const left = model.filter(([, , till]) => till > now);
          if (left.length === model.length) {
            throws(() => rows.set(key, step, till, rank), N2oError, "full");
            continue;
          }
          model = left;
          gone = undefined;
        }
        model = model.filter((each) => each !== gone && each[0] !== key);
        model.push([key, step, till, rank]);
        rows.set(key, step, till, rank);
      }
      const seen = [...rows.rows()].map(({ key, value }) => [key, value]);
      const expected = model.filter(([, , till]) => till > clock.now());
      const sorted = (all: unknown[]) => all.map(String).sort();
      equal(sorted(seen), sorted(expected.map(([key, value]) => [key, value])), `seed ${seed}`);
    }
  }
});
