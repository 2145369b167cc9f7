import { openRuntime } from "../../../bpe/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { onEngines, text } from "./engines.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read");

onEngines(
  "mi_subprocess_item_leaks: the item of a run of a sub-process is the run's own, and so is what its handlers answer",
  async (load) => {
    const on = await load("mi_subprocess_item_leaks", {
      w: ({ variables }) => ({ y: Number(variables.item) * 10 }),
    });
    await on.start("p", "i", { items: [1, 2], item: "mine" });
    const { result } = await on.state("i");
    equal(result, { items: [1, 2], item: "mine", outs: [10, 20] });
  },
);

onEngines(
  "mi_output_of_other_run: a run that answers nothing gives null, and what runs answer stays in them",
  async (load) => {
    const on = await load("mi_output_of_other_run");
    await on.start("p", "i", { items: ["a", "b", "c"] });
    for (const values of [{ r: 3 }, {}, { r: 1 }]) await on.complete("i", "u", values); // the last run first
    const { result } = await on.state("i");
    equal(result, { items: ["a", "b", "c"], outs: [1, null, 3] });
  },
);

onEngines(
  "flowable_collection: a multi-instance over flowable:collection runs as one over camunda:collection",
  async (load) => {
    const on = await load("flowable_collection");
    await on.start("p", "i", { people: [1, 2] });
    equal(await on.places("i"), ["u", "u", "u"]); // the loop and its two runs
  },
);

/** How often a key is put into a map, which tells how much is looked at, while a multi-instance of so many runs starts. */
async function puts(runs: number): Promise<number> {
  using kv = memoryKv();
  await using runtime = openRuntime(kv, { manual: true });
  await runtime.deploy(text("parallel_mi_quadratic"));
  const own = Map.prototype.set;
  let count = 0;
  Map.prototype.set = function (key, value) {
    count++;
    return own.call(this, key, value);
  };
  try {
    await runtime.start("p", { id: "i", variables: { c: runs } });
  } finally {
    Map.prototype.set = own;
  }
  const { state } = await runtime.instance("i");
  equal(state.elements.length, runs + 2); // the process and the loop
  return count;
}

// How long it takes belongs to the benchmarks: a ratio of times is no matter of a test.
test("parallel_mi_quadratic: a parallel multi-instance of 4 times the runs starts with 4 times the work", async () => {
  const few = await puts(500), many = await puts(2_000);
  equal(many / few < 6, true);
});
