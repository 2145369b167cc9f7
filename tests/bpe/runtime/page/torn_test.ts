/**
 * Large instances that one engine reads while another writes them: what is read belongs together, and is called corrupt only where
 * it is.
 *
 * @module
 */
import { assert, equal, rejects } from "../../../_support/assert.ts";
import { SEED } from "../../../_support/long.ts";
import { random } from "../../../_support/random.ts";
import { BpeError } from "../../../../bpe/error.ts";
import { race, races } from "../race.ts";
import { disturbed, file, list, proc, quiet, world } from "../world.ts";

/** Of each run a result of its own, which stands alone where it is large. */
const many = file(proc(
  "many",
  `<startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" inputCollection="=items" inputElement="item" outputCollection="outs" outputElement="=r"/></extensionElements></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
  "s>u;u>e",
));

const items = (count: number) => ({ items: Array.from({ length: count }, (_, i) => i) });
const result = (n: number, size: number) => ({ r: `${n}`.padEnd(size, "x") });

for (const size of [1, 3_000, 150_000]) {
  Deno.test(`an instance with results of ${size} characters that another engine changes before any of its reads is read as it is then`, async () => {
    const on = world(), writer = on.open();
    await writer.deploy(many);
    await writer.start("many", { id: "i", variables: items(size > 100_000 ? 257 : 300) });
    const tasks = await list(writer.tasks({ instance: "i" }));
    let done = 0;
    const complete = async () => {
      const task = tasks[done];
      assert(task !== undefined);
      await writer.complete(task, result(done, size));
      await writer.command("i", {
        do: "set",
        variables: { text: `${++done}`.padEnd(size, "x") },
      });
    };
    await complete();
    // Before the nth read of these, the other engine writes: so often as there are reads to tear.
    for (const kind of ["bpe/instance", "bpe/alone", "bpe/page", "kvs/chunk"]) {
      for (const at of [1, 2, 3]) {
        const before = done;
        let reads = 0;
        const torn = disturbed(on.kv, {
          async read([name]) {
            if (name === kind && ++reads === at) await complete();
          },
        });
        const reader = on.open({}, torn);
        const { state } = await reader.instance("i");
        const { length = 0 } = state.results ?? [];
        assert(before <= length && length <= done, `${length} of ${done}`);
        const { text } = state.elements[0]?.variables ?? {};
        equal(String(text).replaceAll("x", ""), `${length}`, `${kind} ${at}`);
      }
    }
    await writer.close();
  });
}

Deno.test("a large instance of which a row is lost is corrupt, for whoever reads it", async () => {
  for (const lost of ["bpe/alone", "bpe/page"]) {
    const on = world(), writer = on.open();
    await writer.deploy(many);
    await writer.start("many", { id: "i", variables: items(300) });
    const [task] = await list(writer.tasks({ instance: "i" }));
    assert(task !== undefined);
    await writer.complete(task, result(0, 3_000));
    const [row] = await list(on.kv.list({ prefix: [lost] }));
    assert(row !== undefined);
    if (lost === "bpe/alone") await on.kv.delete(row.key);
    else await on.kv.set(row.key, "no page");
    await rejects(() => on.open().instance("i"), BpeError, "corrupt");
  }
});

Deno.test(`three engines complete the runs of a large instance at once, each run once, in 3 interleavings from seed ${SEED}`, async () => {
  await races(3, async (seed) => {
    const { below } = random(seed), size = [1, 3_000][seed % 2] ?? 1;
    const on = await race(seed, 3, [many]);
    const [first] = on.engines;
    assert(first !== undefined);
    await first.start("many", { id: "i", variables: items(280) });
    const tasks = (await list(first.tasks({ instance: "i" }))).slice(0, 24);
    await Promise.all(tasks.map((task, n) => {
      const engine = on.engines[below(3)];
      return engine?.complete(task, result(n, size));
    }));
    const { state } = await on.open().instance("i");
    equal(state.results?.length, tasks.length);
    equal((await list(first.tasks({ instance: "i" }))).length, 280 - tasks.length);
    await quiet(on, on.engines);
    return on;
  });
});
