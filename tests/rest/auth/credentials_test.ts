import { memoryKv } from "../../../kvs/mod.ts";
import { type Person, rate, resource, rest } from "../../../rest/mod.ts";
import { apiKeys, credentials } from "../../../rest/auth/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { lacks } from "../../_support/permission.ts";

const tokens: Readonly<Record<string, { id: string; scopes?: readonly string[] }>> = {
  good: { id: "tina" },
  "a.b-c_d~e+f/g==": { id: "tina", scopes: ["notes:read"] },
};
const verify = (token: string) => {
  if (token === "broken") throw new TypeError("the keys of the issuer cannot be had");
  return tokens[token];
};

/** What who asks is told of themselves. */
const whoami = {
  id: "whoami",
  method: "GET",
  path: "/whoami",
  summary: "Who asks",
  tag: "test",
  parameters: [],
  responses: { 200: { description: "who", content: { "application/json": {} } } },
  guarded: false,
  run: ({ person }: { person: Person | undefined }) =>
    Promise.resolve({ status: 200, value: person ?? null }),
} as const;

async function made() {
  const kv = memoryKv(), keys = apiKeys(kv);
  const session = ({ headers }: Request): Person | undefined =>
    headers.get("cookie") === "n2o=cora" ? { id: "cora", by: "cookie" } : undefined;
  const notes = resource({ name: "notes", table: "note", may: { list: { scope: "notes:read" } } });
  const api = rest({
    kv,
    resources: [notes],
    operations: [whoami],
    who: credentials({ keys, verify, session }),
  });
  const { text } = await keys.make({ owner: "kim", name: "x", scopes: ["notes:write"] });
  return { kv, keys, api, text };
}

Deno.test("who asks is whoever the request says on purpose, and the cookie counts where it says nothing", async () => {
  const { kv, api, text } = await made();
  using _kv = kv;
  const invalid =
    'Bearer error="invalid_token", error_description="the key or token is none, or no longer"';
  const unreadable = 'Bearer error="invalid_request"';
  const cookie = "n2o=cora";
  const cases: readonly (readonly [Record<string, string>, string | null | number, string?])[] = [
    [{}, null],
    [{ cookie }, "cora"],
    [{ cookie: "n2o=nobody" }, null],
    [{ authorization: "Bearer good" }, "tina"],
    [{ authorization: "bearer good" }, "tina"],
    [{ authorization: "BEARER   good" }, "tina"],
    [{ authorization: "Bearer a.b-c_d~e+f/g==" }, "tina"],
    [{ authorization: `Bearer ${text}` }, "kim"],
    [{ "x-api-key": text }, "kim"],
    // What is said on purpose counts, and never falls back to the cookie.
    [{ cookie, authorization: "Bearer good" }, "tina"],
    [{ cookie, "x-api-key": text }, "kim"],
    [{ cookie, authorization: "Bearer bad" }, 401, invalid],
    [{ cookie, "x-api-key": "n2o_x" }, 401, invalid],
    [{ authorization: "Bearer bad" }, 401, invalid],
    [{ authorization: `Bearer ${text}x` }, 401, invalid],
    [{ authorization: `Bearer ${text.slice(0, -1)}` }, 401, invalid],
    [{ "x-api-key": "good" }, 401, invalid],
    // Two at once
    [{ authorization: "Bearer good", "x-api-key": text }, 400, unreadable],
    [{ authorization: `Bearer ${text}`, "x-api-key": text }, 400, unreadable],
    [{ authorization: "Bearer good, Bearer good" }, 400, unreadable],
    [{ authorization: "Bearer good good" }, 400, unreadable],
    [{ "x-api-key": `${text}, ${text}` }, 400, unreadable],
    // Odd ones
    [{ authorization: "" }, 400, unreadable],
    [{ authorization: "Bearer" }, 400, unreadable],
    [{ authorization: "Bearer " }, 400, unreadable],
    [{ authorization: "Bearer =" }, 400, unreadable],
    [{ authorization: "Bearer a=b" }, 400, unreadable],
    [{ authorization: "Bearer \u00e9" }, 400, unreadable],
    [{ authorization: 'Bearer "good"' }, 400, unreadable],
    [{ authorization: "Bearer\tgood" }, 400, unreadable],
    [{ authorization: "good" }, 401, "Bearer"],
    [{ authorization: "Basic YTpi" }, 401, "Bearer"],
    [{ authorization: "Digest username=x, realm=y" }, 401, "Bearer"],
    [{ authorization: "Bearer,good" }, 400, unreadable],
    [{ authorization: "\u00e9" }, 400, unreadable],
    [{ authorization: `Bearer ${"a".repeat(9_000)}` }, 400, unreadable],
    [{ "x-api-key": "a".repeat(9_000) }, 400, unreadable],
    [{ "x-api-key": "" }, 400, unreadable],
    [{ authorization: "Bearer __proto__" }, 401, invalid],
  ];
  for (const [headers, wanted, challenge] of cases) {
    const answer = await api.request("/rest/whoami", { headers });
    const label = JSON.stringify(headers).slice(0, 200), told = await answer.json();
    if (typeof wanted === "number") {
      equal(answer.status, wanted, label);
      const said = answer.headers.get("www-authenticate") ?? "";
      assert(said.startsWith(challenge ?? ""), `${label}: ${said}`);
      equal(answer.headers.get("content-type"), "application/problem+json");
      const [flaw] = told.errors;
      assert(flaw.header === "authorization" || flaw.header === "x-api-key", label);
      assert(!JSON.stringify(told).includes(text), label);
    } else equal([answer.status, told?.id ?? null], [200, wanted], label);
  }
});

