import { append, count, type Kv, type KvsRecord, memoryKv, read } from "../../../kvs/mod.ts";
import {
  feeds,
  operationsOf,
  type Person,
  resource,
  rest,
  type RestApp,
  RestError,
} from "../../../rest/mod.ts";
import { equal, throws } from "../../_support/assert.ts";

interface Payment extends KvsRecord {
  readonly id: string;
  readonly amount?: number;
}

const payments = feeds<Payment>({
  prefix: "/fin/pay",
  may: "anyone",
  fields: ["id", "amount"],
});

const json = { "content-type": "application/json" };

async function ask(api: RestApp, method: string, path: string, body?: unknown, headers = {}) {
  const answer = await api.request(`/rest/kvs${path}`, {
    method,
    headers: { ...body !== undefined && json, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    told: text === "" ? "" : JSON.parse(text),
  };
}

Deno.test("a feed is appended to, read, replaced, patched and cut back by HTTP", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [payments] });
  equal((await ask(api, "GET", "/0/fin/pay")).told, { "/fin/pay": [] });
  const made = await ask(api, "POST", "/0/fin/pay", { id: "p1", amount: 1 });
  equal([made.status, made.headers.get("location")], [201, "/rest/kvs/1/p1/fin/pay"]);
  equal(made.headers.get("etag"), `"${(await read(kv, "/fin/pay", "p1"))?.version}"`);
  await ask(api, "POST", "/0/fin/pay", { id: "p2", amount: 2 });
  equal((await ask(api, "POST", "/0/fin/pay", { id: "p1" })).status, 409);
  const one = await ask(api, "GET", "/1/p1/fin/pay");
  equal([one.status, one.told, one.headers.get("etag")], [
    200,
    { id: "p1", amount: 1 },
    made.headers.get("etag"),
  ]);
  const etag = one.headers.get("etag") ?? "";
  equal((await ask(api, "GET", "/1/p1/fin/pay", undefined, { "if-none-match": etag })).status, 304);
  equal((await ask(api, "PUT", "/1/p1/fin/pay", { id: "p1" }, { "if-match": etag })).told, {
    id: "p1",
  });
  equal((await ask(api, "PUT", "/1/p1/fin/pay", {}, { "if-match": etag })).status, 412);
  equal((await ask(api, "PATCH", "/1/p1/fin/pay", { amount: 3 })).told, { id: "p1", amount: 3 });
  equal((await ask(api, "PUT", "/1/p3/fin/pay", { amount: 9 })).status, 201);
  equal((await ask(api, "GET", "/0/fin/pay")).told, {
    "/fin/pay": [{ id: "p1", amount: 3 }, { id: "p2", amount: 2 }, { id: "p3", amount: 9 }],
  });
  equal((await ask(api, "DELETE", "/1/p2/fin/pay")).status, 204);
  equal([(await ask(api, "DELETE", "/1/p2/fin/pay")).status, await count(kv, "/fin/pay")], [
    404,
    2,
  ]);
  const head = await ask(api, "HEAD", "/0/fin/pay");
  equal([head.status, head.told, head.headers.get("content-type")], [200, "", "application/json"]);
  const allow = async (path: string) => (await ask(api, "OPTIONS", path)).headers.get("allow");
  equal(await allow("/0/fin/pay"), "GET, QUERY, POST, HEAD, OPTIONS");
  equal(await allow("/1/p1/fin/pay"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
});

Deno.test("an entry that changes its id goes and comes in one commit, behind the others", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [payments] });
  for (const id of ["a", "b"]) await append(kv, { id, amount: 1 }, "/fin/pay");
  const renamed = await ask(api, "PUT", "/1/a/fin/pay", { id: "c", amount: 2 });
  equal([renamed.status, renamed.headers.get("content-location")], [200, "/rest/kvs/1/c/fin/pay"]);
  equal((await ask(api, "PUT", "/1/b/fin/pay", { id: "c" })).status, 409);
  equal((await ask(api, "GET", "/0/fin/pay")).told, {
    "/fin/pay": [{ id: "b", amount: 1 }, { id: "c", amount: 2 }],
  });
  equal(await count(kv, "/fin/pay"), 2);
});

Deno.test("several are appended in one commit, or none", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [payments] });
  const two = [{ id: "a" }, { id: "b" }];
  equal((await ask(api, "POST", "/0/fin/pay", two)).told, { "/fin/pay": two });
  equal((await ask(api, "POST", "/0/fin/pay", [{ id: "c" }, { id: "b" }])).status, 409);
  equal((await ask(api, "POST", "/0/fin/pay", [{ id: "c" }, { nosuch: 1 }])).status, 422);
  equal([await count(kv, "/fin/pay"), (await ask(api, "GET", "/1/c/fin/pay")).status], [2, 404]);
});

