import { seededSid } from "../../n2o/session/pickle.ts";
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

Deno.test("each line of a file is counted, whatever it is, and one that cannot be replayed passes nowhere", async () => {
  const known = { seed: "1", seed_hex: "836101", key: "k", sid: seededSid(1, "k") };
  const good = JSON.stringify(known), other = JSON.stringify({ ...known, sid: "0" });
  const ring = { vnodes: 4, nodes: "[]", key: "1", key_hex: "836101", contains: false };
  const empty = JSON.stringify({ ...ring, node: "{error,empty_ring}" });
  const cases: readonly [text: string, passed: number, of: number][] = [
    ["", 0, 0],
    [" \r\n\n", 0, 0],
    [`${good}\r\n${good}\r\n`, 2, 2],
    [`${good}\n${other}\n\n${good}`, 2, 3],
    [`${good}\n{"a":1,"b":2}\n${empty}`, 2, 3],
    [`not json\n[1]\nnull\n7\n{}\n${good}`, 1, 6],
    [JSON.stringify({ ...ring, node: "1" }), 0, 1],
    [JSON.stringify({ ...ring, nodes: "[a", node: "a" }), 0, 1],
    [JSON.stringify({ ...ring, nodes: "a", node: "a" }), 0, 1],
    [JSON.stringify({ ...ring, key_hex: "83", node: "a" }), 0, 1],
    ['{"scheme":1,"pickle":2}\n{"step":1,"result":2}\n{"sid":1,"seed_hex":"zz"}', 0, 3],
  ];
  for (const [text, passed, of] of cases) {
    const { results } = await run("x", text);
    equal([results.filter(({ failure }) => failure === "").length, results.length], [passed, of]);
  }
  const { results } = await run("x", '\n{"a":1,"b":2}');
  equal(results.map(({ name, failure }) => [name, failure]), [
    ["line 2", "no kind of recorded answers has fields a, b"],
  ]);
});
