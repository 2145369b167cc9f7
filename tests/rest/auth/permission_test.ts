import { memoryKv, table } from "../../../kvs/mod.ts";
import {
  type May,
  type Person,
  resource,
  rest,
  type RestApp,
  RestError,
} from "../../../rest/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";

interface Note {
  readonly id: string;
  readonly owner?: string;
  readonly n?: number;
  readonly secret?: string;
}

const fields = ["id", "owner", "n", "secret"] as const;

/** Whoever the header `x-person` names, with the scopes of `x-scopes`. */
const who = ({ headers }: Request): Person | undefined => {
  const id = headers.get("x-person"), scopes = headers.get("x-scopes")?.split(" ");
  return id === null ? undefined : { id, by: "key", ...scopes !== undefined && { scopes } };
};

const isRoot = ({ id }: Person) => id === "root";

function made(may: May<Note>): { readonly api: RestApp; readonly kv: ReturnType<typeof memoryKv> } {
  const kv = memoryKv();
  const notes = resource({
    name: "notes",
    table: table<Note>("note", { fields: [...fields] }),
    may,
  });
  return { api: rest({ kv, resources: [notes], who }), kv };
}

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function ask(
  api: RestApp,
  person: string,
  [method, path]: readonly [string, string],
  { headers = {}, body, type = "application/json" }: {
    headers?: Record<string, string>;
    body?: unknown;
    type?: string;
  } = {},
): Promise<Told> {
  const answer = await api.request(`/rest/${path}`, {
    method,
    headers: {
      ...person !== "" && { "x-person": person },
      ...body !== undefined && { "content-type": type },
      ...headers,
    },
    ...body !== undefined && { body: JSON.stringify(body) },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === "" ? "" : JSON.parse(text),
  };
}

/** All that a client sees of an answer, less the id that it named itself. */
function seen({ status, headers, body }: Told, id: string): string {
  return JSON.stringify([status, [...headers].toSorted(), body]).replaceAll(id, "ID");
}

const JSON_PATCH = "application/json-patch+json", MERGE = "application/merge-patch+json";

Deno.test("what is another's and what is not there are answered alike, unless something is stored by asking", async () => {
  const owns: May<Note> = {
    ...Object.fromEntries(
      ["list", "get", "create", "replace", "patch", "delete"].map((each) => [each, "known"]),
    ),
    row: (person, { owner }) => owner === person?.id,
  };
  const { create: _, ...others } = owns;
  for (const may of [owns, others, { ...owns, create: isRoot }]) {
    const { api, kv } = made(may);
    using _kv = kv;
    await rest({ kv, resources: [resource({ name: "notes", table: "note", may: "anyone" })] })
      .request("/rest/notes", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id: "theirs", owner: "bob" }),
      });
    const none = { "if-none-match": "*" };
    const cases: readonly (readonly [string, Parameters<typeof ask>[3]])[] = [
      ["GET", {}],
      ["GET", { headers: { "if-match": "*" } }],
      ["GET", { headers: none }],
      ["HEAD", {}],
      ["PATCH", { body: { n: 1 } }],
      ["PATCH", { body: { n: 1 }, headers: { "if-match": "*" } }],
      ["PATCH", { body: { n: 1 }, headers: { "if-match": '"1"' } }],
      ["PATCH", { body: { n: 1 }, headers: none }],
      ["PATCH", { body: [{ op: "test", path: "/owner", value: "bob" }], type: JSON_PATCH }],
      ["DELETE", {}],
      ["DELETE", { headers: { "if-match": "*" } }],
      ["DELETE", { headers: none }],
      ["PUT", { body: { owner: "ann" }, headers: { "if-match": "*" } }],
      ["PUT", { body: { nosuch: 1 }, headers: none }],
      ["PUT", { body: { nosuch: 1 } }],
      ["PUT", { body: { id: "other", owner: "ann" } }],
      ["PUT", { body: { owner: "bob" } }],
      ["PUT", { body: 1 }],
    ];
    for (const [method, how] of cases) {
      const label = `${method} ${JSON.stringify(how)}`;
      const there = await ask(api, "ann", [method, "notes/theirs"], how);
      const absent = await ask(api, "ann", [method, "notes/absent"], how);
      equal(seen(there, "theirs"), seen(absent, "absent"), label);
      assert(there.status >= 400, label);
    }
  }
});

Deno.test("an id that is another's is taken, and what stands there stays", async () => {
  const { api, kv } = made({
    get: "known",
    create: "known",
    replace: "known",
    row: (person, { owner }) => owner === person?.id,
  });
  using _kv = kv;
  const theirs = { id: "x", owner: "bob", n: 1 };
  equal((await ask(api, "bob", ["POST", "notes"], { body: theirs })).status, 201);
  equal((await ask(api, "ann", ["PUT", "notes/x"], { body: { owner: "ann" } })).status, 409);
  equal(
    (await ask(api, "ann", ["POST", "notes"], { body: { id: "x", owner: "ann" } })).status,
    409,
  );
  equal((await ask(api, "bob", ["GET", "notes/x"])).body, theirs);
});

