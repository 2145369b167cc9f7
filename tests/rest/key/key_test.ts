import {
  all,
  count,
  delete as del,
  get,
  type Kv,
  KvsError,
  memoryKv,
  type MemoryKvOptions,
  table,
} from "../../../kvs/mod.ts";
import { expire } from "../../../kvs/expiry/mod.ts";
import {
  feeds,
  type Person,
  resource,
  type ResourceModule,
  rest,
  type RestApp,
} from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { onStores } from "../../_support/store/stores.ts";

interface Order {
  readonly id: string;
  readonly note?: string;
}

const orders = resource({
  name: "orders",
  table: table<Order>("order", { fields: ["id", "note"] }),
  may: "anyone",
  types: ["application/json", "text/csv"],
  limits: { keyMs: 60_000 },
});
/** The address makes up the ids: without a key a repeated request appends another entry. */
const events = feeds<Order>({
  prefix: "/events",
  may: "anyone",
  under: "apart",
  fields: ["id", "note"],
  fromJson: (json) => ({ id: crypto.randomUUID(), ...json }),
});

const who = ({ headers }: Request): Person | undefined => {
  const id = headers.get("x-person");
  return id === null ? undefined : { id, by: "key" };
};

function apiOf(kv: Kv): RestApp {
  return rest({ kv, resources: [orders], feeds: [events], who });
}

const json = { "content-type": "application/json" };

/** Everything that an answer is: its status, its headers, its body. */
async function ask(api: RestApp, path: string, body: unknown, headers: object) {
  const answer = await api.request(`/rest${path}`, {
    method: "POST",
    headers: { ...json, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return [answer.status, [...answer.headers], await answer.text()] as const;
}

const key = (key: string, more: object = {}) => ({ "idempotency-key": key, ...more });
const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked))[0];

for (
  const [what, path, body] of [
    ["an append", "/kvs/0/events", { note: "x" }],
    ["an append of several", "/kvs/0/events", [{ note: "x" }, { note: "y" }]],
    ["a new record", "/orders", { id: "a", note: "x" }],
    ["several new records", "/orders", [{ id: "a" }, { id: "b" }]],
  ] as const
) {
  onStores(
    `${what} that is repeated with its key is answered as before, and carried out once`,
    async (kv) => {
      const api = apiOf(kv), first = await ask(api, path, body, key("k1"));
      equal(first[0], 201);
      const stored = [await count(kv, "order"), await count(kv, "/events")];
      for (const again of ["k1", '"k1"']) {
        equal(await ask(apiOf(kv), path, body, key(again)), first);
      }
      equal([await count(kv, "order"), await count(kv, "/events")], stored);
    },
  );
}

Deno.test("the answer that is repeated has the tag, the address and the body of then, whatever has become of the record", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), body = { id: "a", note: "x" };
  const [status, headers, text] = await ask(api, "/orders", body, key("k1"));
  equal([status, text], [201, JSON.stringify(body)]);
  const told = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  equal([told.get("location"), told.has("etag")], ["/rest/orders/a", true]);
  await del(kv, "order", "a");
  equal(await ask(api, "/orders", body, key("k1")), [status, headers, text]);
  equal(await count(kv, "order"), 0);
  const minimal = await ask(api, "/orders", { id: "b" }, key("k2", { prefer: "return=minimal" }));
  equal(await ask(api, "/orders", { id: "b" }, key("k2", { prefer: "return=minimal" })), minimal);
  equal([minimal[0], minimal[2]], [201, ""]);
});

Deno.test("a key is of one body, in one type, and of no other", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  equal(await statusOf(api, "/orders", { id: "a" }, key("k1")), 201);
  for (
    const [body, more] of [
      [{ id: "b" }, {}],
      [{ id: "a", note: "" }, {}],
      ["id=a", { "content-type": "application/x-www-form-urlencoded" }],
      [{ id: "a" }, { accept: "text/csv" }],
    ] as const
  ) {
    const [status, , text] = await ask(api, "/orders", body, key("k1", more)),
      told = JSON.parse(text);
    equal([status, told.code, told.errors[0].header], [422, "reused", "idempotency-key"]);
  }
  equal(await statusOf(api, "/orders", ' { "id" : "a" } ', key("k1")), 201);
  equal((await all(kv, "order")).map(({ id }) => id), ["a"]);
});

Deno.test("a key is a person's own, and of one address", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), body = { note: "x" };
  const asked: readonly (readonly [string, object])[] = [
    ["/kvs/0/events", {}],
    ["/kvs/0/events", { "x-person": "ann" }],
    ["/kvs/0/events", { "x-person": "bob" }],
    ["/kvs/0/events/a", {}],
    ["/kvs/0/events/b", {}],
  ];
  for (let times = 0; times < 2; times++) {
    for (const [path, more] of asked) equal(await statusOf(api, path, body, key("k1", more)), 201);
  }
  equal([await count(kv, "/events"), await count(kv, "/events/a"), await count(kv, "/events/b")], [
    3,
    1,
    1,
  ]);
  // A slash at the end is no other address.
  const [, headers] = await ask(api, "/kvs/0/events", body, key("k1"));
  equal((await ask(api, "/kvs/0/events/", body, key("k1")))[1], headers);
});

