import { type Id, memoryKv, put, table } from "../../../kvs/mod.ts";
import { feeds, resource, rest } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

interface Row {
  readonly id: Id;
  readonly owner?: string;
}

const rows = table<Row>("row", { fields: ["id", "owner"] });

Deno.test("a list is filtered by ids though nothing says what they are: by those of one part, text and numbers alike", async () => {
  using kv = memoryKv();
  const { pick, below } = random(4);
  const all: readonly Id[] = [
    1,
    2,
    -3,
    1.5,
    10,
    "1a",
    "a",
    "ab",
    "b",
    "ю",
    "true2",
    true,
    ["a", 1],
    ["a", "b"],
    [1, 2],
    ["ab", 1],
  ];
  await put(kv, rows, all.map((id) => ({ id })));
  const api = rest({ kv, resources: [resource({ name: "rows", table: rows, may: "anyone" })] });
  const told = async (query: string) => {
    const found: Id[] = [];
    let path: string | undefined = `/rest/rows?${query}&limit=${1 + below(4)}`;
    while (path !== undefined) {
      const answer = await api.request(path), json = await answer.json();
      equal(answer.status, 200, `${query}: ${JSON.stringify(json)}`);
      found.push(...json.rows.map(({ id }: Row) => id));
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
    }
    return found.map((id) => JSON.stringify(id)).toSorted();
  };
  const single = all.filter((id) => !Array.isArray(id));
  const values: readonly [string, ...string[]] = [
    "1",
    "2",
    "a",
    "ab",
    "b",
    "true",
    "-3",
    "none",
    "1.5",
    "ю",
  ];
  const orders = {
    gt: (a: Id, b: Id) => a > b,
    gte: (a: Id, b: Id) => a >= b,
    lt: (a: Id, b: Id) => a < b,
    lte: (a: Id, b: Id) => a <= b,
  };
  for (let n = 0; n < 200; n++) {
    const text = pick(values), other = pick(values);
    const named = (texts: readonly string[]) =>
      single.filter((id) => texts.includes(String(id))).map((id) => JSON.stringify(id)).toSorted();
    equal(await told(`id=${encodeURIComponent(text)}`), named([text]));
    equal(
      await told(`id[in]=${encodeURIComponent(text)}&id[in]=${encodeURIComponent(other)}`),
      named([text, other]),
    );
    const operator = pick(["gt", "gte", "lt", "lte"] as const), holds = orders[operator];
    const meant: readonly Id[] = text === "true"
      ? [text, true]
      : Number.isNaN(Number(text))
      ? [text]
      : [text, Number(text)];
    const within = single.filter((id) =>
      meant.some((value) => typeof value === typeof id && holds(id, value))
    ).map((id) => JSON.stringify(id)).toSorted();
    equal(await told(`id[${operator}]=${encodeURIComponent(text)}`), within, `${operator} ${text}`);
  }
  equal(await told("id[starts]=a"), ['"a"', '"ab"']);
});

Deno.test("where ids are of several parts, or of a feed, the problem says why they filter nothing", async () => {
  using kv = memoryKv();
  const api = rest({
    kv,
    resources: [resource({ name: "rows", table: rows, id: ["text", "number"], may: "anyone" })],
    feeds: [feeds<Row>({ prefix: "/log", may: "anyone", fields: ["id"] })],
  });
  for (const path of ["/rows?id=a", "/rows?id[gt]=a", "/kvs/0/log?id=a"]) {
    const { status, detail, errors: [first] } = await (await api.request(`/rest${path}`)).json();
    equal([status, first.code, detail.includes(first.detail)], [400, "no_index", true], path);
  }
});
