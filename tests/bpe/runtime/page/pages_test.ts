/**
 * Large instances lie in pages: what one run costs does not depend on how many there are, and nothing is lost.
 *
 * @module
 */
import { assert, equal } from "../../../_support/assert.ts";
import type { Kv } from "../../../../kvs/mod.ts";
import { audit } from "../audit.ts";
import { disturbed, file, HOUR, list, proc, quiet, world } from "../world.ts";

const many = file(
  proc(
    "many",
    `<startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">c</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
    "s>u;u>e",
  ),
);

/** A store that counts the rows of instances and pages that are set. */
function counting(kv: Kv): { readonly kv: Kv; sets: number } {
  const counted = { kv, sets: 0 };
  const own = disturbed(kv, {});
  counted.kv = {
    ...own,
    atomic() {
      const atomic = own.atomic(), set = atomic.set.bind(atomic);
      return Object.assign(atomic, {
        set(...given: Parameters<typeof set>) {
          if (/^bpe\/(?:instance|page|alone)$/.test(String(given[0][0]))) counted.sets++;
          return set(...given);
        },
      });
    },
  };
  return counted;
}

Deno.test("completing one of a thousand runs writes as many rows as completing one of three hundred", async () => {
  const counts: number[] = [];
  for (const runs of [300, 1_000]) {
    const on = world(), store = counting(on.kv);
    const engine = on.open({ manual: true }, store.kv);
    await engine.deploy(many);
    await engine.start("many", { id: "i", variables: { c: runs } });
    const [, , third] = await list(engine.tasks({ instance: "i" }));
    assert(third !== undefined);
    store.sets = 0;
    await engine.complete(third);
    counts.push(store.sets);
    await audit(on.kv);
  }
  equal(counts[1], counts[0]);
  assert((counts[0] ?? 0) <= 5, `${counts[0]} rows`);
});

Deno.test("an instance of many runs goes on in another engine wherever it stands, and leaves no page behind", async () => {
  const on = world();
  const first = on.open({ manual: true });
  await first.deploy(many);
  await first.start("many", { id: "i", variables: { c: 320 } });
  const tasks = await list(first.tasks({ instance: "i" }));
  equal(tasks.length, 320);
  const second = on.open({ manual: true });
  for (const [index, task] of tasks.entries()) {
    await (index % 40 < 20 ? first : second).complete(task);
    if (index % 80 === 0) await audit(on.kv);
  }
  await quiet(on, second, HOUR);
  equal((await second.instance("i")).state.status, "completed");
  for (const prefix of [["bpe/page"], ["bpe/alone"]]) equal(await list(on.kv.list({ prefix })), []);
});