Deno.test("an entry that no commit holds in one piece is appended in parts", async () => {
  using kv = memoryKv();
  const texts = feeds({ prefix: "/texts", may: "anyone" });
  const api = rest({ kv, feeds: [texts], maxBytes: 3_000_000 }), text = "x".repeat(2_000_000);
  equal((await ask(api, "POST", "/0/texts", { id: "a", text })).status, 201);
  equal((await ask(api, "POST", "/0/texts", { id: "a", text })).status, 409);
  equal((await ask(api, "GET", "/1/a/texts")).told.text.length, 2_000_000);
});

Deno.test("pages lead to one another both ways, from either end, and a cursor of another feed is refused", async () => {
  using kv = memoryKv();
  const other = feeds({ prefix: "/other", may: "anyone" });
  const api = rest({ kv, feeds: [payments, other] });
  const ids = Array.from({ length: 25 }, (_, n) => `p${n}`);
  for (const id of ids) await append(kv, { id }, "/fin/pay");
  for (const id of ids) await append(kv, { id }, "/other");
  for (const order of ["asc", "desc"]) {
    const seen: string[] = [];
    let path: string | undefined = `/0/fin/pay?limit=10&order=${order}`, back = "";
    while (path !== undefined) {
      const { headers, told } = await ask(api, "GET", path), link = headers.get("link") ?? "";
      seen.push(...told["/fin/pay"].map(({ id }: Payment) => id));
      path = /<\/rest\/kvs([^>]+)>; rel="next"/.exec(link)?.[1];
      back = /<\/rest\/kvs([^>]+)>; rel="prev"/.exec(link)?.[1] ?? back;
    }
    equal(seen, order === "asc" ? ids : ids.toReversed());
    equal((await ask(api, "GET", back)).told["/fin/pay"].length, 10);
  }
  const counted = await ask(api, "GET", "/0/fin/pay?limit=1", undefined, { prefer: "count=exact" });
  equal(counted.headers.get("x-total-count"), "25");
  equal((await ask(api, "GET", "/0/fin/pay?limit=1")).headers.has("x-total-count"), false);
  const link = (await ask(api, "GET", "/0/other?limit=1")).headers.get("link") ?? "";
  const foreign = /after=([^&>]+)/.exec(link)?.[1];
  for (const cursor of [foreign, "x", "", "%00", "A".repeat(3_000)]) {
    for (const where of ["after", "before"]) {
      const refused = await ask(api, "GET", `/0/fin/pay?${where}=${cursor}`);
      equal([refused.status, refused.told.code], [400, "bad_cursor"], `${where}=${cursor}`);
    }
  }
  for (const limit of ["0", "1001", "-1", "1.5", "x", ""]) {
    equal((await ask(api, "GET", `/0/fin/pay?limit=${limit}`)).status, 400);
  }
});

const mine = feeds({
  prefix: "/mail",
  under: "apart",
  may: {
    list: "anyone",
    get: "anyone",
    create: "anyone",
    feed: (person, parts) => person !== undefined && parts.join() === person.id,
  },
});

Deno.test("feeds under a prefix are apart, and each person's own where that is declared", async () => {
  using kv = memoryKv();
  const who = ({ headers }: Request): Person | undefined => {
    const id = headers.get("x-person");
    return id === null ? undefined : { id, by: "key" };
  };
  const api = rest({ kv, feeds: [mine], who });
  const as = { "x-person": "ann" };
  equal((await ask(api, "POST", "/0/mail/ann", { id: 1 }, as)).status, 201);
  equal((await ask(api, "GET", "/0/mail/ann", undefined, as)).told, { "/mail/ann": [{ id: 1 }] });
  for (const path of ["/0/mail/ann", "/1/~n1/mail/ann", "/0/mail", "/0/mail/ann/x"]) {
    equal((await ask(api, "GET", path, undefined, { "x-person": "bob" })).status, 404, path);
    equal((await ask(api, "GET", path)).status, 404, path);
  }
  equal((await ask(api, "POST", "/0/mail/ann", { id: 2 }, { "x-person": "bob" })).status, 404);
  equal(await count(kv, "/mail/ann"), 1);
});

async function tree(kv: Kv): Promise<void> {
  for (const path of ["/crm", "/crm/in", "/crm/in/mail", "/crmx"]) {
    await append(kv, { id: path }, path);
  }
}

