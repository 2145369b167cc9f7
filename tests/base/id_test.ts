import { randomId, timeId } from "../../base/mod.ts";
import { assert, equal } from "../_support/assert.ts";

Deno.test("a random id has so many small letters and digits, 25 unless told", () => {
  for (const length of [0, 1, 10, 25, 64]) {
    const id = randomId(length);
    assert(id.length === length && /^[0-9a-z]*$/.test(id), id);
  }
  equal(randomId().length, 25);
});

Deno.test("a hundred thousand random ids differ", () => {
  equal(new Set(Array.from({ length: 100_000 }, () => randomId())).size, 100_000);
});

Deno.test("every letter of a random id is about as likely as every other", () => {
  const counts = new Map<string, number>(), letters = randomId(360_000);
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  equal(counts.size, 36);
  // 10,000 expected of each, with a deviation of 99: chi squared over 35 degrees of freedom is over 110 once in 10^9 runs.
  const chi = [...counts.values()].reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
  assert(chi < 110, `chi squared is ${chi}`);
});

Deno.test("ids of later times sort behind those of earlier ones, over decades", () => {
  const times = [
    1,
    2,
    1_000_000,
    Date.UTC(1999),
    Date.UTC(2026),
    Date.UTC(2026) + 1,
    Date.UTC(2059),
  ];
  const ids = times.map((time) => timeId(time));
  equal(ids.toSorted(), ids);
  equal(ids.map((id) => id.length), ids.map(() => 15));
  equal(ids.map((id) => parseInt(id.slice(0, 8), 36)), times);
});

Deno.test("ids of one time differ by what chance adds", () => {
  equal(new Set(Array.from({ length: 1_000 }, () => timeId(0))).size, 1_000);
  equal(timeId(0, 0), "00000000");
});
