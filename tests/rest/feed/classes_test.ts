/**
 * What the original does of feeds and is not done here, by the numbers of 'Do not mirror' in the README of its recorded answers.
 */
import { all, append, count, memoryKv, type Writer, writers } from "../../../kvs/mod.ts";
import { feeds, resource, type ResourceModule, rest, type RestApp } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";

const steps = feeds({
  prefix: "/bpe/hist",
  may: "anyone",
  under: "within",
  record: "hist",
  fields: ["id", "name", "at", "big"],
  kinds: { at: "date", big: "bigint" },
  id: ["text", "number", "text"],
});

function apiOf(kv = memoryKv()): RestApp {
  return rest({ kv, feeds: [steps] });
}

const json = { "content-type": "application/json" };

async function ask(
  api: RestApp,
  method: string,
  path: string,
  body?: string,
  headers: object = json,
) {
  const answer = await api.request(`/rest/kvs${path}`, {
    method,
    headers: { ...body !== undefined && headers },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    told: text === "" ? {} : JSON.parse(text),
  };
}

Deno.test("1: an entry is replaced and deleted at its address, POST to it is no method, HEAD and OPTIONS answer", async () => {
  const api = apiOf(), path = "/1/step,0,100/bpe/hist/100";
  await ask(api, "POST", "/0/bpe/hist/100", '{"id":["step",0,"100"]}');
  equal((await ask(api, "PUT", path, '{"name":"Begin"}')).told, {
    id: ["step", 0, "100"],
    name: "Begin",
  });
  equal((await ask(api, "POST", path, "{}")).status, 405);
  equal((await ask(api, "HEAD", path)).status, 200);
  equal(
    (await ask(api, "OPTIONS", path)).headers.get("allow"),
    "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
  );
  equal((await ask(api, "DELETE", path)).status, 204);
});

Deno.test("2: a body that is none is told where it is wrong, and nothing is stored", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  for (
    const [body, status, pointer] of [
      ["{", 400, ""],
      ["", 400, ""],
      ["1", 422, ""],
      ["[]", 422, ""],
      ["{}", 422, "/id"],
      ['{"id":""}', 422, "/id"],
      ['{"id":[]}', 422, "/id"],
      ['{"id":null}', 422, "/id"],
      ['{"id":1,"rec":"process"}', 422, "/rec"],
      ['[{"id":1},{"id":2,"rec":"x"}]', 422, "/1/rec"],
    ] as const
  ) {
    const { status: own, told } = await ask(api, "POST", "/0/bpe/hist/1", body);
    equal([own, told.errors?.[0]?.pointer], [status, pointer], body);
  }
  equal(await count(kv, "/bpe/hist/1"), 0);
});

Deno.test("3: an id with a comma is a tuple that is read, and nothing of it is carried out", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await append(kv, { id: ["step", 0, "100"], name: "Begin" }, "/bpe/hist/100");
  const told = async (id: string) => (await ask(api, "GET", `/1/${id}/bpe/hist/100`)).status;
  for (
    const id of [
      "step,0,100",
      'step,0,"100"',
      "step%2C0%2C%22100%22",
      '"step",0,"100"',
      "'step',0,\"100\"",
    ]
  ) {
    equal(await told(id), 200, id);
  }
  for (
    const id of [
      'step,1-1,"100"',
      'step,length(""),integer_to_list(100)',
      'step,0,"100".',
      'step,0,"100"}',
      'step,0+0,"100"',
      'step,fun()->0end(),"100"',
      'step,0,"10"++"0"',
    ]
  ) {
    const status = await told(encodeURIComponent(id));
    assert(status === 400 || status === 404, `${id}: ${status}`);
  }
});

Deno.test("4: a segment of an address makes nothing: what is not declared is not there, whatever it is called", async () => {
  const api = apiOf();
  for (
    const path of [
      "/0",
      "/0/",
      "/1",
      "/1/100",
      "/2/x",
      "/0/erlang",
      "/0/bpe",
      "/0/bpe/histx",
      "/1/a/b",
      "/0/bpe%2Fhist",
    ]
  ) {
    for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
      const { status, told } = await ask(api, method, path);
      equal([status, told.code], [404, "not_found"], `${method} ${path}`);
    }
  }
});

Deno.test("5: a feed that is declared is read and written, and of others nobody reads or deletes anything", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await append(kv, { id: 1 }, "/secret");
  const form = { "content-type": "application/x-www-form-urlencoded" };
  equal((await ask(api, "POST", "/0/bpe/hist/100", "rec=hist&id=9", form)).status, 201);
  equal((await ask(api, "PUT", "/1/9/bpe/hist/100", "rec=hist&name=x", form)).told, {
    id: "9",
    name: "x",
  });
  for (const method of ["GET", "DELETE"]) {
    equal((await ask(api, method, "/1/~n1/secret")).status, 404);
  }
  equal([(await ask(api, "GET", "/0/secret")).status, await count(kv, "/secret")], [404, 1]);
});

