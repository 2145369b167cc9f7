import { join, type Kv, memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, rest, type RestApp } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";

interface Person {
  readonly id: string;
  readonly nick: string;
  readonly city?: string;
  readonly age?: number;
  readonly big?: bigint;
  readonly open?: boolean;
}

const people = table<Person>("person", {
  fields: ["id", "city", "age", "big", "open", "nick"],
  keys: ["city", "age", "big", "open"],
  indexes: [["city", "age"], ["open", "big"]],
  unique: ["nick"],
});
const listed = resource({
  name: "people",
  table: people,
  may: "anyone",
  id: "text",
  kinds: { age: "number", big: "bigint" },
  schema: {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => ({ value: value as Person }), // as: nothing is posted here
      jsonSchema: {
        input: () => ({}),
        output: () => ({ properties: { open: { type: "boolean" } } }),
      },
    },
  },
});

type Value = string | number | bigint | boolean;
type Field = keyof Person;

const INDEXES: readonly [readonly Field[], ...(readonly Field[])[]] = [
  ["city"],
  ["age"],
  ["big"],
  ["open"],
  ["city", "age"],
  ["open", "big"],
  ["nick"],
  ["id"],
];
const CITIES = [
  "",
  "gt.5",
  "Kyiv",
  "Kyiv, UA",
  "Ly",
  "Lviv",
  "L",
  "Львів",
  "a\u{10ffff}b",
  "a\u{e000}",
  "a=1&b",
  "%41",
  "*",
  "5",
];
const VALUES: Readonly<Record<Field, readonly Value[]>> = {
  city: CITIES,
  age: [0, 1, 2.5, -3, 18, 1e300, 5e-324, 1e21],
  big: [0n, -1n, 2n ** 64n, -(2n ** 70n), 255n, 256n],
  open: [true, false],
  nick: Array.from({ length: 40 }, (_, n) => `n${n}`),
  id: Array.from({ length: 40 }, (_, n) => `p${n}`),
};

function pick<T>(choices: Random, from: readonly T[]): T {
  const [first, ...more] = from;
  if (first === undefined) throw new Error("nothing to pick");
  return choices.pick([first, ...more]);
}

async function filled(kv: Kv, choices: Random): Promise<readonly Person[]> {
  await join(kv, { name: "app", tables: [people] });
  const all = Array.from({ length: 120 }, (_, n): Person => {
    const made: Record<string, Value> = { id: `p${n}`, nick: `n${(n * 7) % 120}` };
    for (const field of ["city", "age", "big", "open"] as const) {
      if (choices.next() < 0.9) made[field] = pick(choices, VALUES[field]);
    }
    return made as unknown as Person; // as: its fields are drawn from those of their names
  });
  for (let at = 0; at < all.length; at += 40) await put(kv, people, all.slice(at, at + 40));
  return all;
}

/** What a filter says, and what it means. */
interface Condition {
  readonly field: Field;
  readonly operator: string;
  readonly values: readonly Value[];
  holds(value: Value): boolean;
}

const utf8 = new TextEncoder();

/** By another way than the code's: texts by their bytes as hexadecimal digits. */
function before(a: Value, b: Value): boolean {
  const hex = (value: Value) =>
    typeof value === "string"
      ? Array.from(utf8.encode(value), (byte) => byte.toString(16).padStart(2, "0")).join("")
      : value;
  return hex(a) < hex(b);
}

function conditionOf(choices: Random, field: Field, isLast: boolean): Condition {
  const text = typeof VALUES[field][0] === "string";
  const ordered = ["gt", "gte", "lt", "lte", ...text ? ["starts"] : []];
  const operator = pick(choices, ["eq", "in", ...isLast && field !== "open" ? ordered : []]);
  const value = pick(choices, VALUES[field]);
  const values = operator === "in" ? [value, pick(choices, VALUES[field])] : [value];
  if (operator === "starts") {
    const start = [...String(value)][0] ?? "x";
    return { field, operator, values: [start], holds: (own) => String(own).startsWith(start) };
  }
  const HOLDS: Readonly<Record<string, (own: Value) => boolean>> = {
    eq: (own) => own === value,
    in: (own) => values.includes(own),
    gt: (own) => before(value, own),
    gte: (own) => !before(own, value),
    lt: (own) => before(own, value),
    lte: (own) => !before(value, own),
  };
  return { field, operator, values, holds: HOLDS[operator] ?? (() => false) };
}

