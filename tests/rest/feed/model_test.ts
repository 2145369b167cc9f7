/**
 * Requests at random against the model of the runner: what it says of any of them is what is answered, step after step.
 */
import { memoryKv } from "../../../kvs/mod.ts";
import { rest } from "../../../rest/mod.ts";
import { FeedModel } from "../../conformance/rest/feed/model.ts";
import { entriesOf, FEEDS, seedFeeds } from "../../conformance/rest/feed/seeds.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";

const JSON_TYPE = "application/json", FORM = "application/x-www-form-urlencoded";
const FEED_PATHS = [
  "/bpe/proc",
  "/bpe/hist",
  "/bpe/hist/100",
  "/bpe/hist/7",
  "/empty/feed",
  "/fin/pay",
  "/no/such",
  "/bpe",
  "/bpe/hist/100/",
] as const;
const IDS = [
  "100",
  "p1",
  "p2",
  "p9",
  "step,0,100",
  "step%2C1%2C%22100%22",
  'step,7,"100"',
  "step,1-1,%22100%22",
  "a,b,c",
  "%00",
  "юля",
] as const;
const FIELDS: readonly [readonly [string, unknown], ...(readonly [string, unknown])[]] = [
  ["id", "100"],
  ["id", "p1"],
  ["id", "new"],
  ["id", ""],
  ["id", { id: 2, proc: "100" }],
  ["invoice", "p2"],
  ["invoice", "p7"],
  ["name", "Юля"],
  ["account", "z"],
  ["rec", "hist"],
  ["rec", "process"],
  ["rec", "Payment"],
  ["rec", "nosuch"],
  ["nosuch", 1],
];

function bodyOf({ below, pick }: Random, type: string): string {
  const fields = Array.from({ length: below(4) }, () => pick(FIELDS));
  if (type !== FORM) {
    return pick([
      "{",
      "[]",
      "1",
      ...Array.from({ length: 9 }, () => JSON.stringify(Object.fromEntries(fields))),
    ]);
  }
  return fields.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
}

function askedOf(choose: Random) {
  const { pick, below } = choose, feed = pick(FEED_PATHS);
  const method = pick([
    "GET",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "PROPFIND",
  ]);
  const isItem = pick([true, false]),
    path = isItem ? `/rest/kvs/1/${pick(IDS)}${feed}` : `/rest/kvs/0${feed}`;
  const type = pick([
    JSON_TYPE,
    FORM,
    `${JSON_TYPE}; charset=utf-8`,
    "application/merge-patch+json",
    "text/plain",
  ]);
  const hasBody = ["POST", "PUT", "PATCH"].includes(method), body = bodyOf(choose, type);
  const query = below(8) === 0 ? pick(["?limit=1", "?limit=0", "?offset=1"]) : "";
  return {
    method,
    path: path + query,
    headers: {
      ...hasBody && { "content-type": type },
      ...below(6) === 0 && { accept: pick(["text/html", "*/*", "application/json;q=0", ""]) },
      ...below(8) === 0 && { "if-none-match": pick(["*", '"x"']) },
      ...below(8) === 0 && { "if-match": pick(["*", '"x"']) },
    },
    ...(hasBody && { body }),
  };
}

for (const seed of ["feeds", "pay", "empty"]) {
  Deno.test(`requests at random are answered as the model says, on "${seed}", seed ${SEED}`, async () => {
    const choose = random(SEED + seed.length);
    for (let round = 0; round < rounds(20, 400); round++) {
      using kv = memoryKv();
      await seedFeeds(kv, seed);
      const api = rest({ kv, feeds: FEEDS }), model = new FeedModel(entriesOf(seed));
      for (let step = 0; step < 20; step++) {
        const asked = askedOf(choose), wanted = model.answer(asked);
        const { path, ...how } = asked, answer = await api.request(path, how);
        const text = await answer.text(), what = JSON.stringify(asked);
        equal([what, answer.status], [what, wanted.status], text);
        if (wanted.json !== undefined) equal(JSON.parse(text), wanted.json, what);
      }
    }
  });
}
