/** What a client does with records beside reading and writing one: feeds, files, counts, several at once, keys, patches, streams that are cut. */
import { memoryKv, table } from "../../../kvs/mod.ts";
import {
  type Client,
  client,
  follow,
  pagesOf,
  ProblemError,
  processes,
} from "../../../rest/client/mod.ts";
import { feeds, resource, rest } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type Clock, systemClock } from "../../../base/mod.ts";

interface Item {
  readonly id: string;
  readonly city?: string;
  readonly sum: bigint;
}

interface Payment {
  readonly id: string;
  readonly at: Date;
}

const kinds = { items: { sum: "bigint" }, payments: { at: "date" } } as const;
const paths = { payments: "/fin/pay" } as const;
const api = {
  items: resource({
    name: "items",
    table: table<Item>("item", {
      fields: ["id", "city", "sum"],
      keys: ["city"],
      indexes: [["sum"]],
    }),
    kinds: kinds.items,
    id: "text",
    may: "anyone",
    types: ["application/json", "application/x-ndjson", "text/csv"],
    imports: ["application/x-ndjson", "text/csv"],
  }),
  payments: feeds<Payment>({
    prefix: paths.payments,
    under: "apart",
    may: "anyone",
    kinds: kinds.payments,
    fields: ["id", "at"],
    types: ["application/json", "application/x-ndjson", "text/event-stream"],
  }),
};

type Api = typeof api;
type Seen = { readonly shop: Client<Api>; readonly asked: string[] };

function started(
  change?: (request: Request, n: number) => Response | undefined,
): Seen & Disposable {
  const kv = memoryKv(), asked: string[] = [];
  const server = rest({ kv, resources: [api.items], feeds: [api.payments] });
  const shop = client<Api>({
    base: "http://localhost/rest",
    kinds,
    feeds: paths,
    clock: QUICK,
    async fetch(request) {
      const n = asked.push(`${request.method} ${new URL(request.url).pathname}`);
      const answer = await server.fetch(request);
      const other = change?.(request, n);
      if (other !== undefined) await answer.body?.cancel();
      return other ?? answer;
    },
  });
  return { shop, asked, [Symbol.dispose]: () => kv[Symbol.dispose]() };
}

/** Nobody waits for another try. */
const QUICK: Clock = { ...systemClock, setTimeout: (fn) => systemClock.setTimeout(fn, 0) };

const caught = async (asked: Promise<unknown>): Promise<ProblemError> => {
  const error: unknown = await asked.catch((error) => error);
  if (!ProblemError.is(error)) throw error;
  return error;
};

Deno.test("feeds are appended to, listed, changed and followed, each under its own address", async () => {
  using server = started();
  const { payments } = server.shop, ann = payments.at("ann", "50%");
  await payments.append({ id: "a", at: new Date(1) });
  const { record, etag } = await ann.append({ id: "a", at: new Date(2) }, { key: "once" });
  equal(await ann.append({ id: "a", at: new Date(2) }, { key: "once" }), { record, etag });
  equal(record, { id: "a", at: new Date(2) });
  await ann.append({ id: "b/c", at: new Date(3) });
  equal((await Array.fromAsync(ann.each({ limit: 1 }))).map(({ id }) => id), ["a", "b/c"]);
  equal((await Array.fromAsync(ann.stream())).length, 2);
  equal((await Array.fromAsync(ann.each({ via: "QUERY", order: "desc" }))).map(({ id }) => id), [
    "b/c",
    "a",
  ]);
  equal([await payments.count(), await ann.count()], [1, 2]);
  await ann.put("b/c", { at: new Date(4) });
  equal((await ann.get("b/c")).record.at, new Date(4));
  const ending = new AbortController(), heard: string[] = [];
  for await (const change of ann.changes({ after: "start", signal: ending.signal })) {
    if (change.op === "put") heard.push(change.record.id);
    if (heard.length === 2) ending.abort();
  }
  equal(heard, ["a", "b/c"]);
  await ann.delete("a");
  equal((await caught(ann.get("a"))).code, "not_found");
  equal(server.asked.at(-1), "GET /rest/kvs/1/a/fin/pay/ann/50%25");
});

