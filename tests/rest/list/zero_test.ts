import { join, memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

type Value = string | number;

interface Row {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly z: Value;
  readonly owner: string;
}

const rows = table<Row>("row", {
  fields: ["id", "x", "y", "z", "owner"],
  indexes: [["x"], ["x", "y"], ["y", "x"], ["z", "y"], ["x", "z", "y"]],
});

/** In the order of keys: text before numbers, -0 before 0; by another way than the code's. */
function rank(value: Value): string {
  if (typeof value === "string") return `a${value}`;
  return `b${String(value + 500).padStart(5, "0")}${Object.is(value, -0) ? "-" : "0"}`;
}

/** A list is asked for, and which records are meant, in which order. */
interface Drawn {
  readonly query: string;
  readonly holds: (row: Row) => boolean;
  readonly order: readonly (keyof Row)[];
}

const QUERIES: readonly [Drawn, ...Drawn[]] = [
  { query: "x=0", holds: ({ x }) => x === 0, order: ["x", "id"] },
  { query: "x=-0&by=x", holds: ({ x }) => x === 0, order: ["x", "id"] },
  { query: "x=0&by=id", holds: ({ x }) => x === 0, order: ["id"] },
  { query: "x=0&by=y", holds: ({ x }) => x === 0, order: ["y", "id"] },
  { query: "x=0&y=0&by=id", holds: ({ x, y }) => x === 0 && y === 0, order: ["id"] },
  { query: "x=0&y[gte]=0&by=y", holds: ({ x, y }) => x === 0 && y >= 0, order: ["y", "id"] },
  { query: "x=0&y[lt]=0&by=y", holds: ({ x, y }) => x === 0 && y < 0, order: ["y", "id"] },
  { query: "x[in]=0&x[in]=1", holds: ({ x }) => x === 0 || x === 1, order: ["x", "id"] },
  { query: "x[gte]=0&by=x", holds: ({ x }) => x >= 0, order: ["x", "id"] },
  { query: "x[gt]=-1&x[lte]=0&by=x", holds: ({ x }) => x > -1 && x <= 0, order: ["x", "id"] },
  { query: "x[lt]=0", holds: ({ x }) => x < 0, order: ["x", "id"] },
  { query: "by=x", holds: () => true, order: ["x", "id"] },
  { query: "by=x,y", holds: () => true, order: ["x", "y", "id"] },
  { query: "by=y,x", holds: () => true, order: ["y", "x", "id"] },
  // What nothing says the type of is text and a number.
  { query: "z=1&by=y", holds: ({ z }) => String(z) === "1", order: ["y", "id"] },
  { query: "z=0&by=y", holds: ({ z }) => z === 0 || z === "0", order: ["y", "id"] },
  { query: "x=0&z=1&by=y", holds: ({ x, z }) => x === 0 && String(z) === "1", order: ["y", "id"] },
  {
    query: "x=0&z[in]=1&z[in]=0&by=z",
    holds: ({ x, z }) => x === 0 && (String(z) === "1" || z === 0 || z === "0"),
    order: ["z", "y", "id"],
  },
];

Deno.test(`rows of -0 and of 0 are told once, in their order, page by page and both ways, to whom they may be (seed ${SEED})`, async () => {
  const choices = random(SEED), { pick, below } = choices;
  for (let round = 0; round < rounds(4, 100); round++) {
    using kv = memoryKv();
    await join(kv, { name: "app", tables: [rows] });
    const all = Array.from({ length: 60 }, (_, n): Row => ({
      id: `r${String((n * 37) % 60).padStart(2, "0")}`,
      x: pick([-0, 0, -0, 0, 1, -1]),
      y: pick([-0, 0, 1, 2, -1]),
      z: pick<Value>(["1", 1, 0, -0, "0", "a"]),
      owner: pick(["ann", "bob"]),
    }));
    await put(kv, rows, all.slice(0, 30));
    await put(kv, rows, all.slice(30));
    const isOpen = below(2) === 0;
    const api = rest({
      kv,
      resources: [resource({
        name: "rows",
        table: rows,
        id: "text",
        kinds: { x: "number", y: "number" },
        may: isOpen ? "anyone" : { list: "anyone", row: (_, { owner }) => owner === "ann" },
      })],
    });
    const ask = async (path: string) => {
      const answer = await api.request(path), text = await answer.text();
      equal(answer.status, 200, `${decodeURIComponent(path)}: ${text}`);
      const link = answer.headers.get("link") ?? "";
      return {
        ids: JSON.parse(text).rows.map(({ id }: Row) => id),
        next: /<([^>]+)>; rel="next"/.exec(link)?.[1],
        prev: /<([^>]+)>; rel="prev"/.exec(link)?.[1],
      };
    };
    for (const { query, holds, order } of QUERIES) {
      const limit = 1 + below(9), isDown = below(2) === 0;
      const expected = all.filter((row) => holds(row) && (isOpen || row.owner === "ann"))
        .toSorted((a, b) => {
          for (const field of order) {
            const one = rank(a[field]), other = rank(b[field]);
            if (one !== other) return one < other ? -1 : 1;
          }
          return 0;
        }).map(({ id }) => id);
      if (isDown) expected.reverse();
      const about = `${query} of ${limit}${isDown ? ", back" : ""}`;
      let page = await ask(`/rest/rows?${query}&limit=${limit}${isDown ? "&order=desc" : ""}`);
      const forth: string[] = [...page.ids];
      while (page.next !== undefined) {
        const before = page.ids;
        page = await ask(page.next);
        forth.push(...page.ids);
        equal((await ask(page.prev ?? "")).ids, before, `one back in ${about}`);
      }
      equal(forth, expected, about);
      let back: string[] = [...page.ids];
      while (page.prev !== undefined) {
        page = await ask(page.prev);
        back = [...page.ids, ...back];
      }
      equal(back, expected, `back from the end of ${about}`);
    }
  }
});

Deno.test("where most rows of both zeros are somebody else's, who asks for zero in another order is told each of their own once", async () => {
  using kv = memoryKv();
  await join(kv, { name: "app", tables: [rows] });
  const isOwn = (n: number) => n % 700 === 350 || n > 2_780;
  const all = Array.from({ length: 2_800 }, (_, n): Row => ({
    id: `r${String(n).padStart(5, "0")}`,
    x: n % 3 === 0 ? 0 : -0,
    y: n % 11,
    z: "a",
    owner: isOwn(n) ? "ann" : "bob",
  }));
  for (let at = 0; at < all.length; at += 50) await put(kv, rows, all.slice(at, at + 50));
  const api = rest({
    kv,
    resources: [resource({
      name: "rows",
      table: rows,
      id: "text",
      kinds: { x: "number", y: "number" },
      may: { list: "anyone", row: (_, { owner }) => owner === "ann" },
    })],
  });
  const expected = all.filter(({ owner }) => owner === "ann").toSorted((a, b) =>
    a.y - b.y || (a.id < b.id ? -1 : 1)
  ).map(({ id }) => id);
  for (const order of ["asc", "desc"]) {
    const found: string[] = [];
    let path: string | undefined = `/rest/rows?x=0&by=y&order=${order}&limit=4`, pages = 0;
    for (; path !== undefined; pages++) {
      const answer: Response = await api.request(path);
      found.push(...(await answer.json()).rows.map(({ id }: Row) => id));
      const cursor: string = new URL(path, "http://x").searchParams.get("after") ?? "._.";
      equal(
        cursor.includes("._."),
        true,
        "where rows are somebody's, places in several branches are sealed",
      );
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
    }
    equal(found, order === "asc" ? expected : expected.toReversed());
    equal(pages < 60, true, `${pages} pages`);
  }
});
