import { delete as del, join, type Kv, memoryKv, put, table } from "../../../kvs/mod.ts";
import { type May, type Person, resource, rest, type RestApp } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";

interface Note {
  readonly id: string;
  readonly owner: string;
  readonly size?: number;
  readonly secret?: string;
  readonly text?: string;
}

const notes = table<Note>("note", {
  fields: ["id", "owner", "size", "secret", "text"],
  keys: ["owner", "size", "secret"],
});

function notesFor(may: "anyone" | May<Note>) {
  return resource<Note>({
    name: "notes",
    table: notes,
    may,
    id: "text",
    kinds: { size: "number" },
  });
}

async function filled(kv: Kv, count: number, of: (n: number) => Omit<Note, "id">): Promise<void> {
  await join(kv, { name: "app", tables: [notes] });
  const all = Array.from(
    { length: count },
    (_, n) => ({ id: String(n).padStart(6, "0"), ...of(n) }),
  );
  for (let at = 0; at < count; at += 40) await put(kv, notes, all.slice(at, at + 40));
}

const owned = (n: number) => ({
  owner: n % 2 === 0 ? "ann" : "bob",
  size: n,
  secret: `s${n}`,
  text: "x",
});

interface Told {
  readonly status: number;
  readonly code: string;
  readonly at: readonly (readonly [string | undefined, string])[];
}

async function refusedOf(api: RestApp, path: string, init: RequestInit = {}): Promise<Told> {
  const answer = await api.request(path, init), told = await answer.json();
  const at = (told.errors ?? []).map((
    { parameter, pointer, code }: Record<string, string>,
  ) => [parameter ?? pointer, code]);
  return { status: answer.status, code: told.code, at };
}