Deno.test("any number of records is imported, and each told; a file goes out and comes in", async () => {
  using server = started();
  const { items } = server.shop;
  function* made() {
    for (let n = 0; n < 2_500; n++) yield { id: n === 1_700 ? "0" : String(n), sum: BigInt(n) };
  }
  const told = await Array.fromAsync(items.import(made()));
  equal(told.map(({ line }) => line), Array.from({ length: 2_500 }, (_, n) => n + 1));
  equal(server.asked.length, 3);
  const refused = told.filter(({ status }) => status !== 201);
  equal(refused.map(({ line, problem }) => [line, problem?.code]), [[1_701, "conflict"]]);
  equal(await items.count(), 2_499);
  const csv = await new Response(
    await items.export("text/csv", { where: { sum: { lt: 2n } }, by: "sum" }),
  ).text();
  equal(csv.split("\r\n"), ["id,city,sum", '"0",,"0"', '"1",,"1"', ""]);
  using other = started();
  const lines = await Array.fromAsync(other.shop.items.importFile(new Blob([csv]), "text/csv"));
  equal(lines.map(({ line, location }) => [line, location]), [[2, "/rest/items/0"], [
    3,
    "/rest/items/1",
  ]]);
  equal((await other.shop.items.get("1")).record.sum, 1n);
  equal((await caught(items.export("image/png"))).status, 406);
});

Deno.test("several records are made in one commit, or each by itself", async () => {
  using server = started();
  const { items } = server.shop, some = [{ id: "a", sum: 1n }, { id: "b", sum: 2n ** 70n }];
  equal(await items.createAll(some, { key: "k" }), some);
  equal(await items.createAll(some, { key: "k" }), some, "repeated, not refused");
  const error = await caught(items.createAll([{ id: "c", sum: 1n }, { id: "a", sum: 1n }]));
  equal([error.code, await items.count()], ["conflict", 2]);
  const each = await items.createEach([{ id: "c", sum: 1n }, { id: "a", sum: 1n }]);
  equal(each.map(({ status, location, problem }) => [status, location ?? problem?.code]), [
    [201, "/rest/items/c"],
    [409, "conflict"],
  ]);
});

Deno.test("a patch is a merge or the steps of a JSON Patch; an update is tried again where others were first", async () => {
  using server = started();
  const { items } = server.shop;
  await items.create({ id: "a", city: "Kyiv", sum: 1n });
  const moved = await items.patch("a", [
    { op: "test", path: "/city", value: "Kyiv" },
    { op: "remove", path: "/city" },
  ]);
  equal(moved.record, { id: "a", sum: 1n });
  const failed = await caught(items.patch("a", [{ op: "remove", path: "/city" }]));
  assert(failed.status >= 400 && failed.status < 500, failed.message);
  const add = () => items.update("a", ({ sum }) => ({ sum: sum + 1n }), { tries: 100 });
  await Promise.all(Array.from({ length: 16 }, add));
  equal((await items.get("a")).record.sum, 17n);
  let reads = 0;
  const late = await caught(items.update("a", async ({ sum }) => {
    reads++;
    await items.patch("a", { sum: sum + 1n });
    return { sum: 0n };
  }, { tries: 3 }));
  equal([late.code, reads], ["precondition", 3]);
});

Deno.test("with a key what nobody answered is asked again, and carried out once; without one it is not", async () => {
  const lost = (request: Request, n: number) => {
    if (request.method !== "POST" || n > 2) return undefined;
    if (n === 1) throw new TypeError("the connection was cut behind the commit");
    return Response.json({ code: "unavailable", detail: "away" }, { status: 503 });
  };
  using server = started(lost);
  const { items } = server.shop;
  const made = await items.create({ id: "a", sum: 5n }, { key: "k", tries: 3 });
  equal([made.record.sum, server.asked.length], [5n, 3]);
  using other = started(lost);
  equal(
    (await caught(other.shop.items.create({ id: "a", sum: 5n }, { tries: 3 }))).code,
    "unreachable",
  );
  equal(other.asked.length, 1);
});

Deno.test("QUERY finds what GET finds, by numbers that JSON does not hold, and nothing by none", async () => {
  using server = started();
  const { items } = server.shop;
  for (const [n, id] of ["a", "b", "c"].entries()) {
    await items.create({ id, city: n === 1 ? "Lviv" : "Kyiv", sum: 2n ** 64n + BigInt(n) });
  }
  for (const via of ["GET", "QUERY"] as const) {
    const ids = async (query: Parameters<typeof items.each>[0]) =>
      (await Array.fromAsync(items.each({ ...query, via, limit: 1 }))).map(({ id }) => id);
    equal(await ids({ where: { city: "Kyiv" } }), ["a", "c"], via);
    equal(await ids({ where: { city: { in: ["Lviv", "Odesa"] } } }), ["b"], via);
    equal(await ids({ where: { city: { in: [] } } }), [], via);
    equal(await ids({ where: { sum: { gte: 2n ** 64n + 1n } } }), ["b", "c"], via);
    equal(await ids({ by: "sum", order: "desc", fields: ["id", "sum"] }), ["c", "b", "a"], via);
  }
  equal(new Set(server.asked.filter((each) => !each.startsWith("POST"))).size, 2);
});

