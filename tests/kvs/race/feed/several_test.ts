import { interleaved, none } from "../race.ts";
import { feeds, worlds } from "./worlds.ts";
import { hugeKinds, mixedKinds } from "./operations.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { random } from "../../../_support/random.ts";
import { stores } from "../../../_support/store/stores.ts";

const AT_ONCE = 5;

for (const [kind, open] of Object.entries(stores)) {
  const count = rounds(kind === "memory" ? 30 : 5, kind === "memory" ? 500 : 100);
  Deno.test(`five operations on a feed whose steps mix leave it exact: ${count} rounds from seed ${SEED} (${kind})`, async () => {
    const wrong: string[] = [];
    for (let seed = SEED; seed < SEED + count && wrong.length < 5; seed++) {
      const drawn = random(seed), { below } = drawn;
      const operations = Array.from({ length: AT_ONCE }, (_, n) => {
        const all = below(20) === 0 ? hugeKinds(`${n}`) : mixedKinds(`${n}`);
        return all[below(all.length)] ?? all[0]!; // there are some
      });
      const world = worlds[below(worlds.length)] ?? worlds[0]!; // there are some
      const kv = await open();
      try {
        const found = await interleaved(kv, { subject: feeds, world, operations }, drawn);
        wrong.push(...found.map((each) => `seed ${seed} (TEST_SEED=${seed}): ${each}`));
      } finally {
        kv.close();
      }
    }
    none(wrong);
  });
}
