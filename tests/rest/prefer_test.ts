import { memoryKv, table } from "../../kvs/mod.ts";
import { resource, rest, type RestApp } from "../../rest/mod.ts";
import { equal } from "../_support/assert.ts";

const things = resource({
  name: "things",
  table: table<{ id: string; name?: string }>("thing", { fields: ["id", "name"] }),
  may: "anyone",
  limits: { bytes: 200, depth: 2 },
});

async function ask(api: RestApp, path: string, prefer: string, init: RequestInit = {}) {
  const answer = await api.request(`/rest/${path}`, {
    ...init,
    headers: { ...init.headers, prefer },
  });
  const text = await answer.text();
  const { headers, status } = answer;
  return { status, text, applied: headers.get("preference-applied"), vary: headers.get("vary") };
}

const post = (body: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body,
});

Deno.test("the body of a change is sent or left out as is preferred, and it is told", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [things] });
  const minimal = await ask(api, "things", "return=minimal", post('{"id":"a"}'));
  equal([minimal.status, minimal.text, minimal.applied], [201, "", "return=minimal"]);
  const whole = await ask(api, "things", 'return="representation"; x=1', post('{"id":"b"}'));
  equal([whole.status, whole.text, whole.applied], [201, '{"id":"b"}', "return=representation"]);
  const none = await ask(api, "things", "wait=10", post('{"id":"c"}'));
  equal([none.status, none.text, none.applied], [201, '{"id":"c"}', null]);
  const first = await ask(
    api,
    "things",
    "Return=Minimal, return=representation",
    post('{"id":"d"}'),
  );
  equal([first.text, first.applied], ["", "return=minimal"]);
  equal(first.vary, "accept, accept-encoding, prefer");
});

Deno.test("a list is counted where that is preferred", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [things] });
  await ask(api, "things", "", post('[{"id":"a"},{"id":"b"}]'));
  const told = await api.request("/rest/things?limit=1", { headers: { prefer: "count=exact" } });
  await told.body?.cancel();
  equal(["x-total-count", "preference-applied", "vary"].map((name) => told.headers.get(name)), [
    "2",
    "count=exact",
    "accept, accept-encoding, prefer",
  ]);
});

Deno.test("handled strictly a preference that nobody knows is refused; leniently a parameter is passed over", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [things] });
  const codeOf = ({ text }: { text: string }) => {
    const { code, errors } = JSON.parse(text);
    return [code, errors?.[0].header ?? errors?.[0].parameter];
  };
  equal(codeOf(await ask(api, "things?nosuch=1", "")), ["bad_parameter", "nosuch"]);
  equal(codeOf(await ask(api, "things?nosuch=1", "handling=strict")), ["bad_parameter", "nosuch"]);
  const lenient = await ask(api, "things?nosuch=1&limit=1", "handling=lenient, wait=5");
  equal([lenient.status, lenient.applied], [200, "handling=lenient"]);
  equal(codeOf(await ask(api, "things?limit=x", "handling=lenient")), ["bad_parameter", "limit"]);
  for (
    const prefer of [
      "handling=strict, wait=5",
      "respond-async, handling=strict",
      "handling=strict, return=nothing",
    ]
  ) {
    const refused = await ask(api, "things", prefer);
    equal([refused.status, codeOf(refused)], [400, ["bad_header", "prefer"]]);
  }
  const both = await ask(api, "things", "return=minimal, handling=strict", post('{"id":"e"}'));
  equal([both.status, both.applied], [201, "return=minimal, handling=strict"]);
  equal((await ask(api, "things", "handling=maybe, x")).status, 200);
});

Deno.test("the bounds of a resource hold for its bodies, whatever those of the API are", async () => {
  using kv = memoryKv();
  const others = resource({ name: "others", table: "other", may: "anyone" });
  const api = rest({ kv, resources: [things, others], maxBytes: 1_000 });
  const long = JSON.stringify({ id: "a", name: "x".repeat(300) }),
    deep = '{"id":"a","name":[[[1]]]}';
  equal((await ask(api, "things", "", post(long))).status, 413);
  equal((await ask(api, "things", "", post(deep))).status, 413);
  for (
    const [method, type] of [["PUT", "application/json"], [
      "PATCH",
      "application/merge-patch+json",
    ]] as const
  ) {
    for (const body of [long, deep]) {
      equal(
        (await ask(api, "things/a", "", { method, headers: { "content-type": type }, body }))
          .status,
        413,
      );
    }
  }
  equal((await ask(api, "others", "", post(long))).status, 201);
  equal((await ask(api, "others", "", post('{"id":"b","name":[[[1]]]}'))).status, 201);
});