Deno.test("a stream that is cut in the middle goes on, and a list that is cut is no whole one", async () => {
  const cut = (text: string) => {
    let sent = false;
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (sent) return controller.error(new TypeError("network error"));
          sent = true;
          controller.enqueue(new TextEncoder().encode(text));
        },
      }),
    );
  };
  const asked: (string | null)[] = [], ending = new AbortController(), seen: unknown[] = [];
  const options = {
    base: "http://localhost/rest",
    clock: QUICK,
    fetch: ({ headers }: Request) => {
      const last = headers.get("last-event-id"), n = asked.push(last);
      if (n === 4) return new Response(null, { status: 204 });
      return cut(`retry: 0\nid: ${n}\ndata: ${n}\n\nid: ${n + 1}\ndata: `);
    },
  };
  for await (const { data, id } of follow(options, "/jobs", { signal: ending.signal })) {
    seen.push([data, id]);
  }
  equal(seen, [[1, "1"], [2, "2"], [3, "3"]]);
  equal(asked, [null, "1", "2", "3"]);
  const { items } = client<Pick<Api, "items">>({
    base: "http://localhost/rest",
    kinds,
    fetch: () => cut('{"id":"a","sum":"1"}\n{"id":'),
  });
  equal((await caught(Array.fromAsync(items.stream()))).code, "unreachable");
});

Deno.test("what has no address of its own, or would be sent as another value, is not asked at all", async () => {
  using server = started();
  const { items, payments } = server.shop;
  for (const part of ["", ".", ".."]) {
    for (const parts of [[part], ["ann", part], [part, "ann"]]) {
      const at = () => Promise.resolve(payments.at(...parts));
      equal((await caught((async () => await at())())).code, "unaddressed");
    }
  }
  for (const id of ["", "\ud800", "a\udc00"]) {
    for (const records of [payments, payments.at("ann")]) {
      for (
        const ask of [
          () => records.get(id),
          () => records.put(id, { at: new Date(0) }),
          () => records.patch(id, { at: new Date(0) }),
          () => records.update(id, () => ({ at: new Date(0) })),
          () => records.delete(id),
        ]
      ) equal((await caught(ask())).code, "unaddressed");
    }
    equal((await caught(items.get(id))).code, "unaddressed");
    const { getInstance } = processes({ base: "" });
    equal((await caught(getInstance({ path: { id } }))).code, "unaddressed");
  }
  equal(server.asked, []);
  for (const part of ["...", ".a", "%2e%2e", "..%2f", "a/.."]) {
    const { record } = await payments.at(part).append({ id: part, at: new Date(0) });
    equal([record.id, await payments.at(part).count()], [part, 1]);
  }
  equal(await payments.count(), 0);
  const asked = server.asked.length, never = new Date(NaN);
  for (
    const ask of [
      () => payments.append({ id: "a", at: never }),
      () => payments.put("a", { at: never }),
      () => payments.patch("a", { at: never }),
      () => payments.patch("a", [{ op: "add", path: "/at", value: [{ at: never }] }]),
      () => payments.createAll([{ id: "a", at: new Date(0) }, { id: "b", at: never }]),
      () => Array.fromAsync(payments.import([{ id: "a", at: never }])),
    ]
  ) equal((await caught((async () => await ask())())).code, "unsendable");
  equal(server.asked.length, asked);
  equal(await Array.fromAsync(items.each()), []);
});

/** An answer that begins with a text and ends as told. */
function broken(text: string, end: "cut" | "closed", status = 200): Response {
  let sent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (!sent) controller.enqueue(new TextEncoder().encode(text));
      else if (end === "cut") controller.error(new TypeError("network error"));
      else controller.close();
      sent = true;
    },
  });
  return new Response(body, { status, headers: { "content-type": "application/json" } });
}

