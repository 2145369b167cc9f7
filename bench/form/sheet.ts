/**
 * What a change of a form costs on the server: rules are asked again that read it, in a form of fifty fields and in a table of a thousand
 * rows, beside a form whose rules are all asked again at each change.
 *
 * @module
 */
import { compiled, document, rule, sheet } from "../../form/mod.ts";
import { median, table } from "../report.ts";

const ROUNDS = 9;

/** Fifty fields; ten are computed, each from three others. */
const fifty = document({
  name: "fifty",
  fields: Array.from({ length: 50 }, (_, at) => ({
    id: `f${at}`,
    title: `Field ${at}`,
    type: "number" as const, // as: one of the types
    ...at >= 40 && { computed: rule(`f0 + f${at - 40} * f${at - 39}`) },
  })),
});

/** A table, each row with its sum, and the total of them. */
const invoice = document({
  name: "invoice",
  fields: [
    { id: "rate", type: "number" },
    {
      id: "lines",
      type: "table",
      fields: [
        { id: "item" },
        { id: "qty", type: "number" },
        { id: "price", type: "number" },
        { id: "sum", type: "number", computed: rule("qty * price") },
      ],
    },
    { id: "total", type: "number", computed: rule("sum(root.lines.sum)") },
  ],
});

const record = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, at]));
const order = {
  rate: 2,
  lines: Array.from({ length: 1_000 }, (_, at) => ({ item: `item ${at}`, qty: at, price: 3 })),
};

/** Microseconds of one, in the median of some rounds of so many. */
function micros(count: number, run: (at: number) => void): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let at = 0; at < count; at++) run(round * count + at);
    times.push((performance.now() - start) / count * 1_000);
  }
  return median(times);
}

const small = compiled(fifty), large = compiled(invoice);
const made = micros(500, () => {
  sheet(small, { record, mode: "edit" }).cells();
});
const filled = sheet(small, { record, mode: "edit" });
filled.cells();
const key = micros(500, (at) => {
  if (filled.enter("f0", String(at + 1)).size < 11) throw new Error("too few follow");
});
const again = micros(100, (at) => {
  sheet(small, { record: { ...record, f0: at }, mode: "edit" }).cells();
});

const lines = sheet(large, { record: order, mode: "edit" });
lines.cells();
lines.cells("lines");
const cell = micros(20, (at) => {
  if (lines.enter("lines/r500/qty", String(at + 1)).size !== 3) {
    throw new Error("another number follows");
  }
});
if (lines.values().total !== lines.cell("total").value) throw new Error("two totals");
const whole = micros(3, (at) => {
  const all = sheet(large, { record: { ...order, rate: at }, mode: "edit" });
  all.cells();
  all.cells("lines");
});

const row = (what: string, time: number, peer: number) => [
  what,
  `${time.toFixed(1)} us`,
  `${(peer / time).toFixed(1)} times as fast as all anew`,
];
table("a sheet", [
  [
    "fifty fields, ten computed: made and read",
    `${made.toFixed(1)} us`,
    `${(1e6 / made).toFixed(0)} a second`,
  ],
  row("a keystroke that ten others hang on", key, again),
  row("a cell of a thousand rows, its sum and the total", cell, whole),
]);
