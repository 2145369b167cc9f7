import { type Kv, memoryKv, table } from "../../../kvs/mod.ts";
import { resource, rest, type RestApp } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";

interface User {
  readonly id: string;
  readonly name?: string;
  readonly age?: number;
}

const users = resource({
  name: "users",
  table: table<User>("user", { fields: ["id", "name", "age"], unique: ["name"] }),
  may: "anyone",
  id: "text",
});

function apiOf(kv: Kv, options: object = {}): RestApp {
  return rest({ kv, resources: [users], ...options });
}

interface Case {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  readonly status: number;
  /** What the first error points to. */
  readonly at?: string;
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const post = (name: string, body: BodyInit, status: number, at?: string, headers = json): Case => ({
  name,
  method: "POST",
  headers,
  body,
  status,
  ...(at !== undefined && { at }),
});

const CASES: readonly Case[] = [
  post("malformed JSON", '{"id":', 400, "/id"),
  post("an empty body", "", 400, ""),
  post("a key twice", '{"id":"a","id":"b"}', 400, "/id"),
  post("a lone surrogate", '{"id":"\\ud800"}', 400, "/id"),
  post("a number over 2^53", '{"id":"a","age":9007199254740993}', 400, "/age"),
  post("depth", `{"id":${"[".repeat(100)}${"]".repeat(100)}}`, 413),
  post("an unknown field", '{"id":"a","nosuch":1}', 422, "/nosuch"),
  post("__proto__", '{"id":"a","__proto__":{"age":1}}', 400, "/__proto__"),
  post("constructor", '{"id":"a","constructor":{"prototype":{}}}', 422, "/constructor"),
  post("a list of what is no object", "[1]", 422, "/0"),
  post("an empty list", "[]", 422, ""),
  post("text", '"x"', 422, ""),
  post("no id", '{"name":"x"}', 422, "/id"),
  post("an empty id", '{"id":""}', 422, "/id"),
  post("an id of NUL", '{"id":"a\\u0000b"}', 422, "/id"),
  post("an id over the limit", JSON.stringify({ id: "ю".repeat(700) }), 422, "/id"),
  post("an id that is an object", '{"id":{"a":1}}', 422, "/id"),
  post("bytes that are no UTF-8", Uint8Array.of(0x22, 0xff, 0x22), 400, ""),
  post("a body over the limit", JSON.stringify({ id: "a", name: "x".repeat(1_100_000) }), 413, ""),
  post("a form that is none", "id=%zz", 400, "/id", form),
  post("a field of a form twice", "id=a&name=b&name=c", 400, "/name", form),
  post("__proto__ in a form", "id=a&__proto__=1", 400, "/__proto__", form),
  post("another type", "id: a", 415, "content-type", { "content-type": "application/yaml" }),
  post("another charset", "{}", 415, "content-type", {
    "content-type": "application/json; charset=koi8-u",
  }),
  post(
    "another coding",
    "{}",
    415,
    "content-encoding",
    { ...json, "content-encoding": "br" } as typeof json,
  ),
  post(
    "gzip that is none",
    "{}",
    400,
    undefined,
    { ...json, "content-encoding": "gzip" } as typeof json,
  ),
  { name: "an unknown resource", path: "/rest/nosuch", status: 404 },
  { name: "an unknown record", path: "/rest/users/nobody", status: 404 },
  { name: "an id with a slash", path: "/rest/users/a%2Fb", status: 404 },
  { name: "two dots", path: "/rest/users/%2e%2e", status: 404 },
  { name: "an id of NUL in the address", path: "/rest/users/%00", status: 404 },
  { name: "bytes of an address that are no UTF-8", path: "/rest/users/%ff", status: 400, at: "id" },
  { name: "a percent that escapes nothing", path: "/rest/users/100%", status: 400, at: "id" },
  { name: "an id with a mark of none", path: "/rest/users/~x", status: 400, at: "id" },
  { name: "an id that no key holds", path: `/rest/users/${"x".repeat(5_000)}`, status: 404 },
  { name: "an unknown parameter", path: "/rest/users?nosuch=1", status: 400, at: "nosuch" },
  { name: "a parameter twice", path: "/rest/users?limit=1&limit=2", status: 400, at: "limit" },
  {
    name: "a parameter of bytes that are no UTF-8",
    path: "/rest/users?id=%ff",
    status: 400,
    at: "id",
  },
  {
    name: "a parameter cut in a character",
    path: "/rest/users?name[in]=a&name[in]=%E2%82",
    status: 400,
    at: "name[in]",
  },
  {
    name: "a parameter of half a pair",
    path: "/rest/users?limit=1&id[gt]=%ED%A0%80",
    status: 400,
    at: "id[gt]",
  },
  {
    name: "a parameter with a percent that escapes nothing",
    path: "/rest/users?id[starts]=50%",
    status: 400,
    at: "id[starts]",
  },
  { name: "a limit of nothing", path: "/rest/users?limit=0", status: 400, at: "limit" },
  { name: "a limit that is no number", path: "/rest/users?limit=1e2", status: 400, at: "limit" },
  { name: "a forged cursor", path: "/rest/users?after=AAAA", status: 400 },
  { name: "a method that is not allowed", method: "DELETE", path: "/rest/users", status: 405 },
  { name: "a method that nobody knows", method: "BREW", path: "/rest/users", status: 501 },
  { name: "a type that is not there", headers: { accept: "image/png" }, status: 406, at: "accept" },
  {
    name: "tags that are none",
    path: "/rest/users/ann",
    headers: { "if-match": "x" },
    status: 400,
    at: "if-match",
  },
  {
    name: "PUT of another id",
    method: "PUT",
    path: "/rest/users/new",
    headers: json,
    body: '{"id":"other"}',
    status: 422,
    at: "/id",
  },
  {
    name: "a name that is taken",
    method: "PUT",
    path: "/rest/users/new",
    headers: json,
    body: '{"name":"Ann"}',
    status: 409,
  },
  {
    name: "PATCH of nobody",
    method: "PATCH",
    path: "/rest/users/nobody",
    headers: json,
    body: "{}",
    status: 404,
  },
  {
    name: "a patch that is no list",
    method: "PATCH",
    path: "/rest/users/ann",
    headers: patchType(),
    body: "{}",
    status: 400,
    at: "",
  },
  { name: "DELETE of nobody", method: "DELETE", path: "/rest/users/nobody", status: 404 },
];

function patchType(): Record<string, string> {
  return { "content-type": "application/json-patch+json" };
}

Deno.test("each bad request is the right problem, says where, and stores nothing", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await api.request("/rest/users", {
    method: "POST",
    headers: json,
    body: '{"id":"ann","name":"Ann"}',
  });
  for (
    const { name, method = "GET", path = "/rest/users", headers = {}, body, status, at } of CASES
  ) {
    const answer = await api.request(path, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    const told = await answer.json();
    equal(answer.status, status, `${name}: ${JSON.stringify(told)}`);
    equal(answer.headers.get("content-type"), "application/problem+json", name);
    equal(told.status, status, name);
    if (at !== undefined) {
      const [flaw] = told.errors ?? [];
      equal(
        flaw?.pointer ?? flaw?.parameter ?? flaw?.header,
        at,
        `${name}: ${JSON.stringify(told)}`,
      );
    }
  }
  equal(await (await api.request("/rest/users")).json(), { users: [{ id: "ann", name: "Ann" }] });
});

Deno.test("a bomb of gzip is cut off where the limit is, however little was sent", async () => {
  using kv = memoryKv();
  const zeros = new Blob([new Uint8Array(50_000_000)]).stream().pipeThrough(
    new CompressionStream("gzip"),
  );
  const bomb = new Uint8Array(await new Response(zeros).arrayBuffer());
  assert(bomb.length < 60_000);
  const headers = { ...json, "content-encoding": "gzip" };
  const answer = await apiOf(kv).request("/rest/users", { method: "POST", headers, body: bomb });
  equal([answer.status, (await answer.json()).code], [413, "too_large"]);
});

Deno.test("a body that does not come is given up in time", async () => {
  using kv = memoryKv();
  const clock = virtualClock();
  const body = new ReadableStream<Uint8Array>({
    start: (to) => to.enqueue(new TextEncoder().encode('{"id"')),
  });
  const asked = apiOf(kv, { clock, bodyMs: 5_000 }).request("/rest/users", {
    method: "POST",
    headers: json,
    body,
  });
  for (let n = 0; n < 100 && clock.pending === 0; n++) await Promise.resolve();
  clock.advance(5_000);
  equal((await asked).status, 408);
});
