/** Lists by filters, and changes, as the client asks a server for them. */
import { memoryKv, table } from "../../../kvs/mod.ts";
import { type Client, client, ProblemError } from "../../../rest/client/mod.ts";
import { resource, rest } from "../../../rest/mod.ts";
import { assert, equal } from "../../_support/assert.ts";

interface Item {
  readonly id: string;
  readonly city: string;
  readonly price: bigint;
  readonly at?: Date;
}

const kinds = { items: { price: "bigint", at: "date" } } as const;
const items = resource({
  name: "items",
  table: table<Item>("item", {
    fields: ["id", "city", "price", "at"],
    keys: ["city", "price"],
    changes: true,
  }),
  kinds: kinds.items,
  id: "text",
  may: "anyone",
  types: ["application/json", "application/x-ndjson", "text/event-stream"],
});

type Api = { readonly items: typeof items };

const GIVEN: readonly Item[] = [
  { id: "a", city: "Kyiv", price: 5n },
  { id: "b", city: "Lviv", price: 2n ** 64n },
  { id: "c", city: "Odesa, south", price: -1n },
  { id: "d", city: "Kyiv", price: 70n },
];

async function started(): Promise<{ readonly shop: Client<Api> } & Disposable> {
  const kv = memoryKv(), server = rest({ kv, resources: [items] });
  const shop = client<Api>({
    base: "http://localhost/rest",
    fetch: (request) => server.fetch(request),
    kinds,
  });
  for (const each of GIVEN) await shop.items.create(each);
  return { shop, [Symbol.dispose]: () => kv[Symbol.dispose]() };
}

Deno.test("a client's filters find what the same tests find in the records", async () => {
  using server = await started();
  const { items } = server.shop;
  const ids = async (query: Parameters<typeof items.each>[0], isFound: (item: Item) => boolean) => {
    const expected = GIVEN.filter(isFound).map(({ id }) => id);
    equal((await Array.fromAsync(items.each(query))).map(({ id }) => id).sort(), expected);
    equal((await Array.fromAsync(items.stream(query))).map(({ id }) => id).sort(), expected);
  };
  await ids({ where: { city: "Kyiv" } }, ({ city }) => city === "Kyiv");
  await ids({ where: { city: "Odesa, south" } }, ({ id }) => id === "c");
  const cities = ["Lviv", "Odesa, south"];
  await ids({ where: { city: { in: cities } } }, ({ city }) => cities.includes(city));
  await ids({ where: { city: { in: [] } } }, () => false);
  await ids({ where: { price: { gte: 5n, lt: 2n ** 64n } } }, ({ id }) => "ad".includes(id));
  await ids({ where: { city: { starts: "Ky" } } }, ({ city }) => city.startsWith("Ky"));
  await ids({ where: { id: { gt: "b" } } }, ({ id }) => id > "b");
  const dearest = await Array.fromAsync(
    items.each({ by: "price", order: "desc", fields: ["id", "price"], limit: 1 }),
  );
  equal(dearest.map(({ id }) => id), ["b", "d", "a", "c"]);
  equal(dearest[0], { id: "b", price: 2n ** 64n });
  const error: unknown = await Array.fromAsync(items.each({ where: { city: "a", price: 1n } }))
    .catch((error) => error);
  assert(ProblemError.is(error, "bad_parameter") && error.errors[0]?.code === "no_index");
});

Deno.test("a client hears the changes of a table by the server's own events, and goes on behind a cursor", async () => {
  using server = await started();
  const { items } = server.shop;
  const heard = async (after: string, count: number) => {
    const ending = new AbortController(), told: [string, unknown, string][] = [];
    for await (const change of items.changes({ after, signal: ending.signal })) {
      const what = change.op === "put" ? change.record : change.id;
      if (told.push([change.op, what, change.cursor]) === count) ending.abort();
    }
    return told;
  };
  const first = await heard("start", 3);
  equal(first.map(([, what]) => what), GIVEN.slice(0, 3));
  await items.delete("a");
  const then = await heard(first[2]?.[2] ?? "", 2);
  equal(then.map(([op, what]) => [op, what]), [["put", GIVEN[3]], ["delete", "a"]]);
});

/** Compiled, never run: what the types refuse. */
async function types({ items }: Client<Api>): Promise<void> {
  for await (const { id, price } of items.each({ fields: ["id", "price"] })) void [id, price];
  // @ts-expect-error: a city was not asked for
  for await (const { city } of items.each({ fields: ["id"] })) void city;
  // @ts-expect-error: there is no such field
  items.list({ where: { town: "Kyiv" } });
  // @ts-expect-error: a price is a bigint
  items.list({ where: { price: { gt: 5 } } });
  // @ts-expect-error: no bigint begins with anything
  items.list({ where: { price: { starts: 5n } } });
  // @ts-expect-error: no index holds dates
  items.list({ where: { at: new Date() } });
  // @ts-expect-error: there is no such order
  items.list({ order: "up" });
  // @ts-expect-error: there is no such field
  items.list({ by: "town" });
  items.list({ by: ["city", "price"] });
}
void types;