Deno.test("a hidden field is not told by guesses: not by a patch's test, not by what may not be set, not by a tag", async () => {
  const { api, kv } = made({
    get: "known",
    list: "known",
    create: "known",
    replace: "known",
    patch: "known",
    fields: { secret: { read: isRoot } },
  });
  using _kv = kv;
  const body = { id: "x", n: 1, secret: "tea" };
  equal((await ask(api, "root", ["POST", "notes"], { body })).status, 201);
  const guesses = (value: unknown): readonly (readonly [string, Parameters<typeof ask>[3]])[] => [
    ["PATCH", { body: [{ op: "test", path: "/secret", value }], type: JSON_PATCH }],
    ["PATCH", { body: [{ op: "add", path: "/secret", value }], type: JSON_PATCH }],
    ["PATCH", { body: [{ op: "replace", path: "/secret", value }], type: JSON_PATCH }],
    ["PATCH", { body: [{ op: "copy", from: "/secret", path: "/owner" }], type: JSON_PATCH }],
    ["PATCH", { body: [{ op: "move", from: "/secret", path: "/owner" }], type: JSON_PATCH }],
    ["PATCH", { body: { secret: value }, type: MERGE }],
    ["PATCH", {
      body: [{ op: "test", path: "", value: { ...body, secret: value } }],
      type: JSON_PATCH,
    }],
    ["PUT", { body: { n: 1, secret: value } }],
  ];
  for (const [at, [method, how]] of guesses("tea").entries()) {
    const right = await ask(api, "ann", [method, "notes/x"], how);
    const [, wrongHow] = guesses("oil")[at] ?? [];
    const wrong = await ask(api, "ann", [method, "notes/x"], wrongHow);
    equal(seen(right, "-"), seen(wrong, "-"), JSON.stringify(how));
    assert(right.status >= 400, JSON.stringify(how));
  }
  const form = (secret: string) =>
    api.request("/rest/notes/x", {
      method: "PUT",
      headers: { "x-person": "ann" },
      body: new URLSearchParams({ n: "1", secret }),
    });
  equal([(await form("tea")).status, (await form("oil")).status], [422, 422]);
  const [open, shut] = [
    await ask(api, "root", ["GET", "notes/x"]),
    await ask(api, "ann", ["GET", "notes/x"]),
  ];
  equal([open.body, shut.body], [body, { id: "x", n: 1 }]);
  const tag = open.headers.get("etag") ?? "", less = shut.headers.get("etag") ?? "";
  assert(tag !== less && less !== "", `${tag} ${less}`);
  // In one browser somebody else logs in: what the one before saw is not shown again.
  equal(
    (await ask(api, "ann", ["GET", "notes/x"], { headers: { "if-none-match": tag } })).status,
    200,
  );
  const again = await ask(api, "ann", ["GET", "notes/x"], { headers: { "if-none-match": less } });
  equal([again.status, again.headers.get("etag")], [304, less]);
  // Either tag is of the version.
  for (const each of [tag, less]) {
    const version = (await ask(api, "ann", ["GET", "notes/x"])).headers.get("etag") ?? "";
    const now = each === less
      ? version
      : (await ask(api, "root", ["GET", "notes/x"])).headers.get("etag") ?? "";
    const headers = { "if-match": now };
    equal((await ask(api, "ann", ["PATCH", "notes/x"], { body: { n: 2 }, headers })).status, 200);
  }
  equal((await ask(api, "root", ["GET", "notes/x"])).body, { ...body, n: 2 });
  // A form merges, and what it does not know stays.
  const put = await api.request("/rest/notes/x", {
    method: "PUT",
    headers: { "x-person": "ann" },
    body: new URLSearchParams({ n: "3" }),
  });
  equal([put.status, (await put.json()).secret], [200, undefined]);
  equal((await ask(api, "root", ["GET", "notes/x"])).body, { ...body, n: "3" });
});

Deno.test("who may change a record and not read it is told nothing of it", async () => {
  const { api, kv } = made({ get: isRoot, create: isRoot, patch: "known", replace: "known" });
  using _kv = kv;
  const body = { id: "x", n: 1, secret: "tea" };
  await ask(api, "root", ["POST", "notes"], { body });
  const test = (value: string) =>
    ask(api, "ann", ["PATCH", "notes/x"], {
      body: [{ op: "test", path: "/secret", value }],
      type: JSON_PATCH,
    });
  equal(seen(await test("tea"), "-"), seen(await test("oil"), "-"));
  const patched = await ask(api, "ann", ["PATCH", "notes/x"], { body: { n: 2 } });
  equal([patched.status, patched.body], [204, ""]);
  const headers = { prefer: "return=representation" };
  const asked = await ask(api, "ann", ["PATCH", "notes/x"], { body: {}, headers });
  equal([asked.status, asked.body, asked.headers.get("preference-applied")], [204, "", null]);
  equal((await ask(api, "root", ["GET", "notes/x"])).body, { ...body, n: 2 });
});

