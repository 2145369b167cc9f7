import { type Family, type Labels, metrics, N2oError } from "../../../n2o/mod.ts";
import { openMetrics } from "../../../n2o/metrics/text.ts";
import { event as wired, wire } from "../../../nitro/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { data, nonsense, pickle, scene } from "../page.ts";
import { readOpenMetrics } from "./open_metrics.ts";

const never = (name: string, error: unknown) => {
  throw new Error(`${name} failed`, { cause: error });
};

/** Signs that somebody has to escape, cut in two, or leave alone. */
const SIGNS = [
  "a",
  "\\",
  '"',
  "\n",
  "{",
  "}",
  ",",
  "=",
  "#",
  " ",
  "ї",
  "😀",
  "\ud83d",
  "\r",
  "\u2028",
];

Deno.test("what is counted is read again from the text, whatever the labels hold", () => {
  for (let seed = SEED; seed < SEED + rounds(200, 5_000); seed++) {
    const chance = random(seed);
    const sign = () => SIGNS[chance.below(SIGNS.length)] ?? "";
    const text = () => Array.from({ length: chance.below(6) }, sign).join("");
    const help = text(),
      made = metrics([
        { name: "shop_orders", type: "counter", help, labels: ["kind", "at"] },
        { name: "shop_wait_seconds", type: "histogram", unit: "seconds", help, labels: ["kind"] },
        { name: "shop_stock", type: "gauge", help },
      ]);
    const orders = new Map<string, number>(),
      waits = new Map<string, [count: number, sum: number]>();
    for (let each = 0; each < 20; each++) {
      const kind = text(), at = text(), by = chance.below(3);
      made.count("shop_orders", { kind, at }, by);
      const order = JSON.stringify({ kind: kind.toWellFormed(), at: at.toWellFormed() });
      orders.set(order, (orders.get(order) ?? 0) + by);
      const wait = chance.next() * 20;
      made.observe("shop_wait_seconds", wait, { kind });
      const key = JSON.stringify({ kind: kind.toWellFormed() }),
        [count, sum] = waits.get(key) ?? [0, 0];
      waits.set(key, [count + 1, sum + wait]);
    }
    const stock = chance.pick([0, -1.5, 1e21, Infinity, -Infinity, 1e-7]);
    made.gauge("shop_stock", () => stock);
    const read = readOpenMetrics(openMetrics(made, never));
    const counter = read.get("shop_orders"), histogram = read.get("shop_wait_seconds");
    equal([counter?.help, histogram?.unit], [help.toWellFormed(), "seconds"], `seed ${seed}`);
    for (const [key, count] of orders) {
      equal(counter?.samples.get(`shop_orders_total${key}`), count);
    }
    for (const [key, [count, sum]] of waits) {
      equal(histogram?.samples.get(`shop_wait_seconds_count${key}`), count);
      const read = histogram?.samples.get(`shop_wait_seconds_sum${key}`) ?? NaN;
      assert(Math.abs(read - sum) < 1e-9, `seed ${seed}`);
    }
    equal(read.get("shop_stock")?.samples.get("shop_stock{}"), stock);
  }
});

Deno.test("a value is in the first bucket whose bound it does not exceed", () => {
  const made = metrics([{
    name: "bytes",
    type: "histogram",
    help: "",
    buckets: [1, 2.5, 1_000],
  }]);
  for (const value of [0.5, 1, 1.1, 2.5, 999, 1_000, 1_001]) made.observe("bytes", value);
  const { samples } = readOpenMetrics(openMetrics(made, never)).get("bytes")!;
  equal([...samples], [
    ['bytes_bucket{"le":"1.0"}', 2],
    ['bytes_bucket{"le":"2.5"}', 4],
    ['bytes_bucket{"le":"1000.0"}', 6],
    ['bytes_bucket{"le":"+Inf"}', 7],
    ["bytes_count{}", 7],
    ["bytes_sum{}", 3_005.1],
  ]);
});

