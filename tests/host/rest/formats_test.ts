import { SuperJSON } from "../../../host/rest/format/deps.ts";
import { bert, superjson } from "../../../host/rest/mod.ts";
import { get, type Kv, memoryKv, put, table } from "../../../kvs/mod.ts";
import { atom, decode, encode, type Term, tuple } from "../../../n2o/mod.ts";
import { resource, rest, type RestApp } from "../../../rest/mod.ts";
import { equal } from "../../_support/assert.ts";

interface Thing {
  readonly id: string;
  readonly big?: bigint;
  readonly at?: Date;
  readonly raw?: Uint8Array;
  readonly tags?: ReadonlySet<unknown>;
  readonly map?: ReadonlyMap<unknown, unknown>;
  readonly odd?: readonly unknown[];
}

const THING: Thing = {
  id: "a",
  big: 2n ** 80n,
  at: new Date("1969-12-31T23:59:58.123Z"),
  raw: Uint8Array.of(97, 98, 99, 100),
  tags: new Set(["x", 5n]),
  map: new Map<unknown, unknown>([["k", new Date(5)], [7, "x"]]),
  odd: [NaN, -Infinity, -0, null, true, "Київ"],
};

const things = table<Thing>("thing");
const SUPERJSON = superjson.type, BERT = bert.type;

function apiOf(kv: Kv): RestApp {
  const types = ["application/json", SUPERJSON, BERT];
  const shown = resource<Thing>({
    name: "things",
    table: things,
    may: "anyone",
    types,
    kinds: { raw: "bytes", big: "bigint", at: "date", tags: { set: "any" } },
  });
  return rest({ kv, resources: [shown], formats: [superjson, bert] });
}

Deno.test("by superjson a record comes in and goes out as it is, read by the library alone", async () => {
  using kv = memoryKv();
  const api = apiOf(kv),
    library = new SuperJSON(),
    headers = { "content-type": SUPERJSON, accept: SUPERJSON };
  const posted = await api.request("/rest/things", {
    method: "POST",
    headers,
    body: library.stringify(THING),
  });
  equal(posted.status, 201);
  equal(library.parse(await posted.text()), THING);
  equal(await get<Thing>(kv, things, "a"), THING);
  const list = await api.request("/rest/things", { headers: { accept: SUPERJSON } });
  equal([list.headers.get("content-type"), list.headers.get("vary")], [
    SUPERJSON,
    "accept, accept-encoding, prefer",
  ]);
  equal(library.parse(await list.text()), { things: [THING] });
  const [json, lossless] = await Promise.all(["application/json", SUPERJSON].map(async (accept) => {
    const answer = await api.request("/rest/things/a", { headers: { accept } });
    await answer.body?.cancel();
    return answer.headers.get("etag");
  }));
  equal(lossless, json?.replace(/"$/, ';superjson"'));
});

Deno.test("by BERT a record goes out as Erlang has it, and comes back as it is, but for sets, which are lists", async () => {
  using kv = memoryKv();
  await put(kv, things, THING);
  const api = apiOf(kv),
    answer = await api.request("/rest/things/a", { headers: { accept: BERT } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const time = (...parts: number[]): Term => tuple(atom("bert"), atom("time"), ...parts);
  const told = new Map(decode(bytes) as Map<Term, Term>); // as: a record is a map
  const keys = Array.from(told.keys(), (key) => new TextDecoder().decode(key as Uint8Array)); // as: its keys are binaries
  equal(keys.toSorted(), ["at", "big", "id", "map", "odd", "raw", "tags"]);
  equal(encode([...told.values()][keys.indexOf("at")] ?? 0), encode(time(-1, 999_998, 123_000)));
  equal(encode([...told.values()][keys.indexOf("big")] ?? 0), encode(2n ** 80n));
  await api.request("/rest/things/a", { method: "DELETE" });
  const back = await api.request("/rest/things", {
    method: "POST",
    headers: { "content-type": BERT },
    body: bytes,
  });
  equal(back.status, 201);
  await back.body?.cancel();
  const odd = ["NaN", "-Infinity", -0, null, true, "Київ"];
  equal(await get<Thing>(kv, things, "a"), { ...THING, tags: new Set(["x", 5]), odd });
});

const SUPERJSON_BAD: readonly (readonly [string, string])[] = [
  ["no object", "[]"],
  ["nothing of JSON", "{"],
  ["no json", '{"meta":{}}'],
  ["a class", '{"json":{"id":"b"},"meta":{"values":[["class","X"]]}}'],
  ["a pattern", '{"json":{"id":"/(a+)+$/"},"meta":{"values":{"id":["regexp"]}}}'],
  ["an error", '{"json":{"id":{"name":"x"}},"meta":{"values":{"id":["Error"]}}}'],
  ["kinds that are none", '{"json":{"id":"b"},"meta":{"values":7}}'],
  [
    "too many kinds",
    `{"json":{"id":"b"},"meta":{"values":{${
      Array.from({ length: 1_100 }, (_, n) => `"a.${n}":["bigint"]`)
    }}}}`,
  ],
  [
    "a path into a prototype",
    '{"json":{"id":"b"},"meta":{"values":{"__proto__.x":["undefined"]}}}',
  ],
  [
    "a path into a constructor",
    '{"json":{"id":"b"},"meta":{"values":{"constructor.prototype.x":["undefined"]}}}',
  ],
  [
    "an array with holes",
    '{"json":{"id":"b","odd":[]},"meta":{"values":{"odd.400000000":["undefined"]}}}',
  ],
  ["a bigint that is none", '{"json":{"id":"b","big":"x"},"meta":{"values":{"big":["bigint"]}}}'],
  ["a key twice", '{"json":{"id":"b","id":"c"}}'],
];

Deno.test("what is no superjson that is taken is the client's error, and nothing is stored", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), headers = { "content-type": SUPERJSON };
  for (const [name, body] of SUPERJSON_BAD) {
    const answer = await api.request("/rest/things", { method: "POST", headers, body });
    equal([answer.status, (await answer.json()).status], [400, 400], name);
  }
  equal(await (await api.request("/rest/things")).json(), { things: [] });
});

Deno.test("what is no BERT that is taken is the client's error, and nothing is stored", async () => {
  using kv = memoryKv();
  const api = apiOf(kv), headers = { "content-type": BERT };
  const map = (key: Term, value: Term) => encode(new Map([["id", "b" as Term], [key, value]]));
  const bad: readonly (readonly [string, Uint8Array<ArrayBuffer>])[] = [
    ["nothing", Uint8Array.of(131)],
    ["no term", Uint8Array.of(131, 7)],
    ["an unknown atom", map("x", atom("never_seen_before"))],
    ["a time that is none", map("at", tuple(atom("bert"), atom("time"), "x", 1, 2))],
    ["__proto__", map("__proto__", 1)],
    ["depth", map("odd", Array.from({ length: 100 }).reduce<Term>((inner) => [inner], 1))],
    [
      "what unpacks to too much",
      encode(new Map([["id", "x".repeat(2_000_000)]]), { compressed: true }),
    ],
  ];
  for (const [name, body] of bad) {
    const answer = await api.request("/rest/things", { method: "POST", headers, body });
    equal([answer.status, (await answer.json()).status], [400, 400], name);
  }
  equal(await (await api.request("/rest/things")).json(), { things: [] });
});
