/**
 * For each class of "Do not mirror" of the recorded answers that is about resources: that ours differs. Numbers are those of that list.
 */
import { get, type Kv, memoryKv, put, table } from "../../kvs/mod.ts";
import { parse, resource, rest, type RestApp, RestError } from "../../rest/mod.ts";
import { equal, throws } from "../_support/assert.ts";

interface User {
  readonly id: string;
  readonly name?: string;
  readonly age?: number;
}

const users = resource({
  name: "users",
  table: table<User>("user", { fields: ["id", "name", "age"] }),
  may: "anyone",
});

function apiOf(kv: Kv): RestApp {
  return rest({ kv, resources: [users] });
}

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function ask(
  api: RestApp,
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Told> {
  const type = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
  const answer = await api.request(path, {
    method,
    headers: { ...type, ...headers },
    ...body !== undefined && { body },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const JSON_TYPE = { "content-type": "application/json" };

Deno.test("1: an item is put and deleted, HEAD and OPTIONS are answered, and POST to an item creates nothing", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  equal((await ask(api, "PUT", "/rest/users/ann", "name=Ann")).status, 201);
  equal((await ask(api, "POST", "/rest/users/ann", "id=bob")).status, 405);
  equal(JSON.parse((await ask(api, "GET", "/rest/users")).text).users.length, 1);
  for (const path of ["/rest/users", "/rest/users/ann"]) {
    const read = await ask(api, "GET", path), head = await ask(api, "HEAD", path);
    equal([head.status, head.text, head.headers.get("etag")], [200, "", read.headers.get("etag")]);
    const options = await ask(api, "OPTIONS", path);
    equal([options.status, options.headers.get("allow")?.includes("HEAD")], [204, true]);
  }
  equal((await ask(api, "DELETE", "/rest/users/ann")).status, 204);
  equal((await ask(api, "GET", "/rest/users/ann")).status, 404);
});

Deno.test("2: a body of JSON is read, and one that is none, or no record, is the client's error", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), post = (body: string) => ask(api, "POST", "/rest/users", body, JSON_TYPE);
  equal((await post('{"id":"ann","age":5}')).status, 201);
  equal(await get(kv, "user", "ann"), { id: "ann", age: 5 });
  for (const body of ["{", "", "7", '"x"', "[7]", "{}", '{"id":[]}', '{"id":null}', "null"]) {
    const { status, text } = await post(body);
    equal([status >= 400 && status < 500, JSON.parse(text).status], [true, status], body);
  }
});

Deno.test("3: text of Erlang is read and never evaluated, in an address as in a value", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await put(kv, "user", { id: ["step", 0, "100"] });
  equal((await ask(api, "GET", "/rest/users/step,0,100")).status, 200);
  for (
    const id of [
      'step,length(""),integer_to_list(100)',
      "step,erlang:halt(),1",
      "a,(fun() -> 1 end)()",
    ]
  ) {
    equal((await ask(api, "GET", `/rest/users/${encodeURIComponent(id)}`)).status, 404);
    throws(() => parse(`{${id}}`), RestError);
  }
});

Deno.test("4: a name that is not declared is not there, whatever a program has of that name", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  const names = [
    "erlang",
    "__proto__",
    "constructor",
    "toString",
    "user",
    "Users",
    "users%00",
    "..%2Fusers",
  ];
  for (const name of names) {
    for (const path of [`/rest/${name}`, `/rest/${name}/x`]) {
      equal((await ask(api, "GET", path)).status, 404, path);
    }
  }
});

Deno.test("7: values are told as they are: what is unset is left out, text is text, a list is a list", async () => {
  using kv = memoryKv();
  const all = resource({ name: "all", table: "all", may: "anyone" }),
    api = rest({ kv, resources: [all] });
  const values = {
    empty: "",
    list: [],
    small: [1, 2, 3],
    text: "Київ",
    float: 1.5,
    object: {},
    nothing: null,
    deep: [[{}]],
  };
  await put(kv, "all", { id: "a", unset: undefined, ...values });
  equal((await ask(api, "GET", "/rest/all/a")).text, JSON.stringify({ id: "a", ...values }));
});

Deno.test("8: fields that are unknown, come twice, or are no id are refused, and nothing is stored", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  for (const path of ["%ff", "a%", "%zz"]) {
    equal((await ask(api, "GET", `/rest/users/${path}`)).status, 400, path);
  }
  const refused = [["id=a&nosuch=1", "/nosuch"], ["id=a&id=b", "/id"], ["id=", "/id"], [
    "name=x",
    "/id",
  ]] as const;
  for (const [body, pointer] of refused) {
    const { status, text } = await ask(api, "POST", "/rest/users", body);
    equal(
      [status >= 400 && status < 500, JSON.parse(text).errors[0].pointer],
      [true, pointer],
      body,
    );
  }
  equal((await ask(api, "GET", "/rest/users")).text, '{"users":[]}');
});

