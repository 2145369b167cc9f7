import type { Line } from "../conformance/kind.ts";
import { replayed } from "../conformance/replay.ts";
import { run } from "../conformance/rest.ts";
import { equal } from "../_support/assert.ts";
import { absent, folder } from "../_support/golden.ts";

Deno.test({
  name:
    "what the original answered of its sample and its feeds is answered, or differs by a rule that has a reason",
  ignore: absent,
  async fn() {
    const text = await Deno.readTextFile(new URL("rest/rest.jsonl", folder));
    const { results } = await run("rest", text);
    equal(results.filter(({ failure }) => failure !== ""), []);
    equal(results.length, 414);
  },
});

Deno.test({
  name:
    "what functions of the original answered is answered, or differs by a rule that has a reason",
  ignore: absent,
  async fn() {
    const text = await Deno.readTextFile(new URL("rest/rest_functions.jsonl", folder));
    const { results } = await run("functions", text);
    equal(results.filter(({ failure }) => failure !== ""), []);
    equal(results.length, 59);
  },
});

Deno.test("a line that cannot be replayed fails alone, and those around it are replayed", async () => {
  const line = (method: string, body: string) =>
    JSON.stringify({
      other: { member: 1 },
      response: { body, headers: {}, status: method === "GET" ? 200 : 501 },
      request: { headers: {}, path: "/rest/users/vlad", method },
      seed: "one",
      backend: "own",
      step: 1,
      case: `own-${method}`,
    });
  const lines = [line("GET", '{"id":"vlad"}'), line("GET", "no JSON"), line("CONNECT", "")];
  const { results } = await run("own", [...lines, line("get", ""), lines[0]].join("\n"));
  equal(results.map(({ failure }) => failure !== ""), [false, true, false, false, false]);
});

Deno.test("records of a seed that nothing is known of are those that the original shows first", async () => {
  const line = (path: string, body: string) =>
    JSON.stringify({
      case: path,
      step: 1,
      backend: "own",
      seed: "others",
      request: { method: "GET", path, headers: {} },
      response: { status: 200, body },
    });
  const told = '{"id":"a","cn":{"b":[1,300]},"name":[],"type":-0.0}';
  const { results } = await run(
    "own",
    [line("/rest/users/a", told), line("/rest/users", `{"users":[${told}]}`)].join("\n"),
  );
  equal(results.map(({ failure, difference }) => [failure, difference?.slice(0, 2)]), [
    ["", "7:"],
    ["", "7:"],
  ]);
});

Deno.test("a function whose result cannot be told as it was differs by a rule, and another result is a failure", async () => {
  const line = (name: string, argument: string, resultJson: string) =>
    JSON.stringify({ function: name, args: [argument], resultJson });
  const { results } = await run(
    "own",
    [
      line("rest:parse/1", '"[{a,1},{b,\\"c\\"}]"', '{"a":1,"b":[99]}'),
      line("rest:parse/1", '"{a,{b,[c]}}"', '"{a,{b,[c]}}"'),
      line("rest:parse/1", '"{a,{b,[c]}}"', '"{a,{b,[d]}}"'),
      line("rest:to_json/1", "<<0>>", '"\\u0000"'),
      line("rest:to_json/1", "[9007199254740993]", "[9007199254740993]"),
      line("rest_kvs:parse_id/1", '<<"step,1-1,\\"x\\"">>', '"{step,0,\\"x\\"}"'),
      line("rest_kvs:parse_id/1", '<<"step,1,\\"x\\"">>', '"{step,2,\\"x\\"}"'),
      line("rest:nosuch/1", "1", "1"),
    ].join("\n"),
  );
  equal(results.map(({ failure }) => failure === ""), [true, true, false, true, true, true, false]);
});

Deno.test("lines of a kind that throws on one of them are replayed without it", async () => {
  const kind = {
    is: () => true,
    run(lines: readonly Line[]) {
      if (lines.some(({ n }) => n === 2)) throw new Error("not 2");
      return lines.map(({ n }) => ({ name: String(n), failure: "" }));
    },
  };
  const text = [1, 2, 3, 4].map((n) => JSON.stringify({ n })).join("\n");
  const { results } = await replayed({ list: "own", text, kinds: [kind] });
  equal(results.map(({ failure }) => failure), ["", "not 2", "", ""]);
});

Deno.test("a line that says another thing passes nowhere", async () => {
  const request = { method: "GET", path: "/rest/users/vlad", headers: {} };
  const passed = async (status: number, body: string) => {
    const line = {
      case: "own",
      step: 1,
      backend: "own",
      seed: "one",
      request,
      response: { status, body },
    };
    const { results: [result] } = await run("own", JSON.stringify(line));
    return result?.failure === "" && result.difference === undefined;
  };
  equal(await passed(200, '{"id":"vlad"}'), true);
  equal(await passed(200, '{"id":"vlad","cn":"x"}'), false);
  equal(await passed(404, ""), false);
});
