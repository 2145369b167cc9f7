import Papa from "npm:papaparse@5.5.3";
import { type Kv, memoryKv, put, table } from "../../../kvs/mod.ts";
import { type Person, resource, rest } from "../../../rest/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { testWith } from "../../_support/permission.ts";

interface Row {
  readonly id: string;
  readonly name?: string;
  readonly salary?: number;
}

const TABLE = table<Row>("row", { fields: ["id", "name", "salary"] });
const types = ["application/json", "application/x-ndjson", "text/csv"];
const rows = resource({ name: "rows", table: TABLE, may: "anyone", id: "text", types });

const ndjson = { headers: { accept: "application/x-ndjson" } };
const idOf = (n: number): string => String(n).padStart(5, "0");

async function filled(kv: Kv, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, n) => ({ id: idOf(n), name: `name ${n}` }));
  await put(kv, TABLE, all, { split: true });
}

/** A store that counts the rows that are read of it, and fails at one. */
function counted(kv: Kv, failAt = Infinity): { readonly kv: Kv; read(): number } {
  let read = 0;
  const list: Kv["list"] = (...given) => {
    const entries = kv.list<never>(given[0], given[1]), { next } = entries;
    entries.next = async () => {
      if (read >= failAt) throw new Error("the disk is gone");
      const step = await next.call(entries);
      if (!step.done) read++;
      return step;
    };
    return entries as ReturnType<Kv["list"]> as never; // as: the caller's claim of what it reads
  };
  const proxy = new Proxy(kv, {
    get: (target, name) => {
      if (name === "list") return list;
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { kv: proxy, read: () => read };
}

function linesOf(text: string): Row[] {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("without a limit a list is told whole, each record a line, in the order of pages", async () => {
  using kv = memoryKv();
  await filled(kv, 2_345);
  const api = rest({ kv, resources: [rows] });
  const answer = await api.request("/rest/rows", ndjson);
  equal(answer.headers.get("content-type"), "application/x-ndjson");
  equal(
    linesOf(await answer.text()).map(({ id }) => id),
    Array.from({ length: 2_345 }, (_, n) => idOf(n)),
  );
  const page = await api.request("/rest/rows?limit=10", ndjson);
  equal(linesOf(await page.text()).length, 10);
  assert(page.headers.get("link")?.includes('rel="next"'), "a page has a link");
  const back = linesOf(await (await api.request("/rest/rows?order=desc", ndjson)).text());
  equal([back.length, back[0]?.id], [2_345, idOf(2_344)]);
});

Deno.test("what is read of the store is never far ahead of what the client has taken, and ends with it", async () => {
  using store = memoryKv();
  const COUNT = 30_000, AHEAD = 3_000;
  await filled(store, COUNT);
  const { kv, read } = counted(store), api = rest({ kv, resources: [rows] });
  const reader = (await api.request("/rest/rows", ndjson)).body?.getReader();
  const decoder = new TextDecoder();
  let taken = 0, most = 0;
  while (taken < COUNT / 2) {
    const { value } = await reader?.read() ?? {};
    taken += decoder.decode(value).split("\n").length - 1;
    most = Math.max(most, read() - taken);
  }
  assert(most <= AHEAD, `${most} rows were read ahead`);
  await reader?.cancel();
  // The page that was begun is read to its end, and no other.
  for (let n = 0; n < 100; n++) await new Promise((resolve) => setTimeout(resolve));
  assert(read() - taken <= AHEAD, `${read() - taken} rows were read for nobody`);
});

testWith("net")(
  "a fault in the middle breaks the body off: what was told never looks whole",
  async () => {
    using store = memoryKv();
    await filled(store, 5_000);
    const logged: string[] = [];
    const log = (_: string, message: string) => void logged.push(message);
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
      const { kv } = counted(store, 2_500);
      return rest({ kv, resources: [rows], log }).fetch(request);
    });
    try {
      for (const headers of [{ "accept-encoding": "identity" }, { "accept-encoding": "gzip" }]) {
        logged.length = 0;
        const answer = await fetch(`http://127.0.0.1:${server.addr.port}/rest/rows`, {
          headers: { ...ndjson.headers, ...headers },
        });
        equal(answer.status, 200);
        await rejects(() => answer.text(), TypeError);
        equal(logged, ["an export was broken off"]);
      }
    } finally {
      await server.shutdown();
    }
  },
);

Deno.test("a fault before the first page is a problem of a status", async () => {
  using store = memoryKv();
  await filled(store, 10);
  const { kv } = counted(store, 0), api = rest({ kv, resources: [rows] });
  equal((await api.request("/rest/rows", ndjson)).status, 503);
  const forged = await rest({ kv: store, resources: [rows] }).request(
    "/rest/rows?after=AAAA",
    ndjson,
  );
  equal(forged.status, 400);
});

Deno.test("rows and fields are told to those who may see them, and a right that ends breaks the export off", async () => {
  using kv = memoryKv();
  const all = Array.from({ length: 500 }, (_, n) => ({
    id: idOf(n),
    name: n % 2 === 0 ? "ann" : "bob",
    salary: n,
  }));
  await put(kv, TABLE, all, { split: true });
  const clock = virtualClock();
  let person: Person | undefined = { id: "ann", by: "key", scopes: ["rows"] };
  const own = resource<Row>({
    name: "rows",
    table: TABLE,
    id: "text",
    types,
    may: {
      list: { scope: "rows" },
      row: (person, { name }) => person?.id === name,
      fields: { salary: { read: { scope: "boss" } } },
    },
  });
  const api = rest({
    kv,
    resources: [own],
    clock,
    who: () => person,
    streams: { heartbeatMs: 100 },
  });
  const told = linesOf(await (await api.request("/rest/rows", ndjson)).text());
  equal(told.length, 250);
  assert(told.every((each) => each.name === "ann" && !("salary" in each)), "others' are told");
  const csv = await (await api.request("/rest/rows", { headers: { accept: "text/csv" } })).text();
  equal(csv.split("\r\n")[0], "id,name");
  for (const after of [undefined, { ...person, scopes: [] }]) {
    person = { id: "ann", by: "key", scopes: ["rows"] };
    const reader = (await api.request("/rest/rows", ndjson)).body?.getReader();
    await reader?.read();
    person = after;
    clock.advance(100);
    const error = await reader?.read().catch((error) => error);
    equal(error?.code, after === undefined ? "unauthorized" : "forbidden");
  }
});

Deno.test("CSV has the declared fields as its header, and another reader of RFC 4180 reads what was told", async () => {
  using kv = memoryKv();
  const names = ['a "quoted", one', "two\r\nlines", "ö\u{1f600}", "", "5", "plain", "with , comma"];
  await put(
    kv,
    TABLE,
    names.map((name, n) => ({ id: idOf(n), name, ...n % 2 === 0 && { salary: n } })),
  );
  const api = rest({ kv, resources: [rows] });
  const answer = await api.request("/rest/rows", { headers: { accept: "text/csv" } });
  equal(answer.headers.get("content-type"), "text/csv; charset=utf-8");
  const { data, errors } = Papa.parse<string[]>((await answer.text()).trimEnd(), {
    newline: "\r\n",
  });
  equal(errors, []);
  equal(data, [
    ["id", "name", "salary"],
    ...names.map((name, n) => [idOf(n), name, n % 2 === 0 ? String(n) : ""]),
  ]);
});

Deno.test("a client that accepts gzip is sent the same lines packed", async () => {
  using kv = memoryKv();
  await filled(kv, 2_000);
  const api = rest({ kv, resources: [rows] });
  const answer = await api.request("/rest/rows", {
    headers: { ...ndjson.headers, "accept-encoding": "gzip" },
  });
  equal(answer.headers.get("content-encoding"), "gzip");
  const unpacked = answer.body?.pipeThrough(new DecompressionStream("gzip"));
  equal(linesOf(await new Response(unpacked).text()).length, 2_000);
});