Deno.test("9: types with parameters are taken, weights and an empty Accept heeded", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  const post = (type: string, body: string) =>
    ask(api, "POST", "/rest/users", body, { "content-type": type });
  equal((await post("application/json; charset=utf-8", '{"id":"a"}')).status, 201);
  equal((await post('APPLICATION/JSON;charset="UTF-8"', '{"id":"b"}')).status, 201);
  const told = async (accept: string) => {
    const { status, text } = await ask(api, "GET", "/rest/users/a", undefined, { accept });
    return [status, status === 200 ? text : ""];
  };
  for (const accept of ["", "application/json; charset=utf-8", "text/html, */*;q=0.1"]) {
    equal(await told(accept), [200, '{"id":"a"}']);
  }
  equal(await told("application/json;q=0"), [406, ""]);
  for (const [coding, status] of [["identity", 201], ["gzip", 400], ["br", 415]] as const) {
    const headers = { ...JSON_TYPE, "content-encoding": coding };
    equal((await ask(api, "POST", "/rest/users", '{"id":"c"}', headers)).status, status, coding);
  }
});

Deno.test("9: what a URL has to encode is read by a server all the same, but for a space and control characters", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), ids = ["юля", '"a"', "<b>", "a|b", "a^b", "a`b", "{a}", "[a]"];
  for (const id of ids) await put(kv, "user", { id });
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => api.fetch(request),
  );
  const status = async (id: string) => {
    const { readable, writable } = await Deno.connect({ port: server.addr.port });
    const text = `GET /rest/users/${id} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`;
    const writer = writable.getWriter();
    await writer.write(new TextEncoder().encode(text));
    const answer = await new Response(readable).text();
    await writer.close().catch(() => {}); // the server has closed it
    return answer.split(" ")[1];
  };
  for (const id of ids) equal(await status(id), "200", id);
  for (const id of ["a b", "a\tb", " "]) equal(await status(id), "400", JSON.stringify(id));
});

Deno.test("10: what is created is told with its address, and each error with what is wrong", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), made = await ask(api, "POST", "/rest/users", "id=ann");
  equal([made.status, made.headers.get("location"), made.text], [
    201,
    "/rest/users/ann",
    '{"id":"ann"}',
  ]);
  const taken = await ask(api, "POST", "/rest/users", "id=ann");
  equal([taken.status, JSON.parse(taken.text).code, JSON.parse(taken.text).errors[0].pointer], [
    409,
    "conflict",
    "/id",
  ]);
});

Deno.test("11: tags are sent, and preconditions are held against them", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await ask(api, "POST", "/rest/users", "id=ann");
  const etag = (await ask(api, "GET", "/rest/users/ann")).headers.get("etag") ?? "";
  equal(/^"[^"]+"$/.test(etag), true);
  const status = async (headers: Record<string, string>) =>
    (await ask(api, "GET", "/rest/users/ann", undefined, headers)).status;
  equal(await status({ "if-none-match": '"x"' }), 200);
  equal(await status({ "if-none-match": etag }), 304);
  equal(await status({ "if-match": etag }), 200);
  equal(await status({ "if-match": '"x"' }), 412);
  equal(
    (await ask(api, "POST", "/rest/users", `id=b&name=${"x".repeat(70_000)}`)).status < 413,
    true,
  );
});

Deno.test("12: a record is renamed in one commit, or stays as it was, and one is put without an id", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await put(kv, "user", [{ id: "ann", name: "Ann" }, { id: "bob" }]);
  equal((await ask(api, "PUT", "/rest/users/ann", "id=bob")).status, 409);
  equal(await get(kv, "user", "ann"), { id: "ann", name: "Ann" });
  const renamed = await ask(api, "PUT", "/rest/users/ann", "id=eve");
  equal([renamed.status, renamed.headers.get("content-location")], [200, "/rest/users/eve"]);
  equal([await get(kv, "user", "ann"), await get(kv, "user", "eve")], [undefined, {
    id: "eve",
    name: "Ann",
  }]);
  equal((await ask(api, "PUT", "/rest/users/eve", "name=Eve")).status, 200);
});

Deno.test("13: a list is told in pages, what it is asked for is heeded or refused, and a dot in an address stays one", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await put(kv, "user", Array.from({ length: 40 }, (_, n) => ({ id: `u${n}` })));
  const idsOf = async (query: string) =>
    JSON.parse((await ask(api, "GET", `/rest/users?${query}`)).text).users?.length;
  equal([await idsOf("limit=5"), await idsOf("order=desc&limit=40")], [5, 40]);
  equal((await ask(api, "GET", "/rest/users?offset=5")).status, 400);
  await put(kv, "user", { id: "a.b" });
  equal((await ask(api, "GET", "/rest/users/a.b")).text, '{"id":"a.b"}');
});

Deno.test("14: what is granted to nobody is not served, to known people only it is 401, and bodies are limited", async () => {
  using kv = memoryKv();
  const shy = resource({
    name: "users",
    table: "user",
    may: { list: "known", get: "anyone" },
    limits: { bytes: 100 },
  });
  const api = rest({ kv, resources: [shy] });
  equal((await ask(api, "GET", "/rest/users")).status, 401);
  equal((await ask(api, "POST", "/rest/users", "id=a")).status, 405);
  const open = rest({
    kv,
    resources: [resource({ name: "users", table: "user", may: "anyone", limits: { bytes: 100 } })],
  });
  equal((await ask(open, "POST", "/rest/users", `id=${"x".repeat(200)}`)).status, 413);
});