interface Drawn {
  readonly search: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly ids: readonly string[];
}

function drawn(choices: Random, all: readonly Person[]): Drawn {
  const index = choices.pick(INDEXES), many = choices.below(index.length + 1);
  const conditions = index.slice(0, many).map((field, at) =>
    conditionOf(choices, field, at === many - 1)
  );
  const search = new URLSearchParams(),
    body: Record<string, unknown> = {},
    desc = choices.next() < 0.5;
  const add = (name: string, value: string, own: unknown = value) => {
    search.append(name, value);
    body[name] = own;
  };
  for (const { field, operator, values } of conditions) {
    const texts = values.map(String);
    for (const text of texts) search.append(`${field}[${operator}]`, text);
    const isExact = typeof values[0] !== "number" || Math.abs(values[0]) < 2 ** 53;
    const plain = isExact && typeof values[0] !== "bigint" ? values[0] : texts[0];
    body[field] = { [operator]: operator === "in" ? texts : plain };
  }
  add("by", index.join(","));
  if (desc) add("order", "desc");
  add("fields", "id,nick", ["id", "nick"]);
  const fits = (person: Person) =>
    index.every((field) => person[field] !== undefined) &&
    conditions.every(({ field, holds }) => holds(person[field] ?? ""));
  const order = [...index, "id" as const];
  const ids = all.filter(fits).toSorted((a, b) => {
    for (const field of order) {
      const one = a[field] ?? "", other = b[field] ?? "";
      if (one !== other) return before(one, other) ? -1 : 1;
    }
    return 0;
  }).map(({ id }) => id);
  return { search, body, ids: desc ? ids.toReversed() : ids };
}

async function pageOf(
  api: RestApp,
  path: string,
  init: RequestInit = {},
): Promise<{ readonly ids: string[]; readonly next?: string; readonly prev?: string }> {
  const answer = await api.request(path, init), text = await answer.text();
  if (answer.status !== 200) throw new Error(`${decodeURIComponent(path)}: ${text}`);
  const link = answer.headers.get("link") ?? "",
    { people }: { people: Person[] } = JSON.parse(text);
  const [, next] = /<([^>]+)>; rel="next"/.exec(link) ?? [];
  const [, prev] = /<([^>]+)>; rel="prev"/.exec(link) ?? [];
  return {
    ids: people.map(({ id }) => id),
    ...next !== undefined && { next },
    ...prev !== undefined && { prev },
  };
}

Deno.test(`filters in the order of an index are what a sorted array says, page by page, both ways, by GET and by QUERY (seed ${SEED})`, async () => {
  using kv = memoryKv();
  const choices = random(SEED), all = await filled(kv, choices);
  const api = rest({ kv, resources: [listed] });
  for (let round = 0; round < rounds(50, 5_000); round++) {
    const { search, body, ids } = drawn(choices, all), limit = 1 + choices.below(20);
    const about = `${search} of ${limit}`, pages: string[][] = [];
    let path: string | undefined = `/rest/people?${search}&limit=${limit}`;
    while (path !== undefined) {
      const page = await pageOf(api, path);
      if (pages.length > 0 && choices.next() < 0.3) {
        const back = await pageOf(api, page.prev ?? "");
        equal(back.ids, pages.at(-1)?.slice(-limit) ?? [], `back from ${about}`);
      }
      pages.push(page.ids);
      path = page.next;
    }
    equal(pages.flat(), ids, about);
    equal(pages.every((page) => page.length === limit || page === pages.at(-1)), true, about);
    const asked = await pageOf(api, "/rest/people", {
      method: "QUERY",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...body, limit }),
    });
    equal(asked.ids, ids.slice(0, limit), `QUERY of ${about}`);
    if (asked.next !== undefined) {
      equal(
        (await pageOf(api, asked.next)).ids,
        ids.slice(limit, 2 * limit),
        `behind QUERY of ${about}`,
      );
    }
  }
});