Deno.test("a fault of what verifies is a fault, and nobody is let in or turned away for it", async () => {
  const { kv, api } = await made();
  using _kv = kv;
  const answer = await api.request("/rest/whoami", { headers: { authorization: "Bearer broken" } });
  equal([answer.status, answer.headers.get("www-authenticate")], [500, null]);
  assert(!(await answer.text()).includes("issuer"));
});

Deno.test("a challenge says what is missing: nobody, an invalid token, a scope", async () => {
  const { kv, api, text } = await made();
  using _kv = kv;
  const ask = async (headers: Record<string, string>) => {
    const { status, headers: told } = await api.request("/rest/notes", { headers });
    return [status, told.get("www-authenticate")];
  };
  equal(await ask({}), [401, "Bearer"]);
  equal(await ask({ authorization: "Bearer good" }), [200, null]);
  equal(await ask({ authorization: "Bearer a.b-c_d~e+f/g==" }), [200, null]);
  equal(await ask({ authorization: `Bearer ${text}` }), [
    403,
    'Bearer error="insufficient_scope", scope="notes:read"',
  ]);
});

Deno.test("what one person is told no cache tells another", async () => {
  const { kv, api } = await made();
  using _kv = kv;
  const headersOf = async (headers: Record<string, string>) => {
    const told = (await api.request("/rest/whoami", { headers })).headers;
    const vary = (told.get("vary") ?? "").split(",").map((each) => each.trim());
    return [
      ["authorization", "cookie", "x-api-key"].every((each) => vary.includes(each)),
      told.get("cache-control"),
    ];
  };
  equal(await headersOf({}), [true, null]);
  equal(await headersOf({ cookie: "n2o=cora" }), [true, "private, no-cache"]);
  equal(await headersOf({ authorization: "Bearer good" }), [true, "private, no-cache"]);
});

Deno.test("whose credentials do not hold has a rate, too", async () => {
  using kv = memoryKv();
  const keys = apiKeys(kv), counted: string[] = [], count = rate({ limit: 2, window: 60 });
  const api = rest({
    operations: [whoami],
    who: credentials({ keys }),
    rate: (request, person) => {
      counted.push(person?.id ?? "nobody");
      return count(request, person);
    },
  });
  const guess = async () =>
    (await api.request("/rest/whoami", { headers: { "x-api-key": "n2o_x" } })).status;
  equal([await guess(), await guess(), await guess()], [401, 401, 429]);
  equal(counted, ["nobody", "nobody", "nobody"]);
});

Deno.test({
  name: "headers that a client of its own writes do no harm: NUL, twice, huge, folded",
  ignore: lacks("net"),
  async fn() {
    const { kv, api, text } = await made();
    using _kv = kv;
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      (request) => api.fetch(request),
    );
    const send = async (...lines: readonly string[]) => {
      using socket = await Deno.connect({ port: server.addr.port });
      const head = ["GET /rest/whoami HTTP/1.1", "host: x", "connection: close", ...lines, "", ""]
        .join("\r\n");
      await socket.write(Uint8Array.from(head, (sign) => sign.charCodeAt(0)));
      return (await new Response(socket.readable).text()).split("\r\n")[0] ?? "";
    };
    try {
      assert((await send(`authorization: Bearer ${text}`)).includes("200"));
      for (
        const lines of [
          [`authorization: Bearer ${text}\0`],
          ["authorization: Bearer \0"],
          [`authorization: Bearer ${text}`, `authorization: Bearer ${text}`],
          ["authorization: Bearer good", `authorization: Bearer ${text}`],
          [`x-api-key: ${text}`, `x-api-key: ${text}`],
          [`x-api-key: ${text}`, "authorization: Bearer good"],
          [`authorization: Bearer ${"a".repeat(10_000)}`],
          [`authorization: Bearer ${text}\r\n folded`],
          ["authorization : Bearer good"],
          ["authorization: Bearer \x80\xff"],
        ]
      ) {
        const status = await send(...lines);
        assert(
          /^HTTP\/1\.1 4\d\d/.test(status),
          `${JSON.stringify(lines).slice(0, 100)}: ${status}`,
        );
      }
      assert((await send(`authorization: Bearer ${text}`)).includes("200"));
    } finally {
      await server.shutdown();
    }
  },
});
