import { join, type Kv, memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, type ResourceModule, rest, type RestApp } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

interface Note {
  readonly id: string;
  readonly owner: string;
}

const notes = table<Note>("note", { fields: ["id", "owner"], keys: ["owner"] });

const may = {
  list: "anyone",
  row: (_: unknown, { owner }: Note) => owner === "ann",
} as const;

/** A list of more rows of others than are looked at for a page; those of ann stand at the end. */
async function filled(kv: Kv, word: string): Promise<void> {
  await join(kv, { name: "app", tables: [notes] });
  const all = Array.from({ length: 2_300 }, (_, n): Note => ({
    id: n < 2_290 ? `${word}${String(n).padStart(5, "0")}` : `zz${n}`,
    owner: n < 2_290 ? "bob" : "ann",
  }));
  for (let at = 0; at < all.length; at += 50) await put(kv, notes, all.slice(at, at + 50));
}

function apiOf(kv: Kv): RestApp {
  return rest({ kv, resources: [resource({ name: "notes", table: notes, id: "text", may })] });
}

interface Page {
  readonly status: number;
  readonly code: string | undefined;
  readonly ids: readonly string[];
  /** Cursors by their parameters. */
  readonly cursors: Readonly<Record<string, string>>;
  readonly size: number;
}

async function asked(api: RestApp, query: string): Promise<Page> {
  const answer = await api.request(`/rest/notes?${query}`), text = await answer.text();
  const link = answer.headers.get("link") ?? "", told = JSON.parse(text);
  const addresses = [...link.matchAll(/<([^>]+)>/g)].map(([, address = ""]) =>
    new URL(address, "http://x").searchParams
  );
  const cursors = addresses.map((search): [string, string] =>
    search.has("after")
      ? ["after", search.get("after") ?? ""]
      : ["before", search.get("before") ?? ""]
  );
  return {
    status: answer.status,
    code: told.code,
    ids: (told.notes ?? []).map(({ id }: Note) => id),
    cursors: Object.fromEntries(cursors),
    size: text.length + link.length,
  };
}

/** Every reading of a text that somebody may try: as it is, and as base64 at each offset. */
function readings(text: string): string {
  const parts = text.split(/[^A-Za-z0-9_-]/).flatMap((part) =>
    [0, 1, 2, 3].map((from) => {
      const base64 = part.slice(from).replaceAll("-", "+").replaceAll("_", "/");
      return base64.length < 4 ? "" : atob(base64.slice(0, base64.length & ~3));
    })
  );
  return [text, ...parts].join("\n");
}

Deno.test("the cursor of a page that ends at somebody else's row tells nothing of it, and goes on all the same", async () => {
  using kv = memoryKv();
  using other = memoryKv();
  await filled(kv, "secret");
  await filled(other, "hidden");
  const api = apiOf(kv), pages: Page[] = [];
  for (let query = "limit=3";;) {
    const page = await asked(api, query);
    pages.push(page);
    if (pages.length === 2) equal(page.ids, []);
    for (const cursor of Object.values(page.cursors)) {
      assert(!readings(cursor).includes("secret"), cursor);
    }
    const { after } = page.cursors;
    if (after === undefined) break;
    query = `limit=3&after=${encodeURIComponent(after)}`;
  }
  equal(pages.flatMap(({ ids }) => ids), Array.from({ length: 10 }, (_, n) => `zz${2_290 + n}`));
  // Of another store with other rows of others everything looks the same, and each time it is asked for another text.
  const [first] = pages, second = await asked(apiOf(other), "limit=3");
  equal([second.size, second.ids], [first?.size, []]);
  const again = await asked(api, "limit=3");
  assert(again.cursors.after !== first?.cursors.after, "the same text is of the same row");
});

Deno.test("a sealed cursor is good for its list in every program on its store, and forged or foreign it is 400", async () => {
  using kv = memoryKv();
  using other = memoryKv();
  await filled(kv, "secret");
  await filled(other, "secret");
  const { cursors: { after = "" } } = await asked(apiOf(kv), "limit=3");
  const { below } = random(1),
    go = (api: RestApp, cursor: string, query = "limit=3") =>
      asked(api, `${query}&after=${encodeURIComponent(cursor)}`);
  // Another program, as after a restart, and another size of page.
  equal((await go(apiOf(kv), after)).status, 200);
  const { cursors } = await go(apiOf(kv), after, "limit=7");
  // And back again: the page before is empty, and its end is sealed, too.
  const back = await asked(apiOf(kv), `limit=3&before=${encodeURIComponent(cursors.before ?? "")}`);
  equal([back.status, back.ids], [200, []]);
  for (const cursor of Object.values(back.cursors)) assert(!readings(cursor).includes("secret"));
  const foreign = [
    await go(apiOf(other), after),
    await go(apiOf(kv), after, "limit=3&order=desc"),
    await go(apiOf(kv), after, "limit=3&owner=bob"),
    await go(apiOf(kv), after.slice(0, -1)),
    await go(apiOf(kv), `${after}A`),
    await go(apiOf(kv), after.replace("._.", "._")),
    await go(apiOf(kv), after.replace(/_\..*/s, "_.")),
    await go(apiOf(kv), after.replace("._.", ".-.")),
    await go(apiOf(kv), after.replace("._.", ".0.")),
  ];
  const start = after.indexOf("._.") + 3;
  for (let n = 0; n < 40; n++) {
    // The last character has bits that say nothing.
    const at = start + below(after.length - start - 1);
    const letter = after[at] === "A" ? "B" : "A";
    foreign.push(await go(apiOf(kv), after.slice(0, at) + letter + after.slice(at + 1)));
  }
  for (const [n, { status, code }] of foreign.entries()) {
    equal([status, code], [400, "bad_cursor"], String(n));
  }
});

Deno.test("of many programs that seal first at once each opens what the others sealed", async () => {
  using kv = memoryKv();
  await filled(kv, "secret");
  // Each program has a store object of its own.
  const program = () =>
    apiOf(
      new Proxy(kv, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
    );
  const first = await Promise.all(Array.from({ length: 4 }, () => asked(program(), "limit=1")));
  for (const { cursors: { after = "" } } of first) {
    equal((await asked(apiOf(kv), `limit=1&after=${encodeURIComponent(after)}`)).status, 200);
  }
});

Deno.test("a module's cursors are sealed as well, and none tells ids of rows that are somebody else's", async () => {
  const all = Array.from({ length: 1_500 }, (_, n): Note => ({
    id: `secret${n}`,
    owner: n < 1_495 ? "bob" : "ann",
  }));
  function get(): readonly Note[];
  function get(id: unknown): Note | undefined;
  function get(id?: unknown): readonly Note[] | Note | undefined {
    return id === undefined ? all : all.find((each) => each.id === id);
  }
  const module: ResourceModule<Note> = { get };
  const api = rest({ resources: [resource({ name: "notes", module, may })] });
  const first = await asked(api, "limit=9");
  equal(first.ids, []);
  assert(!readings(first.cursors.after ?? "").includes("secret"));
  const second = await asked(api, `limit=9&after=${encodeURIComponent(first.cursors.after ?? "")}`);
  equal(second.ids.length, 5);
});
