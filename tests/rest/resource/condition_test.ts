import { memoryKv, table } from "../../../kvs/mod.ts";
import { type Person, resource, rest, type RestApp } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";

interface Note {
  readonly id: string;
  readonly n?: number;
  readonly owner?: string;
  readonly secret?: string;
}

const fields = ["id", "n", "owner", "secret"] as const;
const json = { "content-type": "application/json" };

function ask(
  api: RestApp,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return api.request(`/rest/${path}`, {
    method,
    headers: { ...body === undefined ? {} : json, ...headers },
    ...sent,
  });
}

Deno.test("preconditions are looked at in the order of RFC 9110, 13.2.2", async () => {
  using kv = memoryKv();
  const notes = resource({
    name: "notes",
    table: table<Note>("note", { fields: [...fields] }),
    may: "anyone",
  });
  const api = rest({ kv, resources: [notes] });
  const tag = (await ask(api, "POST", "notes", {}, { id: "a", n: 1 })).headers.get("etag") ?? "";
  assert(/^"[^"]+"$/.test(tag), tag);
  const other = '"other"';
  const rows: readonly (readonly [
    method: string,
    match: string,
    none: string,
    there: number,
    absent: number,
  ])[] = [
    // if-match first: where it does not hold, if-none-match is not asked
    ["GET", tag, "", 200, 404],
    ["GET", other, tag, 412, 404],
    ["GET", tag, tag, 304, 404],
    ["GET", "*", "*", 304, 404],
    ["GET", "", `${other}, ${tag}`, 304, 404],
    ["GET", "", `W/${tag}`, 304, 404],
    ["GET", `W/${tag}`, "", 412, 404],
    ["HEAD", "", tag, 304, 404],
    ["PUT", other, "", 412, 412],
    ["PUT", "*", "", 200, 412],
    ["PUT", "", "*", 412, 201],
    ["PATCH", other, "", 412, 412],
    ["PATCH", "", tag, 412, 404],
    ["DELETE", other, "", 412, 412],
    ["DELETE", "", "*", 412, 404],
  ];
  for (const [method, match, none, there, absent] of rows) {
    const now = (await ask(api, "GET", "notes/a")).headers.get("etag") ?? "";
    const sent = (text: string) => text.replace(tag, now);
    const headers = {
      ...match && { "if-match": sent(match) },
      ...none && { "if-none-match": sent(none) },
    };
    const body = method === "PUT" || method === "PATCH" ? { n: 2 } : undefined;
    const label = `${method} ${match} ${none}`;
    equal((await ask(api, method, "notes/a", headers, body)).status, there, label);
    equal((await ask(api, method, "notes/b", headers, body)).status, absent, label);
    await ask(api, "DELETE", "notes/b");
  }
});

Deno.test("each type and coding has a strong tag of its own, and a change takes any of them", async () => {
  using kv = memoryKv();
  const types = ["application/json", "text/csv", "text/html"];
  const notes = resource({
    name: "notes",
    table: table<Note>("note", { fields: [...fields] }),
    may: "anyone",
    types,
  });
  const api = rest({ kv, resources: [notes] });
  const secret = "x".repeat(5_000);
  await ask(api, "POST", "notes", {}, { id: "a", secret });
  const seen = new Map<string, string>();
  for (const accept of types) {
    for (const coding of ["identity", "gzip"]) {
      const headers = { accept, "accept-encoding": coding },
        answer = await ask(api, "GET", "notes/a", headers);
      const tag = answer.headers.get("etag") ?? "";
      equal(answer.headers.get("content-encoding"), coding === "gzip" ? "gzip" : null);
      assert(!tag.startsWith("W/") && !seen.has(tag), tag);
      seen.set(tag, accept);
      const unpacked = coding === "gzip"
        ? answer.body?.pipeThrough(new DecompressionStream("gzip"))
        : answer.body;
      assert((await new Response(unpacked).text()).includes(secret));
      equal((await ask(api, "GET", "notes/a", { ...headers, "if-none-match": tag })).status, 304);
    }
  }
  equal(seen.size, 6);
  const [json = "", ...others] = seen.keys();
  equal((await ask(api, "GET", "notes/a", { "if-none-match": others.join(", ") })).status, 200);
  for (const tag of seen.keys()) {
    const now = (await ask(api, "GET", "notes/a")).headers.get("etag") ?? "";
    const same = tag.replace(json.slice(0, -1), now.slice(0, -1));
    equal((await ask(api, "PUT", "notes/a", { "if-match": same }, { secret })).status, 200, same);
  }
});

