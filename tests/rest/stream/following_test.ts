import { append, delete as del, type Kv, memoryKv, put, table } from "../../../kvs/mod.ts";
import { alter } from "../../../kvs/alter.ts";
import { retain } from "../../../kvs/expiry/mod.ts";
import { cut, feed } from "../../../kvs/mod.ts";
import { resource, rest, type RestApp, RestError } from "../../../rest/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { heard } from "./reading.ts";

interface Row {
  readonly id: string;
  readonly owner?: string;
  readonly secret?: string;
}

const TABLE = table<Row>("row", { fields: ["id", "owner", "secret"], changes: true });
const types = ["application/json", "text/event-stream"];
const rows = resource({ name: "rows", table: TABLE, may: "anyone", types });
const chat = resource<Row>({ name: "chat", feed: "/chat", may: "anyone", types });

function apiOf(kv: Kv): RestApp {
  return rest({ kv, resources: [rows, chat] });
}

/** So many events with data, and the last id. */
async function told(
  api: RestApp,
  path: string,
  count: number,
  last = "",
): Promise<[data: unknown[], id: string]> {
  const answer = await api.request(path, {
    headers: { accept: "text/event-stream", ...(last !== "" && { "last-event-id": last }) },
  });
  equal([answer.status, answer.headers.get("content-encoding")], [200, null]);
  const data: unknown[] = [];
  let at = "";
  for await (const event of heard(answer, (id) => void (at = id))) {
    data.push(JSON.parse(event.data));
    if (data.length === count) break;
  }
  return [data, at];
}

/** The id that a stream from now on begins with. */
async function now(api: RestApp, path: string): Promise<string> {
  const answer = await api.request(path, { headers: { accept: "text/event-stream" } });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  const [, id = ""] = /^id: (\S+)\n\n$/.exec((await reader?.read())?.value ?? "") ?? [];
  await reader?.cancel();
  return id;
}

Deno.test("what is put into a table and deleted of it is told in the order of the commits, from the first id on", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await put(kv, TABLE, { id: "before" });
  const from = await now(api, "/rest/rows");
  await put(kv, TABLE, { id: "a", owner: "ann" });
  await api.request("/rest/rows/a", { method: "DELETE" });
  await alter(kv, TABLE, [{ id: "before" }, { id: "after", record: { id: "after" } }]);
  const all = [
    { op: "put", record: { id: "a", owner: "ann" } },
    { op: "delete", id: "a" },
    { op: "delete", id: "before" },
    { op: "put", record: { id: "after" } },
  ];
  equal((await told(api, "/rest/rows", 4, from))[0], all);
  equal((await told(api, `/rest/rows?after=${from}`, 4))[0], all);
  equal((await told(api, "/rest/rows?after=start", 5))[0], [
    { op: "put", record: { id: "before" } },
    ...all,
  ]);
  const [, second] = await told(api, "/rest/rows", 2, from);
  equal((await told(api, "/rest/rows", 2, second))[0], all.slice(2));
  // The header is newer than the address, which stays what it was when a browser comes again.
  equal((await told(api, "/rest/rows?after=start", 2, second))[0], all.slice(2));
});

Deno.test("a stream of an empty feed that is cut before anything came goes on from its first id", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  for (const path of ["/rest/rows", "/rest/chat"]) {
    assert(await now(api, path) !== "", "an id is told at once");
  }
  const from = await now(api, "/rest/chat");
  await append(kv, { id: "a" }, "/chat/room");
  await append(kv, { id: "b" }, "/chat");
  const [data, at] = await told(api, "/rest/chat", 2, from);
  equal(data, [{ op: "put", record: { id: "a" } }, { op: "put", record: { id: "b" } }]);
  await append(kv, { id: "c" }, "/chat/another");
  const later = await now(api, "/rest/chat");
  await append(kv, { id: "d" }, "/chat/another");
  equal((await told(api, "/rest/chat", 2, at))[0].length, 2);
  equal((await told(api, "/rest/chat", 1, later))[0], [{ op: "put", record: { id: "d" } }]);
});

