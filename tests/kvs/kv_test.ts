import type { Kv } from "../../kvs/kv.ts";
import { assert } from "../_support/assert.ts";

Deno.test("what Deno.openKv returns is a Kv, to the compiler and at run time", async () => {
  using kv: Kv = await Deno.openKv(":memory:");
  await kv.set(["a"], 1);
  const [a, b] = await kv.getMany<[number, string]>([["a"], ["b"]]);
  const sum: number | null = a.value;
  const text: string | null = b.value;
  assert(sum === 1 && text === null);
});