Deno.test("what is under a prefix is served, and told with it, only where that is declared", async () => {
  using kv = memoryKv();
  await tree(kv);
  const told = async (under: object, path: string) => {
    const api = rest({ kv, feeds: [feeds({ prefix: "/crm", may: "anyone", ...under })] });
    const { status, told } = await ask(api, "GET", `/0${path}`);
    return status === 200 ? told[path].map(({ id }: KvsRecord) => id) : status;
  };
  equal(await told({}, "/crm"), ["/crm"]);
  equal(await told({}, "/crm/in"), 404);
  equal(await told({ under: "apart" }, "/crm"), ["/crm"]);
  equal(await told({ under: "apart" }, "/crm/in"), ["/crm/in"]);
  equal(await told({ under: "within" }, "/crm"), ["/crm", "/crm/in", "/crm/in/mail"]);
  equal(await told({ under: "within" }, "/crm/in"), ["/crm/in", "/crm/in/mail"]);
  for (const under of ["apart", "within"]) {
    equal([await told({ under }, "/crmx"), await told({ under }, "/other")], [404, 404]);
  }
  const api = rest({ kv, feeds: [feeds({ prefix: "/crm", may: "anyone", under: "within" })] });
  const counted = await ask(api, "GET", "/0/crm", undefined, { prefer: "count=exact" });
  equal(counted.headers.get("x-total-count"), "3");
});

Deno.test("of two prefixes the longer one serves what is under both", async () => {
  using kv = memoryKv();
  const all = feeds({ prefix: "/crm", may: "anyone", under: "apart" });
  const own = feeds({ prefix: "/crm/in", may: { list: "anyone" } });
  for (const both of [[all, own], [own, all]]) {
    const api = rest({ kv, feeds: both });
    const allow = async (path: string) => (await ask(api, "OPTIONS", path)).headers.get("allow");
    equal(await allow("/0/crm/in"), "GET, QUERY, HEAD, OPTIONS");
    equal(await allow("/0/crm/out"), "GET, QUERY, POST, HEAD, OPTIONS");
    equal(await allow("/0/crm/in/mail"), "GET, QUERY, POST, HEAD, OPTIONS");
  }
});

Deno.test("names beyond ASCII are names: of prefixes, of feeds under them, and of entries", async () => {
  using kv = memoryKv();
  const api = rest({ kv, feeds: [feeds({ prefix: "/почта", may: "anyone", under: "apart" })] });
  const path = "/почта/юля",
    made = await ask(api, "POST", `/0${encodeURI(path)}`, { id: "лист 1/2" });
  const location = made.headers.get("location") ?? "";
  equal(location, `/rest/kvs/1/${encodeURIComponent("лист 1/2")}${encodeURI(path)}`);
  equal((await ask(api, "GET", location.replace("/rest/kvs", ""))).told, { id: "лист 1/2" });
  equal((await ask(api, "GET", `/0${encodeURI(path)}`)).told, { [path]: [{ id: "лист 1/2" }] });
});

Deno.test("feeds and a resource of one name are two things, each with operations of its own", () => {
  using kv = memoryKv();
  const log = resource({ name: "log", table: "log", may: { list: "anyone" } });
  const own = ["/log", "/журнал"].map((prefix) =>
    feeds({ prefix, may: { list: "anyone" }, under: "apart" })
  );
  const lists = operationsOf({ kv, resources: [log], feeds: own }).filter(({ method }) =>
    method === "GET"
  );
  const ids = lists.map(({ id, path }) => [id, path]);
  equal(ids, [
    ["listLog", "/log"],
    ["listFeedLog", "/kvs/0/log"],
    ["listFeedLogUnder", "/kvs/0/log/{path...}"],
    ["listFeedD0B6D183D180D0BDD0B0D0BB", "/kvs/0/журнал"],
    ["listFeedD0B6D183D180D0BDD0B0D0BBUnder", "/kvs/0/журнал/{path...}"],
  ]);
});

Deno.test("a declaration that cannot be served is refused when it is made", () => {
  for (
    const prefix of ["", "x", "/", "/a//..", "/..", "/a/:id", "/a/*", "/{x}", "/a b", "/a%2fb", []]
  ) {
    throws(() => feeds({ prefix, may: "anyone" }), RestError, "config");
  }
  const feed = () => true;
  throws(() => feeds({ prefix: "/a", under: "within", may: { feed } }), RestError, "config");
  throws(() => rest({ feeds: [payments] }), RestError, "config");
  using kv = memoryKv();
  throws(() => rest({ kv, feeds: [payments, payments] }), RestError, "config");
});