/** A store that counts the rows that are read. */
function counting(kv: Kv): { readonly kv: Kv; readonly rows: () => number } {
  let rows = 0;
  const counted = new Proxy(kv, {
    get(target, name) {
      if (name === "list") {
        return async function* (...args: Parameters<Kv["list"]>) {
          for await (const row of target.list(...args)) {
            rows++;
            yield row;
          }
        };
      }
      if (name === "getMany") {
        return (keys: readonly unknown[], ...more: unknown[]) => {
          rows += keys.length;
          return Reflect.apply(target.getMany, target, [keys, ...more]);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { kv: counted, rows: () => rows };
}

Deno.test("what a list cannot be asked for is refused, and told where it stands", async () => {
  using kv = memoryKv();
  await filled(kv, 10, owned);
  const api = rest({
    kv,
    resources: [notesFor({ list: "anyone", fields: { secret: { read: "known" } } })],
  });
  const ask = (query: string) => refusedOf(api, `/rest/notes?${query}`);
  const bad = (...at: readonly (readonly [string, string])[]): Told => ({
    status: 400,
    code: "bad_parameter",
    at,
  });
  equal(await ask("text=x"), bad(["text", "no_index"]));
  equal(
    await ask("text[starts]=x&nosuch[gt]=1"),
    bad(["text[starts]", "no_index"], ["nosuch[gt]", "unknown"]),
  );
  equal(await ask("size[like]=1"), bad(["size[like]", "unknown"]));
  equal(await ask("size[starts]=1"), bad(["size[starts]", "unknown"]));
  equal(await ask("size[gt]=x"), bad(["size[gt]", "type"]));
  equal(await ask("size[gt]=NaN"), bad(["size[gt]", "type"]));
  equal(await ask("size[gt]=1&size[gt]=2"), bad(["size[gt]", "twice"]));
  equal(await ask("owner[starts]="), bad(["owner[starts]", "type"]));
  equal(await ask(`owner=${"x".repeat(3_000)}`), bad(["owner", "type"]));
  equal(await ask("owner=ann&size[gt]=3"), bad(["owner", "no_index"], ["size[gt]", "no_index"]));
  equal(await ask("by=text"), bad(["by", "type"]));
  equal(await ask("owner=ann&by=size"), bad(["owner", "no_index"], ["by", "no_index"]));
  equal(await ask("order=up"), bad(["order", "type"]));
  equal(await ask("fields=id,nosuch"), bad(["fields", "unknown"]));
  equal(await ask("fields="), bad(["fields", "unknown"]));
  equal(await ask("fields=__proto__"), bad(["fields", "unknown"]));
  equal(
    await ask("__proto__[gt]=1&constructor=1"),
    bad(["__proto__[gt]", "unknown"], ["constructor", "unknown"]),
  );
  equal(await ask("%00=1&a%ff=2"), bad(["\0", "unknown"], ["a\ufffd", "unknown"]));
  equal(
    await ask(Array.from({ length: 60 }, (_, n) => `size[in]=${n}`).join("&")),
    bad(["size[in]", "limit"]),
  );
});

Deno.test("a field that may not be read is neither told, nor filtered or ordered by", async () => {
  using kv = memoryKv();
  await filled(kv, 4, owned);
  const may: May<Note> = { list: "anyone", fields: { secret: { read: "known" } } };
  const known: Person = { id: "ann", by: "key" };
  const who = (request: Request) => request.headers.has("authorization") ? known : undefined;
  const api = rest({ kv, resources: [notesFor(may)], who });
  const unknown = (at: string): Told => ({
    status: 400,
    code: "bad_parameter",
    at: [[at, "unknown"]],
  });
  for (const query of ["secret=s1", "secret[gt]=s1", "secret[starts]=s"]) {
    const [name = ""] = query.split("=");
    equal(await refusedOf(api, `/rest/notes?${query}`), unknown(name));
  }
  equal(await refusedOf(api, "/rest/notes?by=secret"), unknown("by"));
  equal(await refusedOf(api, "/rest/notes?fields=id,secret"), unknown("fields"));
  const answer = await api.request("/rest/notes?secret[gt]=s2&fields=id,secret", {
    headers: { authorization: "Bearer x" },
  });
  equal(await answer.json(), { notes: [{ id: "000003", secret: "s3" }] });
});

Deno.test("a late page reads as many rows as the first, filtered or not", async () => {
  using inner = memoryKv();
  await filled(inner, 3_000, (n) => ({ owner: n % 3 === 0 ? "ann" : "bob", size: n }));
  const { kv, rows } = counting(inner), api = rest({ kv, resources: [notesFor("anyone")] });
  for (
    const query of [
      "limit=20",
      "owner=ann&limit=20",
      "size[gte]=10&limit=20",
      "owner[in]=ann&owner[in]=bob&limit=20",
    ]
  ) {
    const costs: number[] = [];
    let path: string | undefined = `/rest/notes?${query}`;
    while (path !== undefined) {
      const before = rows(), answer: Response = await api.request(path);
      equal(answer.status, 200);
      costs.push(rows() - before);
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
    }
    const [first = 0] = costs, most = Math.max(...costs.slice(1));
    equal(
      costs.length >= 50 && first > 0 && most <= first + 4,
      true,
      `${query}: ${first}, then up to ${most}`,
    );
  }
});

Deno.test("rows that are somebody else's leave no page near empty, and neither count nor link tells of them", async () => {
  using kv = memoryKv();
  await filled(kv, 600, (n) => ({ owner: n % 10 === 0 ? "ann" : "bob", size: n }));
  const may: May<Note> = { list: "known", row: (person, { owner }) => owner === person?.id };
  const who = (): Person => ({ id: "ann", by: "key" });
  const api = rest({ kv, resources: [notesFor(may)], who });
  const sizes: number[] = [], seen: string[] = [];
  let path: string | undefined = "/rest/notes?limit=20";
  while (path !== undefined) {
    const answer: Response = await api.request(path, { headers: { prefer: "count=exact" } });
    equal([answer.headers.get("x-total-count"), answer.headers.get("preference-applied")], [
      null,
      null,
    ]);
    const { notes }: { notes: Note[] } = await answer.json();
    sizes.push(notes.length);
    seen.push(...notes.map(({ id }) => id));
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  equal(sizes, [20, 20, 20]);
  equal(seen.length, 60);
});

Deno.test("where few of very many rows are somebody's, a page is short, is read within a bound, and the next goes on", async () => {
  using inner = memoryKv();
  await filled(inner, 2_600, (n) => ({ owner: n === 2_500 ? "ann" : "bob", size: n }));
  const { kv, rows } = counting(inner);
  const may: May<Note> = { list: "known", row: (person, { owner }) => owner === person?.id };
  const api = rest({
    kv,
    resources: [notesFor(may)],
    who: (): Person => ({ id: "ann", by: "key" }),
  });
  const sizes: number[] = [];
  let path: string | undefined = "/rest/notes?limit=5";
  while (path !== undefined) {
    const before = rows(), answer: Response = await api.request(path);
    equal(rows() - before < 1_200, true);
    sizes.push((await answer.json()).notes.length);
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  equal(sizes, [0, 0, 1]);
});

Deno.test("a cursor is good for the query that it was made for, and for no other", async () => {
  using kv = memoryKv();
  await filled(kv, 60, owned);
  const twin = resource({ name: "twins", table: notes, may: "anyone", id: "text" });
  const api = rest({ kv, resources: [notesFor("anyone"), twin] });
  const cursorOf = async (query: string) => {
    const answer = await api.request(`/rest/notes?limit=2&${query}`);
    await answer.body?.cancel();
    const [, link = ""] = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "") ?? [];
    return new URLSearchParams(link.split("?")[1]).get("after") ?? "";
  };
  const queries = [
    "",
    "order=desc",
    "owner=ann",
    "owner=bob",
    "size[gt]=2",
    "size[gt]=3",
    "by=size",
    "owner[in]=ann&owner[in]=bob",
  ];
  const cursors = await Promise.all(queries.map(cursorOf));
  for (const [from, cursor] of cursors.entries()) {
    for (const [to, query] of queries.entries()) {
      const answer = await api.request(`/rest/notes?${query}&after=${encodeURIComponent(cursor)}`);
      await answer.body?.cancel();
      equal(answer.status, from === to ? 200 : 400, `${queries[from]} in ${query}`);
    }
  }
  const [plain = "", , ofAnn = ""] = cursors;
  const forged = [
    "AAAA",
    "",
    plain.slice(1),
    `${plain}A`,
    plain.replace(".0.", ".1."),
    plain.replace(".0.", ".zzzz."),
    ofAnn.replace(/\.[^.]*$/, `.${plain.split(".")[2]}`),
    "a.0.\u0000",
    "x".repeat(8_000),
  ];
  for (const cursor of forged) {
    equal(
      await refusedOf(
        api,
        `/rest/notes?${cursor === ofAnn ? "owner=ann&" : ""}after=${encodeURIComponent(cursor)}`,
      ),
      {
        status: 400,
        code: "bad_cursor",
        at: [["after", "cursor"]],
      },
      cursor,
    );
  }
  equal((await refusedOf(api, `/rest/twins?before=${encodeURIComponent(plain)}`)).at, [[
    "before",
    "cursor",
  ]]);
  equal((await refusedOf(api, `/rest/notes?after=${plain}&before=${plain}`)).at, [[
    "before",
    "twice",
  ]]);
});

const annsOwn: May<Note> = { list: "anyone", row: (_, { owner }) => owner === "ann" };

Deno.test("a page that is empty, as its rows have gone or are somebody else's, links to all that stand in front of it", async () => {
  for (const query of ["", "order=desc&", "by=size&", "by=size&order=desc&", "size[gte]=0&"]) {
    for (const left of ["gone", "somebody else's"]) {
      using kv = memoryKv();
      const isDown = query.includes("desc"), about = `${query} ${left}`;
      await filled(kv, 12, (n) => ({ owner: "ann", size: n }));
      const api = rest({ kv, resources: [notesFor(left === "gone" ? "anyone" : annsOwn)] });
      const asked = async (path: string) => {
        const answer = await api.request(path), { notes: found } = await answer.json();
        const links = answer.headers.get("link") ?? "";
        const to = (rel: string) => new RegExp(`<([^>]+)>; rel="${rel}"`).exec(links)?.[1];
        return { ids: found.map(({ id }: Note) => Number(id)), next: to("next"), prev: to("prev") };
      };
      const first = await asked(`/rest/notes?${query}limit=3`);
      const second = await asked(first.next ?? "");
      const inOrder = isDown ? [11, 10, 9, 8, 7, 6] : [0, 1, 2, 3, 4, 5];
      equal([...first.ids, ...second.ids], inOrder, about);
      const lose = async (rows: readonly number[]) => {
        const id = (n: number) => String(n).padStart(6, "0");
        if (left === "gone") { for (const n of rows) await del(kv, notes, id(n)); }
        else await put(kv, notes, rows.map((n) => ({ id: id(n), owner: "bob", size: n })));
      };
      await lose(Array.from({ length: 12 }, (_, n) => n).filter((n) => !inOrder.includes(n)));
      const third = await asked(second.next ?? "");
      equal(third.ids, [], about);
      const back = await asked(third.prev ?? "");
      equal(back.ids, inOrder.slice(3), about);
      equal((await asked(back.prev ?? "")).ids, inOrder.slice(0, 3), about);
      // And the other way, where those in front of the first page have gone.
      await lose(inOrder.slice(0, 3));
      const empty = await asked(back.prev ?? "");
      equal(empty.ids, [], about);
      equal((await asked(empty.next ?? "")).ids, inOrder.slice(3), about);
    }
  }
});

Deno.test("a value of a field that nothing says the type of comes in a body of QUERY as what it is, or as text", async () => {
  using kv = memoryKv();
  const plain = table<{ id: string | number; of: unknown }>("plain", {
    fields: ["id", "of"],
    keys: ["of"],
  });
  await join(kv, { name: "app", tables: [plain] });
  const values = [1, 2.5, -3, 0, true, false, "a", "zz"];
  await put(kv, plain, values.map((of, n) => ({ id: n % 2 === 0 ? n : `n${n}`, of })));
  const api = rest({ kv, resources: [resource({ name: "plain", table: plain, may: "anyone" })] });
  const asked = async (body: unknown) => {
    const headers = { "content-type": "application/json" };
    const answer = await api.request("/rest/plain", {
      method: "QUERY",
      headers,
      body: JSON.stringify(body),
    });
    const told = await answer.json();
    return answer.ok ? told.plain.map(({ of }: { of: unknown }) => of) : answer.status;
  };
  for (const value of values) {
    for (const said of [value, String(value)]) {
      equal(await asked({ of: said }), [value]);
      equal(await asked({ of: { eq: said } }), [value]);
      equal(await asked({ of: { in: [said] } }), [value]);
    }
  }
  equal(await asked({ of: { gt: -3, lte: 2.5 }, by: "of" }), [0, 1, 2.5]);
  equal((await asked({ id: { in: [2, "n3"] } })).toSorted(), [-3, 0]);
  for (const none of [null, [], [[1]], { eq: null }, { eq: {} }, { starts: 1 }]) {
    equal(await asked({ of: none }), 400, JSON.stringify(none));
  }
});

Deno.test("QUERY asks by a body what GET asks by its address, and its problems are the same", async () => {
  using kv = memoryKv();
  await filled(kv, 30, owned);
  const api = rest({ kv, resources: [notesFor("anyone")] });
  const json = { "content-type": "application/json" };
  const query = (body: unknown, headers = json) =>
    api.request("/rest/notes", { method: "QUERY", headers, body: JSON.stringify(body) });
  const answer = await query({ size: { gte: 5, lt: 8 }, fields: ["id", "size"], order: "desc" });
  equal(await answer.json(), {
    notes: [{ id: "000007", size: 7 }, { id: "000006", size: 6 }, { id: "000005", size: 5 }],
  });
  const refused = (body: unknown) =>
    refusedOf(api, "/rest/notes", { method: "QUERY", headers: json, body: JSON.stringify(body) });
  equal((await refused({ text: "x" })).at, [["text", "no_index"]]);
  equal((await refused({ size: { gt: "x" } })).at, [["size[gt]", "type"]]);
  equal((await refused({ nosuch: 1 })).at, [["nosuch", "unknown"]]);
  equal((await refused({ nosuch: {} })).at, [["/nosuch", "type"]]);
  equal((await refused({ owner: { in: [] } })).at, [["/owner/in", "type"]]);
  equal((await refused({ order: ["asc"] })).at, [["/order", "type"]]);
  equal((await refused({ limit: "5" })).at, [["/limit", "type"]]);
  equal((await refused({ owner: null })).at, [["/owner", "type"]]);
  equal((await refused({ owner: { in: ["ann", {}] } })).at, [["/owner/in/1", "type"]]);
  equal((await refused({ owner: { in: ["ann", "bob"], eq: ["ann", "bob"] } })).at, [[
    "owner[eq]",
    "twice",
  ]]);
  equal((await refused([])).at, [["", "type"]]);
  equal((await refused({ after: "AAAA" })).code, "bad_cursor");
  equal((await query({}, { "content-type": "text/plain" })).status, 415);
  equal(
    (await refusedOf(api, "/rest/notes?limit=1", { method: "QUERY", headers: json, body: "{}" }))
      .at,
    [["limit", "unknown"]],
  );
  const options = await api.request("/rest/notes", { method: "OPTIONS" });
  equal([options.headers.get("allow")?.includes("QUERY"), options.headers.get("accept-query")], [
    true,
    "application/json",
  ]);
});
