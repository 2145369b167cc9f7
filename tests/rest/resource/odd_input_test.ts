import { memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, type ResourceModule, rest, RestError, type Who } from "../../../rest/mod.ts";
import { equal, throws } from "../../_support/assert.ts";

interface Row {
  readonly id: string;
  readonly city: string;
  readonly name?: string;
  readonly secret?: string;
}

const rows = table<Row>("row", {
  fields: ["id", "city", "name", "secret"],
  keys: ["name"],
  indexes: [["city", "secret"]],
});
const ROWS: readonly Row[] = [
  { id: "a", city: "Kyiv", secret: "swordfish" },
  { id: "b", city: "Kyiv", secret: "aardvark" },
  { id: "c", city: "Lviv", secret: "mongoose" },
];
const declared = resource({
  name: "rows",
  table: rows,
  id: "text",
  may: {
    list: "anyone",
    get: "anyone",
    create: "anyone",
    delete: "anyone",
    fields: { secret: { read: ({ id }) => id === "root" } },
  },
  types: ["application/json", "text/csv"],
});
const who: Who = ({ headers }) =>
  headers.has("authorization") ? { id: "root", by: "token" } : undefined;

interface Problem {
  readonly errors: readonly {
    readonly parameter?: string;
    readonly pointer?: string;
    readonly code: string;
  }[];
}

async function problem(answer: Response): Promise<string> {
  const { errors: [first] } = await answer.json() as Problem;
  return `${answer.status} ${first?.parameter ?? first?.pointer} ${first?.code}`;
}

Deno.test("an index with a field that is kept from who asks serves nothing for them", async () => {
  using kv = memoryKv();
  for (const row of ROWS) await put(kv, rows, row);
  const api = rest({ kv, resources: [declared], who });
  const root = { headers: { authorization: "Bearer root" } };
  const address = "/rest/rows?city=Kyiv&limit=1";
  const told = await (await api.request(address, root)).json() as { rows: readonly Row[] };
  equal(told.rows.map(({ id }) => id), ["b"], "in the order of what only they may read");
  equal(await problem(await api.request(address)), "400 city no_index");
  equal(await problem(await api.request("/rest/rows?by=city")), "400 by no_index");
  equal(await problem(await api.request("/rest/rows?by=city,secret")), "400 by unknown");
  for (const name of ["secret", "secret[gt]", "secret[starts]"]) {
    const answer = await api.request(`/rest/rows?${encodeURIComponent(name)}=a`);
    equal(await problem(answer), `400 ${name} unknown`, "the parameter is named as it was sent");
  }
  const refused = await (await api.request("/rest/rows?city=Kyiv&name=x")).text();
  equal(refused.includes("secret"), false, "nor is it named among the indexes that there are");
});

Deno.test("the type of a body that is not there is looked at nowhere", async () => {
  using kv = memoryKv();
  for (const row of ROWS) await put(kv, rows, row);
  const api = rest({ kv, resources: [declared] });
  for (const type of ["application/json", "text/yaml", "nonsense"]) {
    const headers = { "content-type": type };
    for (const method of ["GET", "HEAD"]) {
      for (const path of ["/rest/rows", "/rest/rows/a"]) {
        equal((await api.request(path, { method, headers })).status, 200, `${method} ${path}`);
      }
    }
    const gone = await api.request("/rest/rows/nosuch", { method: "DELETE", headers });
    equal(gone.status, 404);
    const body = await api.request("/rest/rows/a", { method: "DELETE", headers, body: "{}" });
    equal(body.status, 415, "a body is refused where none is taken");
  }
});

Deno.test("a module is asked for what it has, and Allow says what that is", async () => {
  const kept = new Map<string, { readonly id: string }>([["a", { id: "a" }]]);
  function get(): readonly { readonly id: string }[];
  function get(id: unknown): { readonly id: string } | undefined;
  function get(
    id?: unknown,
  ): readonly { readonly id: string }[] | { readonly id: string } | undefined {
    return id === undefined ? [...kept.values()] : kept.get(String(id));
  }
  const put = (_: unknown, row: { readonly id: string }) => void kept.set(row.id, row);
  const post = (row: { readonly id: string }) => void kept.set(row.id, row);
  const remove = (id: unknown) => void kept.delete(String(id));
  const allowed: readonly [ResourceModule<{ readonly id: string }>, string, string][] = [
    [{ get }, "GET, QUERY, HEAD, OPTIONS", "GET, HEAD, OPTIONS"],
    [{ get, post }, "GET, QUERY, POST, HEAD, OPTIONS", "GET, HEAD, OPTIONS"],
    [{ get, put }, "GET, QUERY, HEAD, OPTIONS", "GET, PUT, PATCH, HEAD, OPTIONS"],
    [{ get, delete: remove }, "GET, QUERY, HEAD, OPTIONS", "GET, DELETE, HEAD, OPTIONS"],
  ];
  const headers = { "content-type": "application/json" };
  for (const [module, all, one] of allowed) {
    const api = rest({ resources: [resource({ name: "things", module, may: "anyone" })] });
    for (const [path, allow] of [["/rest/things", all], ["/rest/things/a", one]] as const) {
      const options = await api.request(path, { method: "OPTIONS" });
      equal(options.headers.get("allow"), allow);
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        if (allow.split(", ").includes(method)) continue;
        const answer = await api.request(path, { method, headers, body: "{}" });
        equal([answer.status, answer.headers.get("allow")], [405, allow], `${method} ${path}`);
      }
    }
  }
  const api = rest({
    resources: [resource({ name: "things", module: { get, put }, may: "anyone" })],
  });
  const asked = { method: "PUT", headers, body: "{}" };
  equal((await api.request("/rest/things/a", asked)).status, 200);
  equal((await api.request("/rest/things/new", asked)).status, 404, "there is no post to make it");
});

