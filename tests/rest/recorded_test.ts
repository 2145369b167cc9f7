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
