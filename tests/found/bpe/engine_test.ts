import { BpeError, openRuntime } from "../../../bpe/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { list } from "../../bpe/runtime/world.ts";
import { ended } from "../support.ts";
import { text } from "./engines.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "run");

test("endless_calls_volatile: two processes that call each other stop in memory with an incident, too", async () => {
  const { code, out, err } = await ended("bpe/endless_calls.ts");
  equal([code, out, err], [0, "bounded: active", ""]);
});

test("endless_calls_volatile: in a store they stop with an incident before the ids grow too long", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv, { manual: true });
  for (const file of ["endless_calls_ra", "endless_calls_rb"]) await runtime.deploy(text(file));
  await runtime.start("ra", { id: "i" });
  await runtime.idle();
  equal((await list(runtime.incidents())).length, 1);
  assert((await list(runtime.instances())).length <= 100);
});

Deno.test("raw_errors: what is no name of a definition, and no message, is refused in an error of this module", async () => {
  using kv = memoryKv();
  await using runtime = openRuntime(kv);
  // As a program in JavaScript can call them.
  const calls: readonly (() => Promise<unknown>)[] = [
    () => runtime.definition(undefined as never),
    () => runtime.definition({} as never),
    () => runtime.source(null as never),
    () => runtime.definition("x".repeat(10_000)),
    () => runtime.publish(undefined as never),
  ];
  for (const call of calls) await rejects(call, BpeError);
});