Deno.test("6: a feed that nobody has appended to is an empty list, one that holds feeds only tells theirs, and writers can be told", async () => {
  using kv = memoryKv();
  const writer = resource<Writer>({
    name: "writer",
    may: { list: "anyone" },
    module: {
      get: ((id?: string) => id === undefined ? writers(kv, "/bpe") : undefined) as ResourceModule<
        Writer
      >["get"],
    }, // as: overloads
  });
  const api = rest({ kv, feeds: [steps], resources: [writer] });
  equal((await ask(api, "GET", "/0/bpe/hist/7")).told, { "/bpe/hist/7": [] });
  await append(kv, { id: 1 }, "/bpe/hist/7");
  equal((await ask(api, "GET", "/0/bpe/hist")).told, { "/bpe/hist": [{ id: 1 }] });
  equal(await (await api.request("/rest/writer")).json(), {
    writer: [{ id: "/bpe/hist/7", count: 1 }],
  });
});

Deno.test("7: what is not set is not told, text stays text, numbers stay numbers", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), path = "/1/a/bpe/hist";
  const fields = { name: "", at: "2026-01-02T03:04:05.000Z", big: "9007199254740993" };
  await ask(api, "POST", "/0/bpe/hist", JSON.stringify({ id: "a", ...fields }));
  equal((await ask(api, "GET", path)).told, { id: "a", ...fields });
  equal((await all(kv, "/bpe/hist"))[0], {
    id: "a",
    name: "",
    at: new Date(fields.at),
    big: 9_007_199_254_740_993n,
  });
  await ask(api, "PUT", path, '{"name":"Юля"}');
  equal((await ask(api, "GET", path)).text, '{"id":"a","name":"Юля"}');
});

Deno.test("8: a field that is unknown, or given twice, is refused", async () => {
  const api = apiOf(), form = { "content-type": "application/x-www-form-urlencoded" };
  equal((await ask(api, "POST", "/0/bpe/hist", "id=a&nosuch=1", form)).status, 422);
  equal((await ask(api, "POST", "/0/bpe/hist", "id=a&id=b", form)).status, 400);
  equal((await ask(api, "POST", "/0/bpe/hist", '{"id":"a","id":"b"}')).status, 400);
  equal(
    (await ask(api, "POST", "/0/bpe/hist", '{"id":"a","rec":"hist","rec":"hist"}')).status,
    400,
  );
});

Deno.test("9: types with parameters are taken, and neither a feed nor an entry ends with a newline", async () => {
  const api = apiOf(), charset = { "content-type": "application/json; charset=utf-8" };
  equal((await ask(api, "POST", "/0/bpe/hist", '{"id":"a"}', charset)).status, 201);
  equal((await ask(api, "GET", "/0/bpe/hist")).text, '{"/bpe/hist":[{"id":"a"}]}');
  const none = await api.request("/rest/kvs/0/bpe/hist", {
    headers: { accept: "application/json;q=0" },
  });
  equal(none.status, 406);
});

Deno.test("10: what is appended is told with its address, and a conflict says what it is", async () => {
  const api = apiOf(), body = '{"id":["step",0,"100"]}';
  const made = await ask(api, "POST", "/0/bpe/hist/100", body);
  equal([made.status, made.headers.get("location")], [201, "/rest/kvs/1/step,0,100/bpe/hist/100"]);
  const again = await ask(api, "POST", "/0/bpe/hist/100", body);
  equal([again.status, again.told.errors[0].pointer], [409, "/id"]);
});

Deno.test("12: an entry that changes its id is one commit: it is there under one of the two", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await ask(api, "POST", "/0/bpe/hist", '{"id":"a"}');
  let commits = 0;
  const atomic = kv.atomic.bind(kv);
  kv.atomic = () => {
    commits++;
    return atomic();
  };
  equal((await ask(api, "PUT", "/1/a/bpe/hist", '{"id":"b"}')).status, 200);
  equal([commits, await all(kv, "/bpe/hist")], [1, [{ id: "b" }]]);
});

Deno.test("13: a list is told in pages, and a parameter that means nothing is refused", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  for (let n = 0; n < 105; n++) await append(kv, { id: n }, "/bpe/hist");
  equal((await ask(api, "GET", "/0/bpe/hist")).told["/bpe/hist"].length, 100);
  equal((await ask(api, "GET", "/0/bpe/hist?limit=1")).told, { "/bpe/hist": [{ id: 0 }] });
  for (const query of ["offset=1", "id=1", "limit=1&limit=2"]) {
    equal((await ask(api, "GET", `/0/bpe/hist?${query}`)).status, 400);
  }
});

Deno.test("14: a feed is for those that it is granted to", async () => {
  using kv = memoryKv();
  const own = feeds({ prefix: "/own", may: "known" });
  const api = rest({
    kv,
    feeds: [own],
    who: ({ headers }) => headers.has("x-ann") ? { id: "ann", by: "key" } : undefined,
  });
  equal((await ask(api, "GET", "/0/own")).status, 401);
  equal((await api.request("/rest/kvs/0/own", { headers: { "x-ann": "1" } })).status, 200);
});
