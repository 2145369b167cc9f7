/**
 * A bound that is none is refused where it is given: it would bound nothing, or everything.
 */
import {
  bpe,
  BpeError,
  expressions,
  openRuntime,
  parse,
  problems,
  settings,
  volatile,
} from "../../bpe/mod.ts";
import { bpeN2o } from "../../bpe/n2o.ts";
import { memoryKv } from "../../kvs/mod.ts";
import { assert, throws } from "../_support/assert.ts";

/** What is given for a number; from 0 or from 1. */
const NONE = [-1, NaN, "5", {}] as readonly unknown[] as readonly number[]; // as: what callers in plain JavaScript may give

const FILE =
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"/>`;

Deno.test("a bound that is no number, or less than it can be, is refused as `config`, whoever takes it", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv, { manual: true });
  const b = bpe(runtime);
  const takers: Record<string, (value: number) => unknown> = {};
  for (
    const name of ["retries", "timeout", "concurrency", "messageTtl", "poll", "kept", "budget"]
  ) {
    takers[`openRuntime ${name}`] = (value) => openRuntime(kv, { manual: true, [name]: value });
    takers[`bpe ${name}`] = (value) => bpe(kv, { manual: true, [name]: value });
  }
  for (const name of ["size", "depth", "elements"]) {
    takers[`parse ${name}`] = (value) => parse(FILE, { [name]: value });
    takers[`problems ${name}`] = (value) => problems(FILE, { [name]: value });
  }
  for (const name of ["docs", "terms", "depth", "held", "rows", "topics"]) {
    takers[`bpeN2o ${name}`] = (value) => bpeN2o(b, { limits: { [name]: value } });
  }
  takers["bpe over a runtime, timeout"] = (timeout) => bpe(runtime, { timeout });
  takers["settings budget"] = (budget) => settings({ budget });
  takers["volatile budget"] = (budget) => volatile([], { budget });
  takers["expressions fuel"] = (fuel) => expressions({ fuel });
  for (const [name, take] of Object.entries(takers)) {
    for (const value of NONE) {
      const error = throws(() => take(value), BpeError, "config");
      assert(error.message !== "", name);
    }
  }
});