for (const [end, code] of [["cut", "unreachable"], ["closed", "unreadable"]] as const) {
  Deno.test(`an answer that is ${end} in the middle is a problem like others, whatever was asked`, async () => {
    const options = { base: "http://localhost/rest", fetch: () => broken('{"items":[{"id":', end) };
    const { items } = client<Pick<Api, "items">>({ ...options, kinds });
    const { listTasks, claimTask } = processes(options);
    const path = { instance: "a", element: 1 };
    for (
      const ask of [
        () => items.get("a"),
        () => Array.fromAsync(items.each()),
        () => Array.fromAsync(items.stream()),
        () => items.create({ id: "a", sum: 1n }),
        () => items.createAll([{ id: "a", sum: 1n }]),
        () => items.createEach([{ id: "a", sum: 1n }]),
        () => items.put("a", { sum: 1n }),
        () => items.patch("a", { sum: 1n }),
        () => Array.fromAsync(items.import([{ id: "a", sum: 1n }])),
        () => listTasks(),
        () => claimTask({ path }),
      ]
    ) equal((await caught((async () => await ask())())).code, code);
  });
}

Deno.test("an answer that breaks off is asked for again with its key, and what it tells was done once", async () => {
  using server = started((request, n) =>
    request.method === "POST" && n <= 2 ? broken('{"id":', "cut", 201) : undefined
  );
  const { payments } = server.shop;
  const { record } = await payments.append({ id: "a", at: new Date(0) }, { key: "k", tries: 3 });
  equal([record.id, server.asked.length, await payments.count()], ["a", 3, 1]);
});

Deno.test("a change by what was read is not made blindly where no tag is told", async () => {
  const asked: string[] = [];
  const { items } = client<Pick<Api, "items">>({
    base: "http://localhost/rest",
    kinds,
    fetch({ method }) {
      asked.push(method);
      return Response.json({ id: "a", sum: "1" });
    },
  });
  const error = await caught(items.update("a", ({ sum }) => ({ sum: sum + 1n })));
  equal([error.code, asked], ["unreadable", ["GET"]]);
});

Deno.test("who follows and has come too often comes again when they are told to", async () => {
  const waits: number[] = [], seen: unknown[] = [];
  const clock: Clock = {
    ...systemClock,
    setTimeout(fn, ms) {
      waits.push(ms);
      return systemClock.setTimeout(fn, 0);
    },
  };
  let n = 0;
  const fetch = () => {
    n++;
    if (n === 1) {
      return Response.json({ code: "limited" }, { status: 429, headers: { "retry-after": "7" } });
    }
    if (n === 2) {
      return Response.json({}, { status: 503, headers: { "retry-after": "99999999999" } });
    }
    return n === 3 ? new Response("retry: 5\ndata: 1\n\n") : new Response(null, { status: 204 });
  };
  for await (const { data } of follow({ base: "http://localhost", fetch, clock }, "/jobs")) {
    seen.push(data);
  }
  equal([seen, waits], [[1], [7_000, 86_400_000, 5]]);
});

/** Compiled, never run: what the types refuse. */
function types({ payments, items }: Client<Api>): void {
  // @ts-expect-error: a payment has a time
  void payments.append({ id: "a" });
  // @ts-expect-error: no resource has feeds under it
  items.at("ann");
  // @ts-expect-error: the paths of feeds must be told
  client<Api>({ base: "", kinds });
  // @ts-expect-error: there is no such field
  void items.update("a", () => ({ town: "Kyiv" }));
  // @ts-expect-error: a copy is from somewhere
  void items.patch("a", [{ op: "copy", path: "/a" }]);
  void items.patch("a", { city: null });
  // @ts-expect-error: no item is without a sum
  void items.patch("a", { sum: null });
  const { claimTask, completeTask, listInstances, tellConditions } = processes({ base: "" });
  const path = { instance: "a", element: 1 };
  const query = { process: "p", task: "t", variable: "v", value: 1, status: "active" } as const;
  void Array.fromAsync(pagesOf(listInstances, { query }));
  // @ts-expect-error: a task is one of a process
  void listInstances({ query: { task: "t" } });
  // @ts-expect-error: a variable has a value
  void listInstances({ query: { variable: "v" } });
  // @ts-expect-error: a value is one of a variable
  void listInstances({ query: { value: 1 } });
  void completeTask({ path, key: "k" });
  // @ts-expect-error: a claim takes no key
  void claimTask({ path, key: "k" });
  // @ts-expect-error: conditions take none, either
  void tellConditions({ body: { variables: {} }, key: "k" });
}
void types;
