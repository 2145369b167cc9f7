/**
 * Conditions of gateways and sums of money, evaluated in turn, beside feelin, in one run.
 *
 * @module
 */
import { feel } from "../feel/mod.ts";
import { feelin } from "../tests/_support/feelin/feelin.ts";
import { median, table } from "./report.ts";

const ROUNDS = 9;
const MILLISECONDS = 40;

const variables = {
  total: 120,
  paid: false,
  status: "approved",
  risk: "yellow",
  order: { customer: { country: "UA", vip: true } },
  lines: [{ price: 10, quantity: 2 }, { price: 7.5, quantity: 4 }, { price: 99, quantity: 1 }],
  net: 1_249.95,
  rate: 0.2,
  prices: [19.99, 5.49, 0.01, 1_249.95, 99.9],
};

const texts = [
  "total > 100",
  'status = "approved"',
  "total > 100 and not(paid)",
  'risk in ("green", "yellow") or total < 10',
  'order.customer.vip and order.customer.country != "US"',
  "sum(lines.price) >= 100 and (some line in lines satisfies line.quantity > 3)",
  "net + net * rate",
  "round half up(net * rate, 2)",
  "sum(prices) / count(prices)",
  "decimal(net / 7, 2)",
  "658058288.95 * 3.7181",
  "12345678901234.56 + net",
];

const evaluators = [["N2O.ts", feel()], ["feelin", feelin()]] as const;

/** Evaluations a second. */
function rate(run: () => unknown): number {
  const start = performance.now();
  let count = 0;
  let passed = 0;
  for (let batch = 1; passed < MILLISECONDS; batch *= 2) {
    for (let left = batch; left > 0; left--) run();
    count += batch;
    passed = performance.now() - start;
  }
  return count / passed * 1_000;
}

type Evaluator = (typeof evaluators)[number][1];

/** A text that nobody has read before, each time; and unary tests as the cells of decision tables have them. */
let fresh = 0;
const cell = "[1..200], > 500";
const works: readonly (readonly [string, (by: Evaluator) => unknown])[] = [
  ...texts.map((text) => [text, (by: Evaluator) => by.evaluate(text, variables)] as const),
  [
    "net * (1 + rate) + ..., fresh",
    ({ evaluate }) => evaluate(`net * (1 + rate) + ${fresh++}`, variables),
  ],
  [
    `unary tests: ${cell}`,
    (by) =>
      "unaryTests" in by ? by.unaryTests(cell, 70) : by.evaluate(`rate in (${cell})`, variables),
  ],
];

const rows = works.map(([text, work]) => {
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [, evaluator]] of evaluators.entries()) {
      const found = rate(() => work(evaluator));
      if (round > 1) rates[index === 0 ? 0 : 1].push(found);
    }
  }
  const [ours, theirs] = [median(rates[0]), median(rates[1])];
  const thousands = (value: number) => (value / 1_000).toFixed(1);
  return [text, thousands(ours), thousands(theirs), `${(ours / theirs).toFixed(0)} x`];
});

table("FEEL: thousand evaluations a second", [
  ["", ...evaluators.map(([name]) => name), "ratio"],
  ...rows,
]);