Deno.test("values of labels are bounded: those that come late are counted as other, long ones are cut", () => {
  const made = metrics([{ name: "seen", type: "counter", help: "", labels: ["by"], most: 4 }]);
  for (let each = 0; each < 1_000; each++) made.count("seen", { by: `somebody ${each}` });
  made.count("seen", { by: "somebody 0" }, 5);
  const { samples } = readOpenMetrics(openMetrics(made, never)).get("seen")!;
  equal([...samples.values()].reduce((sum, each) => sum + each), 1_005);
  equal([...samples], [
    ['seen_total{"by":"somebody 0"}', 6],
    ['seen_total{"by":"somebody 1"}', 1],
    ['seen_total{"by":"somebody 2"}', 1],
    ['seen_total{"by":"other"}', 997],
  ]);
  made.declare({ name: "long", type: "counter", help: "", labels: ["by"] });
  made.count("long", { by: "x".repeat(100_000) });
  assert(openMetrics(made, never).length < 1_000);
});

Deno.test("families that OpenMetrics does not allow are refused with their name", () => {
  const counter = { type: "counter", help: "" } as const;
  const wrong: Family[] = [
    { ...counter, name: "" },
    { ...counter, name: "a-b" },
    { ...counter, name: "9a" },
    { ...counter, name: "orders_total" },
    { ...counter, name: "x".repeat(129) },
    { ...counter, name: "wait", unit: "seconds" },
    { ...counter, name: "wait", labels: ["a b"] },
    { name: "wait", type: "histogram", help: "", labels: ["le"] },
    { name: "wait", type: "histogram", help: "", buckets: [] },
    { name: "wait", type: "histogram", help: "", buckets: [2, 1] },
    { name: "wait", type: "histogram", help: "", buckets: [NaN] },
    { ...counter, name: "there" },
  ];
  const made = metrics([{ ...counter, name: "there" }]);
  for (const family of wrong) {
    const error = throws(() => made.declare(family), N2oError, "config");
    assert(error.message.startsWith(`metrics: ${family.name}:`), error.message);
  }
  throws(() => made.count("nowhere"), N2oError, "config");
  throws(() => made.observe("there", 1), N2oError, "config");
  for (let each = 1; each < 256; each++) made.declare({ ...counter, name: `n${each}` });
  throws(() => made.declare({ ...counter, name: "one_more" }), N2oError, "config");
});

Deno.test("a gauge that throws is left out and reported, the rest is there", () => {
  const made = metrics([
    { name: "broken", type: "gauge", help: "" },
    { name: "whole", type: "gauge", help: "" },
  ]);
  const failed: string[] = [];
  made.gauge("broken", () => {
    throw new Error("no");
  });
  made.gauge("whole", () => 1);
  const read = readOpenMetrics(openMetrics(made, (name) => void failed.push(name)));
  equal([failed, read.get("broken")?.samples.size, read.get("whole")?.samples.size], [
    ["broken"],
    0,
    1,
  ]);
});

Deno.test("a server counts connections, frames, events by their end, and what it refused", async () => {
  const { server, greeted, open } = scene((event) => {
    if (event === "init") {
      for (const id of ["ok", "no"]) wire(wired({ target: id, postback: id }));
    }
    if (event === "no") throw new Error("broken");
  });
  const guest = await greeted(), other = open();
  for (const [seq, id] of [[1, "ok"], [2, "no"], [3, "ok"]] as const) {
    guest.term(pickle(id, guest.pickles[`${id} click`] ?? "", [], seq));
    await data(guest);
  }
  other.bytes(nonsense);
  await other.next();
  await guest.leave();
  const read = readOpenMetrics(openMetrics(server.metrics, never));
  const value = (name: string, labels: Labels = {}) =>
    read.get(name.replace(/_(total|count)$/, ""))?.samples.get(name + JSON.stringify(labels));
  equal(value("n2o_connections"), 1);
  equal(value("n2o_connections_opened_total"), 2);
  equal(value("n2o_frames_total", { direction: "in" }), 5);
  equal(value("n2o_frames_total", { direction: "out" }), 5);
  equal(value("n2o_events_total", { outcome: "done" }), 2);
  equal(value("n2o_events_total", { outcome: "failed" }), 1);
  equal(value("n2o_event_duration_seconds_count", { outcome: "done" }), 2);
  equal(value("n2o_refused_total", { reason: "a frame that is no term" }), 1);
  equal(value("n2o_table_rows", { table: "ws" }), server.tables.get("ws")?.size);
});
