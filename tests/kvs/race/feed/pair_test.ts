import { atEachPoint, none } from "../race.ts";
import { feeds, worlds } from "./worlds.ts";
import { hugeKinds, kinds } from "./operations.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { random } from "../../../_support/random.ts";
import { stores } from "../../../_support/store/stores.ts";

/** Of the pairs on other worlds than the first, and of those with what is huge, so many are drawn; a long run has all. */
const DRAWN = rounds(0.004, 0.08);

/** Of the pairs on the first world: all, but for stores that are slow. */
const share = (kind: string): number =>
  kind === "memory"
    ? rounds(0.1, 1)
    : rounds(kind === "native" ? 0.01 : 0.005, kind === "native" ? 0.4 : 0.1);

for (const [kind, open] of Object.entries(stores)) {
  for (const [n, world] of worlds.entries()) {
    Deno.test(`a feed that is ${world.name} is exact whichever operation comes between two steps of another (${kind})`, async () => {
      const { next } = random(SEED + n), wrong: string[] = [];
      for (const first of [...kinds("1"), ...hugeKinds("1")]) {
        for (const second of [...kinds("2"), ...hugeKinds("2")]) {
          const huge = first.huge || second.huge;
          if ((n > 0 || huge ? DRAWN : share(kind)) < next()) continue;
          if (huge && next() > 2 * DRAWN) continue;
          if (wrong.length > 20) break;
          const found = await atEachPoint(open, { subject: feeds, world, first, second });
          wrong.push(...found.map((each) => `${first.name} / ${second.name} ${each}`));
        }
      }
      none(wrong);
    });
  }
}
