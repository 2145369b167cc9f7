/**
 * What counting costs a frame: a PING through a connection within the process, and the counters that it passes, alone.
 *
 * @module
 */
import { heart, server, silentLog } from "../n2o/mod.ts";
import { connection } from "../n2o/connection.ts";
import { nitro } from "../nitro/mod.ts";
import { median, table } from "./report.ts";

const ROUNDS = 15, TIMES = 300_000;

const made = server({
  secret: "a secret for the benchmark",
  protocols: [heart, nitro],
  log: silentLog,
});
let answers = 0;
const client = connection(made, "/p", { path: "/p", query: "", headers: {} }, {
  send: () => void answers++,
  close() {},
  backlog: 0,
});
const into = made.metrics.counter("n2o_frames", { direction: "in" });
const out = made.metrics.counter("n2o_frames", { direction: "out" });

/** Nanoseconds of one run of the body. */
function cost(body: () => void): number {
  const begun = performance.now();
  for (let time = 0; time < TIMES; time++) body();
  return (performance.now() - begun) * 1e6 / TIMES;
}

const ping = () => client.receive("PING");
const count = () => {
  into.add();
  out.add();
};
const event = () => {
  made.metrics.count("n2o_events", { outcome: "done" });
  made.metrics.observe("n2o_event_duration_seconds", 0.002, { outcome: "done" });
};
for (const body of [ping, count, event]) cost(body);
const pings: number[] = [], counts: number[] = [], events: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  pings.push(cost(ping));
  counts.push(cost(count));
  events.push(cost(event));
}
/** A PING over a socket takes 20 µs where it is at its fastest (50 connections, `bench/echo.ts`). */
const OVER_A_SOCKET = 20_000;
const row = (name: string, times: readonly number[]) => [
  name,
  `${median(times).toFixed(1)} ns`,
  `${(median(times) / OVER_A_SOCKET * 100).toFixed(2)} %`,
];
table("counting, beside a PING over a socket (20 µs)", [
  row("the two counters of a frame and its answer", counts),
  row("count and duration of a postback", events),
  row("a whole PING within the process", pings),
]);