Deno.test("pages of rows that are not everybody's are full, lead on, and no cursor is of another's record", async () => {
  const { api, kv } = made({
    list: "known",
    create: "anyone",
    row: (person, { owner }, action) => action === "create" || owner === person?.id,
  });
  using _kv = kv;
  const ids = Array.from({ length: 60 }, (_, n) => `note-${String(n).padStart(2, "0")}`);
  for (const [n, id] of ids.entries()) {
    await ask(api, "", ["POST", "notes"], { body: { id, owner: n % 7 === 3 ? "ann" : "bob" } });
  }
  const mine = ids.filter((_, n) => n % 7 === 3);
  for (const order of ["asc", "desc"]) {
    for (const [begin, rel] of [["", "next"], ["back", "prev"]] as const) {
      let path: string | undefined = `notes?limit=2&order=${order}`;
      if (begin === "back") {
        // To the end first, and then back by the links.
        for (let next: string | undefined = path; next !== undefined;) {
          path = next;
          next = linkOf(await ask(api, "ann", ["GET", next]), "next");
        }
      }
      const pages: string[][] = [];
      while (path !== undefined) {
        const told: Told = await ask(api, "ann", ["GET", path]);
        const { notes } = told.body as { notes: Note[] };
        pages.push(notes.map(({ id }) => id));
        for (const other of ids.filter((id) => !mine.includes(id))) {
          for (
            const [, cursor = ""] of (told.headers.get("link") ?? "").matchAll(
              /(?:after|before)=([^&>]*)/g,
            )
          ) {
            assert(!decodedCursor(cursor).includes(other), `${other} in ${cursor}`);
          }
        }
        path = linkOf(told, rel);
      }
      const inOrder = order === "asc" ? mine : mine.toReversed();
      equal((begin === "" ? pages : pages.toReversed()).flat(), inOrder, `${order} ${rel}`);
      equal(pages.filter((page) => page.length !== 2 && page.length !== 0).length <= 1, true);
    }
  }
});

function linkOf({ headers }: Told, rel: string): string | undefined {
  const [, path] = new RegExp(`<([^>]*)>; rel="${rel}"`).exec(headers.get("link") ?? "") ?? [];
  return path?.slice("/rest/".length);
}

/** A cursor in whichever plain text it may be. */
function decodedCursor(cursor: string): string {
  const text = decodeURIComponent(cursor);
  try {
    return text + atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return text; // it is no base64
  }
}

Deno.test("the scopes of a key limit what its owner may, whatever the grant", async () => {
  const grants:
    readonly (readonly [May<Note>["list"], string | undefined, number, string | null])[] = [
      ["anyone", "", 200, null],
      ["known", undefined, 200, null],
      ["known", "notes:read", 403, 'Bearer error="insufficient_scope"'],
      [{ scope: "notes:read" }, undefined, 200, null],
      [{ scope: "notes:read" }, "notes:read", 200, null],
      [{ scope: "notes:read" }, "notes:write notes:read", 200, null],
      [
        { scope: "notes:read" },
        "notes",
        403,
        'Bearer error="insufficient_scope", scope="notes:read"',
      ],
      [{ scope: "notes:read" }, "", 403, 'Bearer error="insufficient_scope", scope="notes:read"'],
      [isRoot, undefined, 200, null],
      [isRoot, "notes:read", 403, 'Bearer error="insufficient_scope"'],
      [{ scope: "notes:read", who: isRoot }, "notes:read", 200, null],
      [{ scope: "notes:read", who: ({ id }) => id === "ann" }, "notes:read", 403, null],
      [{ scope: "notes:read", who: ({ id }) => id === "ann" }, undefined, 403, null],
    ];
  for (const [list, scopes, status, challenge] of grants) {
    const { api, kv } = made({ ...list !== undefined && { list } });
    using _kv = kv;
    const headers = scopes === undefined ? {} : { "x-scopes": scopes };
    const told = await ask(api, "root", ["GET", "notes"], { headers });
    equal(
      [told.status, told.headers.get("www-authenticate")],
      [status, challenge],
      JSON.stringify([list, scopes]),
    );
  }
});

Deno.test("a module whose fields are not for everybody says its versions itself", async () => {
  const module = { get: () => [] } as never;
  const may = { list: "anyone", fields: { secret: { read: "known" } } } as const;
  await rejects(() => resource<Note>({ name: "x", module, may }), RestError, "config");
  resource<Note>({ name: "x", module: { get: () => [], version: () => "1" } as never, may });
});

Deno.test("who gives a value that only one may have is not told whose it is", async () => {
  using kv = memoryKv();
  const people = table<{ readonly id: string; readonly mail: string }>("person", {
    fields: ["id", "mail"],
    unique: ["mail"],
  });
  const api = rest({
    kv,
    resources: [resource({ name: "people", table: people, may: { create: "anyone" } })],
  });
  const post = (id: string) =>
    api.request("/rest/people", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id, mail: "a@example.com" }),
    });
  equal((await post("hidden-id")).status, 201);
  const answer = await post("b"), text = await answer.text();
  equal(answer.status, 409);
  assert(!text.includes("hidden-id"), text);
});