Deno.test("what was refused is not kept: the same key is good for the request that is right", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  equal(await statusOf(api, "/orders", { id: "a", nosuch: 1 }, key("k1")), 422);
  equal(await statusOf(api, "/orders", "{", key("k1")), 400);
  equal(await statusOf(api, "/orders", { id: "a" }, key("k1")), 201);
  equal(await statusOf(api, "/orders", { id: "a" }, key("k2")), 409);
  equal(await statusOf(api, "/orders", { id: "a" }, {}), 409);
});

Deno.test("an answer is kept for a day, or as long as is declared, and then goes", async () => {
  const clock = virtualClock(), options: MemoryKvOptions = { clock };
  using kv = memoryKv(options);
  const api = apiOf(kv), asked = [api, "/kvs/0/events", { note: "x" }, key("k1")] as const;
  const first = await ask(...asked);
  clock.advance(86_399_999);
  equal(await ask(...asked), first);
  clock.advance(1);
  equal((await ask(...asked))[0], 201);
  equal(await count(kv, "/events"), 2);
  equal(await statusOf(api, "/orders", { id: "a" }, key("k1")), 201);
  clock.advance(60_000);
  equal(await statusOf(api, "/orders", { id: "a" }, key("k1")), 409);
  clock.advance(86_400_000);
  await expire(kv);
  equal([await count(kv, "rest.answers"), await count(kv, "/events")], [0, 2]);
});

Deno.test("a key that cannot be heeded is refused, and nothing is stored", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  for (
    const bad of [
      "",
      '""',
      "a b",
      '"a',
      'a"',
      '"a"b"',
      "a,b",
      '"a", "b"',
      `"${"x".repeat(256)}"`,
      "é",
      '"\\n"',
      "a;b=1",
    ]
  ) {
    const [status, , text] = await ask(api, "/kvs/0/events", {}, key(bad)), told = JSON.parse(text);
    equal([status, told.code, told.errors[0].header], [400, "bad_header", "idempotency-key"], bad);
  }
  equal(await statusOf(api, "/orders?each=true", [{ id: "a" }], key("k1")), 400);
  const records: Order[] = [];
  const module: ResourceModule<Order> = {
    get: ((id?: string) => id === undefined ? records : undefined) as ResourceModule<Order>["get"], // as: overloads
    post: (record) => void records.push(record),
  };
  const own = rest({ resources: [resource({ name: "own", module, may: "anyone" })] });
  equal(await statusOf(own, "/own", { id: "a" }, key("k1")), 400);
  equal([await count(kv, "/events"), await count(kv, "order"), records], [0, 0, []]);
});

Deno.test("a key of any characters that a string of structured fields has is one, and its quotes are no part of it", async () => {
  using kv = memoryKv();
  const api = apiOf(kv),
    keys = ['"a \\"b\\" \\\\ ,;="', `"${"x".repeat(255)}"`, "8e03978e-40d5-43dd-bc93-6894a57f9324"];
  for (const each of [...keys, ...keys]) {
    equal(await statusOf(api, "/kvs/0/events", {}, key(each)), 201);
  }
  equal(await count(kv, "/events"), keys.length);
});

Deno.test("what one commit does not hold is refused with a key, and nothing is kept; what it holds is carried out once", async () => {
  using kv = memoryKv();
  const api = apiOf(kv);
  for (const [length, status] of [[700_000, 201], [800_000, 413]] as const) {
    const body = { note: "x".repeat(length) },
      first = await ask(api, "/kvs/0/events", body, key(`k${length}`));
    equal(first[0], status);
    equal(await ask(api, "/kvs/0/events", body, key(`k${length}`)), first);
  }
  equal([await count(kv, "/events"), await count(kv, "rest.answers")], [1, 1]);
});

Deno.test("who may no longer create is not told what was answered", async () => {
  using kv = memoryKv();
  let granted = true;
  const own = feeds({ prefix: "/own", may: { create: () => granted }, fields: ["id"] });
  const api = rest({ kv, feeds: [own], who });
  const asked = [api, "/kvs/0/own", { id: "a" }, key("k1", { "x-person": "ann" })] as const;
  equal([await statusOf(...asked), await statusOf(...asked)], [201, 201]);
  granted = false;
  equal(await statusOf(...asked), 403);
  equal(await get(kv, "/own", "a"), { id: "a" });
});

Deno.test("a commit that was made though the store cannot tell is answered as one that was", async () => {
  using kv = memoryKv();
  const atomic = kv.atomic.bind(kv);
  let lost = 0;
  kv.atomic = () => {
    const made = atomic(), commit = made.commit.bind(made);
    made.commit = async () => {
      const done = await commit();
      // What goes over a line that breaks behind the commit.
      if (lost++ === 0) throw new KvsError("unknown", "the line is broken");
      return done;
    };
    return made;
  };
  const api = apiOf(kv), first = await ask(api, "/kvs/0/events", { note: "x" }, key("k1"));
  equal([first[0], lost > 0], [201, true]);
  equal(await ask(api, "/kvs/0/events", { note: "x" }, key("k1")), first);
  equal(await count(kv, "/events"), 1);
  equal(await statusOf(api, "/kvs/0/events", { note: "x" }, {}), 201);
});
