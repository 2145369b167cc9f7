import { run } from "../conformance/n2o.ts";
import { equal } from "../_support/assert.ts";
import { absent, folder } from "../_support/golden.ts";

Deno.test({
  name:
    "what the original answered about sessions, ids, pickles and rings is answered here, or better by a name",
  ignore: absent,
  async fn() {
    for (const name of ["session", "sid", "pickle", "ring", "ring_layout"]) {
      const file = `${name}.jsonl`, text = await Deno.readTextFile(new URL(file, folder));
      const { results } = await run(file, text);
      equal(results.filter(({ failure }) => failure !== ""), []);
      equal(results.length, text.trim().split("\n").length);
    }
  },
});

Deno.test("a line that is of no kind is a failure, and names its fields", async () => {
  const { results } = await run("x", '{"a":1,"b":2}\n\n');
  equal(results.map(({ name, failure }) => [name, failure !== ""]), [["fields a, b", true]]);
});