Deno.test("no increment is lost that is guarded by a tag", async () => {
  using kv = memoryKv();
  const notes = resource({
    name: "notes",
    table: table<Note>("note", { fields: [...fields] }),
    may: "anyone",
    mustMatch: true,
  });
  const api = rest({ kv, resources: [notes] });
  await ask(api, "POST", "notes", {}, { id: "a", n: 0 });
  equal((await ask(api, "PUT", "notes/a", {}, { n: 5 })).status, 428);
  const client = async () => {
    for (let done = 0; done < 10;) {
      const answer = await ask(api, "GET", "notes/a"), { n } = await answer.json();
      const changed = await ask(api, "PUT", "notes/a", {
        "if-match": answer.headers.get("etag") ?? "",
      }, { n: n + 1 });
      assert(changed.status === 200 || changed.status === 412);
      if (changed.status === 200) done++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  equal((await (await ask(api, "GET", "notes/a")).json()).n, 80);
});

Deno.test("what is not granted is not there: by action, by row, by field", async () => {
  using kv = memoryKv();
  const notes = resource<Note>({
    name: "notes",
    table: table<Note>("note", { fields: [...fields] }),
    may: {
      list: "known",
      get: "known",
      create: "known",
      patch: "known",
      replace: { scope: "notes:write" },
      row: (person, { owner }) => owner === person?.id,
      fields: {
        secret: { read: ({ id }) => id === "bob" },
        owner: { write: ({ id }) => id === "bob" },
      },
    },
  });
  const who = (request: Request): Person | undefined => {
    const id = request.headers.get("authorization");
    return id === null ? undefined : { id, by: id === "eve" ? "cookie" : "token" };
  };
  const api = rest({ kv, resources: [notes], who, origins: ["https://pages.example"] });
  await notes.source(kv).alter([{
    id: "a",
    record: { id: "a", owner: "ann", secret: "s", n: 1 },
    version: null,
  }]);
  await notes.source(kv).alter([{
    id: "b",
    record: { id: "b", owner: "bob", secret: "t" },
    version: null,
  }]);
  const ann = { authorization: "ann" },
    bob = { authorization: "bob" },
    eve = { authorization: "eve" };
  equal((await ask(api, "GET", "notes/a")).status, 401);
  equal((await ask(api, "DELETE", "notes/a", ann)).status, 405);
  equal(await (await ask(api, "GET", "notes", ann)).json(), {
    notes: [{ id: "a", owner: "ann", n: 1 }],
  });
  equal((await ask(api, "GET", "notes/b", ann)).status, 404);
  equal(await (await ask(api, "GET", "notes/b", bob)).json(), {
    id: "b",
    owner: "bob",
    secret: "t",
  });
  const stolen = await ask(api, "PATCH", "notes/a", ann, { owner: "bob" });
  equal([stolen.status, (await stolen.json()).errors[0].pointer], [422, "/owner"]);
  equal((await ask(api, "PATCH", "notes/a", ann, { n: 2 })).status, 200);
  equal((await ask(api, "PUT", "notes/a", ann, { n: 3 })).status, 200);
  equal((await notes.source(kv).read("a"))?.record, { id: "a", owner: "ann", secret: "s", n: 3 });
  equal((await ask(api, "PATCH", "notes/b", bob, { owner: "ann" })).status, 403);
  equal((await (await ask(api, "PATCH", "notes/a", eve, { n: 4 })).json()).code, "bad_origin");
  const origin = "https://pages.example";
  equal((await ask(api, "PATCH", "notes/a", { ...eve, origin }, { n: 4 })).status, 404);
});

Deno.test("a list is stored in one commit or none, or each by itself", async () => {
  using kv = memoryKv();
  const notes = resource({
    name: "notes",
    table: table<Note>("note", { fields: [...fields] }),
    may: "anyone",
  });
  const api = rest({ kv, resources: [notes] });
  const all = await ask(api, "POST", "notes", {}, [{ id: "a" }, { id: "b", n: 1 }]);
  equal([all.status, await all.json()], [201, { notes: [{ id: "a" }, { id: "b", n: 1 }] }]);
  const bad = await ask(api, "POST", "notes", {}, [{ id: "c" }, { id: "d", x: 1 }, {}, {
    id: "c",
  }]);
  const { errors } = await bad.json();
  equal(bad.status, 422);
  equal(errors.map(({ pointer }: { pointer: string }) => pointer), ["/1/x", "/2/id", "/3/id"]);
  equal((await ask(api, "POST", "notes", {}, [{ id: "c" }, { id: "a" }])).status, 409);
  equal((await ask(api, "GET", "notes/c")).status, 404);
  const each = await ask(api, "POST", "notes?each=true", {}, [{ id: "c" }, { id: "a" }, { x: 1 }]);
  const { notes: told } = await each.json();
  equal(told.map(({ status }: { status: number }) => status), [201, 409, 422]);
  equal((await ask(api, "GET", "notes/c")).status, 200);
  equal(
    (await ask(api, "POST", "notes", {}, Array.from({ length: 51 }, (_, n) => ({ id: `n${n}` }))))
      .status,
    413,
  );
});
