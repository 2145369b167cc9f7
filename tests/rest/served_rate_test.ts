import { memoryKv } from "../../kvs/mod.ts";
import { rate, resource, rest } from "../../rest/mod.ts";
import { equal } from "../_support/assert.ts";
import { virtualClock } from "../_support/clock.ts";
import { random } from "../_support/random.ts";

const users = resource({ name: "users", table: "user", may: "anyone" });
const PAGE = "https://app.example.com";
const preflight = { origin: PAGE, "access-control-request-method": "PUT" };

Deno.test("what no operation answers is counted as what one does, whoever floods with whichever addresses and methods", async () => {
  const { pick, below } = random(1);
  for (let round = 0; round < 20; round++) {
    using kv = memoryKv();
    const limit = 1 + below(8), clock = virtualClock();
    const api = rest({
      kv,
      resources: [users],
      rate: rate({ limit, window: 60, clock }),
      cors: { origins: [PAGE] },
    });
    for (let n = 0; n < 20; n++) {
      const [method, path, status, headers] = pick<readonly [string, string, number, HeadersInit?]>(
        [
          ["GET", `/rest/none${n}`, 404],
          ["POST", "/rest/%zz", 400],
          ["GET", "/elsewhere", 404],
          ["DELETE", "/rest/users", 405],
          ["BREW", "/rest/users", 501],
          ["OPTIONS", "/rest/users", 204],
          ["OPTIONS", `/rest/none/${n}`, 404, preflight],
          ["OPTIONS", "/rest/users", 204, { ...preflight, origin: "https://evil.example" }],
          ["GET", "/rest/users", 200],
        ],
      );
      // It is granted to ask, and no more than that: the page's own requests are counted.
      const asked = await api.request("/rest/users/ann", { method: "OPTIONS", headers: preflight });
      equal([asked.status, asked.headers.get("access-control-allow-origin")], [204, PAGE]);
      const answer = await api.request(path, { method, headers: headers ?? {} });
      equal(answer.status, n < limit ? status : 429, `${n} of ${limit}: ${method} ${path}`);
      if (n >= limit) {
        equal(answer.headers.get("retry-after"), "60");
        equal((await answer.json()).code, "limited");
      } else await answer.body?.cancel();
    }
    clock.advance(60_000);
    equal((await api.request("/rest/none")).status, 404);
  }
});

Deno.test("a flood of unknown addresses by nobody takes nothing from who is known, and one by somebody is theirs", async () => {
  using kv = memoryKv();
  const api = rest({
    kv,
    resources: [users],
    rate: rate({ limit: 3, window: 60, clock: virtualClock() }),
    who: ({ headers }) => {
      const id = headers.get("x-id");
      return id === null ? undefined : { id, by: "token" };
    },
  });
  const ask = async (path: string, id?: string) =>
    (await api.request(path, { headers: id === undefined ? {} : { "x-id": id } })).status;
  for (let n = 0; n < 10; n++) await ask(`/rest/${n}`);
  equal(await ask("/rest/x"), 429);
  equal([await ask("/rest/x", "ann"), await ask("/rest/users", "ann")], [404, 200]);
  for (let n = 0; n < 10; n++) await ask(`/rest/${n}`, "ann");
  equal([await ask("/rest/users", "ann"), await ask("/rest/users", "bob")], [429, 200]);
});
