import { type Clock, systemClock } from "../../../base/mod.ts";
import { memoryKv, table } from "../../../kvs/mod.ts";
import { type Client, client, ProblemError, type Tagged } from "../../../rest/client/mod.ts";
import { eventsOf, ndjsonOf } from "../../../rest/client/lines.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

interface User {
  readonly id: string;
  readonly name?: string;
}

interface Entry {
  readonly id: number;
  readonly at: Date;
  readonly sum: bigint;
  readonly raw?: Uint8Array;
}

const kinds = { entries: { at: "date", sum: "bigint", raw: "bytes" } } as const;

const api = {
  users: resource({
    name: "users",
    table: table<User>("user", { fields: ["id", "name"] }),
    may: "anyone",
    types: ["application/json", "application/x-ndjson"],
  }),
  entries: resource({
    name: "entries",
    table: table<Entry>("entry", { fields: ["id", "at", "sum", "raw"] }),
    kinds: kinds.entries,
    id: "number",
    may: "anyone",
    mustMatch: true,
  }),
};

type Api = typeof api;

/** A server of its own, and a client of it; each request is kept. */
function started(): { readonly people: Client<Api>; readonly asked: string[] } & Disposable {
  const kv = memoryKv(), server = rest({ kv, resources: Object.values(api) }), asked: string[] = [];
  const fetch = (request: Request) => {
    asked.push(`${request.method} ${request.url}`);
    return server.fetch(request);
  };
  const people = client<Api>({ base: "http://localhost/rest", fetch, kinds });
  return { people, asked, [Symbol.dispose]: () => kv[Symbol.dispose]() };
}

const caught = async (asked: Promise<unknown>): Promise<ProblemError> => {
  const error: unknown = await asked.catch((error) => error);
  if (!ProblemError.is(error)) throw error;
  return error;
};

Deno.test("bigints, dates and bytes come back as they went, and the tag is that of the record", async () => {
  using server = started();
  const { entries } = server.people;
  const record: Entry = { id: 7, at: new Date(5), sum: 2n ** 64n, raw: Uint8Array.of(0, 255) };
  const made: Tagged<Entry> = await entries.create(record);
  equal(made.record, record);
  const read = await entries.get(7);
  equal(read, made);
  equal(await entries.get(7, { ifNoneMatch: read.etag }), undefined);
  const { id: _, ...rest } = record;
  const replaced = await entries.put(7, { ...rest, sum: -1n }, { ifMatch: read.etag });
  equal(replaced.record.sum, -1n);
  equal((await caught(entries.patch(7, { sum: 1n }, { ifMatch: read.etag }))).code, "precondition");
  equal((await caught(entries.patch(7, { sum: 1n }))).code, "precondition_required");
  const patched = await entries.patch(7, { sum: 5n, raw: null }, { ifMatch: replaced.etag });
  equal(patched.record, { id: 7, at: new Date(5), sum: 5n });
  await entries.delete(7, { ifMatch: patched.etag });
  equal((await caught(entries.get(7))).status, 404);
});

Deno.test("a problem has the code, the status and the place of each error; what does not answer is told", async () => {
  using server = started();
  const wrong = { id: "a", name: "A", age: 5 };
  const error = await caught(server.people.users.create(wrong));
  equal([error.code, error.status, error.errors[0]?.pointer], ["invalid", 422, "/age"]);
  assert(
    error instanceof ProblemError && error.message.includes("there is no such field"),
    error.message,
  );
  const away = client<Pick<Api, "users">>({
    base: "http://localhost/rest",
    fetch: () => Promise.reject(new TypeError("refused")),
  });
  const lost = await caught(away.users.get("a"));
  equal([lost.code, lost.status, lost.cause instanceof TypeError], ["unreachable", 0, true]);
  const odd = client<Pick<Api, "users">>({
    base: "http://localhost/rest",
    fetch: () => new Response("<h1>Bad Gateway</h1>", { status: 502 }),
  });
  const broken = await caught(odd.users.get("a"));
  equal([broken.code, broken.status], ["unreadable", 502]);
});

Deno.test("a list is read page by page, or record by record, and as a stream", async () => {
  using server = started();
  const { users } = server.people, ids = ["a", "b", "c", "d", "e"];
  for (const id of ids) await users.create({ id });
  const pages = await Array.fromAsync(users.list({ limit: 2 }));
  equal(pages.map(({ records }) => records.map(({ id }) => id)), [["a", "b"], ["c", "d"], ["e"]]);
  equal((await Array.fromAsync(users.each({ limit: 3 }))).map(({ id }) => id), ids);
  const behind = await Array.fromAsync(users.each({ after: pages[0]?.next ?? "" }));
  equal(behind.map(({ id }) => id), ["c", "d", "e"]);
  equal((await Array.fromAsync(users.stream())).map(({ id }) => id), ids);
  server.asked.length = 0;
  for await (const { id } of users.each({ limit: 1 })) if (id === "b") break;
  equal(server.asked.length, 2, "pages are asked for as they are needed");
});

Deno.test("any id arrives: with slashes, commas, dots and marks", async () => {
  using server = started();
  const { users } = server.people;
  for (const id of ["a/b", "a,b", ".", "..", "~", "%2F", "?", "#", "é 日本", "7"]) {
    await users.create({ id });
    equal((await users.get(id)).record.id, id);
  }
});