Deno.test("an index of dates is refused where it is declared", () => {
  interface Event {
    readonly id: string;
    readonly at: Date;
  }
  for (const options of [{ keys: ["at"] }, { indexes: [["id", "at"]] }] as const) {
    const events = table<Event>("event", { fields: ["id", "at"], ...options });
    const declare = () =>
      resource({ name: "events", table: events, may: "anyone", kinds: { at: "date" } });
    throws(declare, RestError, "config");
  }
});

Deno.test("a value that no index can have is told with the place of its field, however it comes", async () => {
  using kv = memoryKv();
  const cups = table<{ id: string; of?: unknown; n?: unknown }>("cup", {
    fields: ["id", "of", "n"],
    keys: ["n"],
    unique: ["of"],
  });
  const api = rest({
    kv,
    resources: [resource({
      name: "cups",
      table: cups,
      indexes: ["n"],
      imports: ["application/x-ndjson"],
      types: ["application/json", "application/x-ndjson"],
      may: "anyone",
    })],
  });
  const send = async (method: string, path: string, type: string, body: unknown) => {
    const headers = { "content-type": `application/${type}` };
    const init = { method, headers, body: JSON.stringify(body) };
    const answer = await api.request(`/rest/cups${path}`, init);
    return JSON.parse(await answer.text());
  };
  await send("POST", "", "json", { id: "a", n: null });
  const placed = (
    { status, errors }: { status: number; errors: { pointer: string }[] },
  ) => [status, ...errors.map(({ pointer }) => pointer)];
  for (const none of [{}, [], [1], { a: null }]) {
    for (const field of ["n", "of"]) {
      const fields = { [field]: none }, place = `/${field}`;
      equal(placed(await send("POST", "", "json", { id: "b", ...fields })), [422, place]);
      equal(placed(await send("PUT", "/a", "json", fields)), [422, place]);
      equal(placed(await send("PATCH", "/a", "merge-patch+json", fields)), [422, place]);
      const steps = [{ op: "add", path: place, value: none }];
      equal(placed(await send("PATCH", "/a", "json-patch+json", steps)), [422, place]);
      const all = [{ id: "c" }, { id: "b", ...fields }];
      equal(placed(await send("POST", "", "json", all)), [422, `/1${place}`]);
      const { problem } = await send("POST", "", "x-ndjson", { id: "b", ...fields });
      equal(placed(problem), [422, place]);
    }
  }
  equal(await (await api.request("/rest/cups")).json(), { cups: [{ id: "a", n: null }] });
});

Deno.test("what is refused for its body says that it is the body", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [declared], log: () => {} });
  const headers = { "content-type": "application/json" };
  const packed = { ...headers, "content-encoding": "gzip" };
  const ask = (init: RequestInit) => api.request("/rest/rows", { method: "POST", ...init });
  equal(await problem(await ask({})), "400  missing");
  equal(await problem(await ask({ headers: packed, body: "{}" })), "400  broken");
});

Deno.test("a method that nobody knows is no fault to be logged", async () => {
  using kv = memoryKv();
  const logged: unknown[] = [];
  const api = rest({ kv, resources: [declared], log: (...all) => void logged.push(all) });
  equal((await api.request("/rest/rows", { method: "BREW" })).status, 501);
  equal((await api.request("/rest/rows/a", { method: "QUERY" })).status, 501);
  equal(logged, []);
});

Deno.test("HEAD of a list that is streamed tells the headers of its GET", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [declared] });
  const headers = { accept: "text/csv" };
  const [head, get] = await Promise.all(
    ["HEAD", "GET"].map(async (method) => {
      const answer = await api.request("/rest/rows", { method, headers });
      await answer.body?.cancel();
      return [answer.status, ...answer.headers];
    }),
  );
  equal(head, get);
});

Deno.test("true is behind false, and nothing is behind it", async () => {
  using kv = memoryKv();
  interface Flag {
    readonly id: boolean;
    readonly on: boolean;
  }
  const flags = table<Flag>("flag", { fields: ["id", "on"], keys: ["on"] });
  for (const on of [false, true]) await put(kv, flags, { id: on, on });
  const declared = resource({ name: "flags", table: flags, may: "anyone", id: "boolean" });
  const api = rest({ kv, resources: [declared] });
  const found: readonly (readonly [string, readonly boolean[]])[] = [
    ["id=true", [true]],
    ["id=false", [false]],
    ["on=true", [true]],
    ["on[gt]=true", []],
    ["on[gte]=true", [true]],
    ["on[lt]=true", [false]],
    ["on[lte]=true", [false, true]],
    ["on[gt]=false", [true]],
    ["on[lte]=false", [false]],
    ["on[lt]=false", []],
  ];
  for (const [query, ids] of found) {
    const told = await (await api.request(`/rest/flags?${query}`)).json() as { flags: Flag[] };
    equal(told.flags.map(({ id }) => id), ids, query);
  }
});

Deno.test("a mark of the byte order in front of JSON is passed over (RFC 8259, section 8.1)", async () => {
  using kv = memoryKv();
  const api = rest({ kv, resources: [resource({ name: "rows", table: rows, may: "anyone" })] });
  const made = await api.request("/rest/rows", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '\ufeff{"id":"a","city":"Kyiv"}',
  });
  equal([made.status, await made.json()], [201, { id: "a", city: "Kyiv" }]);
});