Deno.test("what is told while nobody listens and while somebody does comes once, wherever the stream is cut", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), from = await now(api, "/rest/rows");
  const writing = (async () => {
    for (let n = 0; n < 200; n++) await put(kv, TABLE, { id: `r${n % 7}`, owner: String(n) });
  })();
  const all: unknown[] = [];
  let at = from;
  while (all.length < 200) {
    const [data, id] = await told(
      api,
      "/rest/rows",
      Math.min(1 + all.length % 9, 200 - all.length),
      at,
    );
    all.push(...data);
    at = id;
  }
  await writing;
  equal(
    all,
    Array.from(
      { length: 200 },
      (_, n) => ({ op: "put", record: { id: `r${n % 7}`, owner: String(n) } }),
    ),
  );
});

Deno.test("rows and fields of others are not told, and no deletion of what may be others'", async () => {
  using kv = memoryKv();
  const own = resource<Row>({
    name: "rows",
    table: TABLE,
    types,
    may: {
      list: { scope: "rows" },
      row: (person, { owner }) => person?.id === owner,
      fields: { secret: { read: { scope: "boss" } } },
    },
  });
  const api = rest({
    kv,
    resources: [own],
    who: () => ({ id: "ann", by: "key", scopes: ["rows"] }),
  });
  const from = await now(api, "/rest/rows");
  await put(kv, TABLE, { id: "b", owner: "bob" });
  await del(kv, TABLE, "b");
  for (let n = 0; n < 150; n++) await put(kv, TABLE, { id: "b", owner: "bob" });
  await put(kv, TABLE, { id: "a", owner: "ann", secret: "x" });
  const [data] = await told(api, "/rest/rows", 1, from);
  equal(data, [{ op: "put", record: { id: "a", owner: "ann" } }]);
});

Deno.test("a Last-Event-ID that is forged, of another list, or huge is refused, and named", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await append(kv, { id: "a" }, "/other");
  await put(kv, TABLE, { id: "a" });
  const foreign = await now(api, "/rest/rows");
  for (
    const [id, place] of [["AAAA", "header"], ["x".repeat(8_000), "header"], ["../..", "header"], [
      foreign,
      "header",
    ]] as const
  ) {
    const answer = await api.request("/rest/chat", {
      headers: { accept: "text/event-stream", "last-event-id": id },
    });
    const { errors, code } = await answer.json();
    equal(
      [answer.status, code, errors[0][place]],
      [400, "bad_header", "last-event-id"],
      id.slice(0, 20),
    );
    const asked = await api.request(`/rest/chat?after=${encodeURIComponent(id)}`, {
      headers: { accept: "text/event-stream" },
    });
    equal([asked.status, (await asked.json()).errors[0].parameter], [400, "after"]);
  }
  const paged = await api.request("/rest/chat?limit=5&order=desc", {
    headers: { accept: "text/event-stream" },
  });
  equal([paged.status, (await paged.json()).errors.length], [400, 2]);
});

Deno.test("where what came behind an id is not kept any longer the client is told to read the list anew", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  await put(kv, TABLE, { id: "a" });
  const [, first] = await told(api, "/rest/rows?after=start", 1);
  await put(kv, TABLE, { id: "b" });
  await put(kv, TABLE, { id: "c" });
  const changes = ["table", "row"];
  await retain(kv, changes, { entries: 2 });
  equal((await told(api, "/rest/rows", 2, first))[0].length, 2);
  const [, second] = await told(api, "/rest/rows", 1, first);
  const [, , third] = await feed(kv, changes);
  await cut(kv, changes, third?.id ?? "");
  const answer = await api.request("/rest/rows", {
    headers: { accept: "text/event-stream", "last-event-id": first },
  });
  equal([answer.status, (await answer.json()).code], [410, "gone"]);
  assert(second !== first);
});

Deno.test("events are offered where something tells of changes, and of lists only", async () => {
  throws(() => resource({ name: "rows", table: "row", may: "anyone", types }), RestError, "config");
  throws(
    () => resource({ name: "rows", table: "row", may: "anyone", imports: ["text/plain"] }),
    RestError,
    "config",
  );
  using kv = memoryKv();
  const plain = resource({ name: "plain", table: "row", may: "anyone" });
  const api = rest({ kv, resources: [rows, plain] });
  await put(kv, TABLE, { id: "a" });
  for (const path of ["/rest/plain", "/rest/rows/a"]) {
    equal((await api.request(path, { headers: { accept: "text/event-stream" } })).status, 406);
  }
});
