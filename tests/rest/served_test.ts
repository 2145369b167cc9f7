import { memoryKv } from "../../kvs/mod.ts";
import { Hono } from "../../host/deps.ts";
import { rate, resource, rest } from "../../rest/mod.ts";
import { equal } from "../_support/assert.ts";
import { virtualClock } from "../_support/clock.ts";

const things = resource({ name: "things", table: "thing", may: "anyone" });

Deno.test("pages of other origins read what the configuration grants them, errors as well", async () => {
  using kv = memoryKv();
  const cors = { origins: ["https://a.example"], credentials: true };
  const api = rest({ kv, resources: [things], cors });
  const granted = async (origin: string, method: string, path: string) => {
    const headers = {
      origin,
      ...method === "OPTIONS" && { "access-control-request-method": "PUT" },
    };
    const answer = await api.request(path, { method, headers });
    return [answer.status, answer.headers.get("access-control-allow-origin")];
  };
  equal(await granted("https://a.example", "GET", "/rest/things/x"), [404, "https://a.example"]);
  equal(await granted("https://a.example", "OPTIONS", "/rest/things/x"), [
    204,
    "https://a.example",
  ]);
  equal(await granted("https://b.example", "GET", "/rest/things"), [200, null]);
  equal(await granted("https://b.example", "OPTIONS", "/rest/things"), [204, null]);
  const bare = rest({ kv, resources: [things] });
  const answer = await bare.request("/rest/things", { headers: { origin: "https://a.example" } });
  equal(answer.headers.get("access-control-allow-origin"), null);
});

Deno.test("who asks too often waits until the window is over, and is told so all the time", async () => {
  using kv = memoryKv();
  const clock = virtualClock(),
    api = rest({ kv, resources: [things], rate: rate({ limit: 2, window: 60, clock }) });
  const ask = async () => {
    const { status, headers } = await api.request("/rest/things");
    return [status, headers.get("ratelimit"), headers.get("retry-after")];
  };
  equal(await ask(), [200, '"default";r=1;t=60', null]);
  equal(await ask(), [200, '"default";r=0;t=60', null]);
  equal(await ask(), [429, '"default";r=0;t=60', "60"]);
  clock.advance(60_000);
  equal(await ask(), [200, '"default";r=1;t=60', null]);
});

Deno.test("mounted beside pages an API answers for its own addresses only, and its errors are problems", async () => {
  using kv = memoryKv();
  const app = new Hono();
  app.get("/", (c) => c.text("a page"));
  app.route("/", rest({ kv, resources: [things] }));
  app.get("/later", (c) => c.text("another"));
  equal(await (await app.request("/")).text(), "a page");
  equal(await (await app.request("/later")).text(), "another");
  for (const path of ["/rest/nosuch", "/rest/things/x"]) {
    const answer = await app.request(path);
    equal([answer.status, answer.headers.get("content-type")], [404, "application/problem+json"]);
  }
});

Deno.test("a list is told in pages that lead to one another, both ways", async () => {
  using kv = memoryKv();
  await things.source(kv).alter(
    Array.from({ length: 25 }, (_, n) => ({ id: n, record: { id: n }, version: null })),
  );
  const api = rest({ kv, resources: [things] }), seen: number[] = [];
  let path: string | undefined = "/rest/things?limit=10", back = "";
  while (path !== undefined) {
    const answer: Response = await api.request(path, { headers: { prefer: "count=exact" } });
    equal(answer.headers.get("x-total-count"), "25");
    const link: string = answer.headers.get("link") ?? "",
      told: { things: { id: number }[] } = await answer.json();
    seen.push(...told.things.map(({ id }) => id));
    path = /<([^>]+)>; rel="next"/.exec(link)?.[1];
    back = /<([^>]+)>; rel="prev"/.exec(link)?.[1] ?? back;
  }
  equal(seen, Array.from({ length: 25 }, (_, n) => n));
  equal((await (await api.request(back)).json()).things[0], { id: 10 });
});

Deno.test("records as CSV carry no formula, and as HTML no markup", async () => {
  using kv = memoryKv();
  const types = ["application/json", "text/csv", "text/html", "application/x-ndjson"];
  const shown = resource({ name: "things", table: "thing", may: "anyone", types });
  const api = rest({ kv, resources: [shown] }), name = '=1+"1"<script>';
  const record = { id: "a", name };
  await shown.source(kv).alter([{ id: "a", record, version: null }]);
  const told = async (accept: string) =>
    await (await api.request("/rest/things", { headers: { accept } })).text();
  equal(await told("text/csv"), 'id,name\r\na,"\'=1+""1""<script>"\r\n');
  equal((await told("text/html")).includes("<td>=1+&quot;1&quot;&lt;script&gt;</td>"), true);
  equal(await told("application/x-ndjson"), `${JSON.stringify({ id: "a", name })}\n`);
});
