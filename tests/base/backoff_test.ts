import { backoff } from "../../base/mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { random } from "../_support/random.ts";

Deno.test("the longest waits double up to their bound", () => {
  const wait = backoff({ first: 4, longest: 100, random: () => 1 });
  equal([0, 1, 2, 3, 4, 5, 6, 1_000, 5_000].map(wait), [4, 8, 16, 32, 64, 100, 100, 100, 100]);
});

Deno.test("a wait is anything from nothing to the longest, evenly", () => {
  const { below } = random(9),
    wait = backoff({ first: 8, longest: 256, random: () => below(1e9) / 1e9 });
  for (const [attempt, longest] of [[0, 8], [3, 64], [9, 256]] as const) {
    const waits = Array.from({ length: 20_000 }, () => wait(attempt));
    assert(waits.every((ms) => ms >= 0 && ms < longest));
    const quarters = [0, 1, 2, 3].map((q) =>
      waits.filter((ms) => Math.floor(ms / longest * 4) === q).length
    );
    assert(quarters.every((count) => Math.abs(count - 5_000) < 300), quarters.join());
  }
});

Deno.test("by default chance differs from call to call", () => {
  const wait = backoff({ first: 1, longest: 1 });
  equal(new Set(Array.from({ length: 100 }, () => wait(0))).size > 90, true);
});