Deno.test("a client that is awaited or printed is no promise and asks nothing", async () => {
  using server = started();
  const people = await server.people;
  assert(people.users === server.people.users, "another object each time");
  equal(server.asked, []);
});

/** A body that comes in parts of any size. */
function parts(text: string, seed: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text), { below } = random(seed);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const next = at + 1 + below(5);
      controller.enqueue(bytes.slice(at, next));
      at = next;
    },
  });
}

Deno.test("lines and events are the same however a body is cut into parts", async () => {
  const stream =
    "retry: 9\n\n: heartbeat\n\nid: 1\nevent: é\ndata: a\ndata:  b\n\nid:2\r\ndata\r\n\r\ndata: cut";
  const told = [
    { id: "", event: "message", data: undefined, retry: 9 },
    { id: "", event: "message", data: undefined, retry: undefined },
    { id: "1", event: "é", data: "a\n b", retry: undefined },
    { id: "2", event: "message", data: "", retry: undefined },
  ];
  for (let seed = 0; seed < 50; seed++) {
    equal(await Array.fromAsync(eventsOf(parts(stream, seed))), told, `seed ${seed}`);
    const values = await Array.fromAsync(ndjsonOf(parts('{"a":"日"}\r\n[1]\n\n2', seed)));
    equal(values, [{ a: "日" }, [1], 2], `seed ${seed}`);
  }
});

Deno.test("changes go on behind the last that was seen where a stream is cut, until nobody listens", async () => {
  const asked: (string | null)[] = [];
  const change = (id: number) =>
    `retry: 0\nid: ${id}\ndata: {"op":"put","record":{"id":${id},"at":"1970-01-01T00:00:00.000Z","sum":"${id}"}}\n\n`;
  const clock: Clock = { ...systemClock, setTimeout: (fn) => systemClock.setTimeout(fn, 0) };
  const { entries } = client<Pick<Api, "entries">>({
    base: "http://localhost/rest",
    kinds,
    clock,
    fetch({ headers }) {
      const last = headers.get("last-event-id"), n = asked.push(last);
      if (n === 2) throw new TypeError("cut");
      if (n === 3) return new Response("{}", { status: 503 });
      const next = Number(last ?? 0) + 1;
      return new Response(change(next) + change(next + 1).slice(0, n === 1 ? 20 : undefined));
    },
  });
  const ending = new AbortController(), seen: bigint[] = [];
  for await (const each of entries.changes({ signal: ending.signal })) {
    if (each.op === "put") seen.push(each.record.sum);
    if (seen.length === 5) ending.abort();
  }
  equal(seen, [1n, 2n, 3n, 4n, 5n]);
  equal(asked, [null, "1", "1", "1", "3"]);
  const gone = client<Pick<Api, "entries">>({
    base: "http://localhost/rest",
    kinds,
    fetch: () => Response.json({ code: "gone", detail: "no longer kept" }, { status: 410 }),
  });
  equal((await caught(Array.fromAsync(gone.entries.changes()))).code, "gone");
});

Deno.test("what comes along with the client is no server: base, ids and kinds", async () => {
  const entry = new URL("../../../rest/client/mod.ts", import.meta.url);
  const root = new URL("../../../", import.meta.url).href;
  const seen = new Set([entry.href]);
  for (const href of seen) {
    const text = await Deno.readTextFile(new URL(href));
    for (
      const [, only, specifier = ""] of text.matchAll(
        /^(?:import|export)( type)? [^;]*?from "([^"]+)"/gms,
      )
    ) {
      if (only === undefined && specifier.startsWith(".")) seen.add(new URL(specifier, href).href);
    }
  }
  const others = [...seen].map((href) => href.slice(root.length))
    .filter((path) => !path.startsWith("rest/client/") && !path.startsWith("base/"));
  equal(others.sort(), [
    "rest/error.ts",
    "rest/value/id.ts",
    "rest/value/kind.ts",
    "rest/value/term.ts",
  ]);
});

/** Compiled, never run: what the types refuse. */
async function types(people: Client<Api>): Promise<void> {
  const { record } = await people.entries.get(7);
  const sum: bigint = record.sum, at: Date = record.at;
  // @ts-expect-error: ids of entries are numbers
  await people.entries.get("7");
  // @ts-expect-error: a sum is a bigint
  await people.entries.create({ id: 1, at, sum: 5 });
  // @ts-expect-error: there is no such field
  await people.users.patch("a", { age: 5 });
  // @ts-expect-error: there is no such resource
  people.orders;
  // @ts-expect-error: the kinds of entries must be told
  client<Api>({ base: "" });
  // @ts-expect-error: a date is no bigint
  client<Api>({ base: "", kinds: { entries: { at: "bigint", sum: "bigint", raw: "bytes" } } });
  // @ts-expect-error: bytes are forgotten
  client<Api>({ base: "", kinds: { entries: { at: "date", sum: "bigint" } } });
  client<Pick<Api, "users">>({ base: "" });
  await people.entries.put(1, { at, sum });
}
void types;
