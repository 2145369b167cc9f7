import { isU64, KvU64, U64 } from "../../../kvs/store/kvu64.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { assert, equal, throws } from "../../_support/assert.ts";

Deno.test("our KvU64 does what Deno's does", () => {
  for (const Class of [U64, Deno.KvU64]) {
    const max = new Class(2n ** 64n - 1n);
    equal([max.value, max.valueOf(), String(max)], [
      2n ** 64n - 1n,
      2n ** 64n - 1n,
      "18446744073709551615",
    ]);
    throws(() => new Class(-1n), RangeError);
    throws(() => new Class(2n ** 64n), RangeError);
    throws(() => new Class(1 as unknown as bigint), TypeError);
    throws(() => Object.assign(max, { value: 1n }), TypeError);
  }
});

Deno.test("the store in memory takes either", async () => {
  using kv = memoryKv();
  await kv.set(["n"], new U64(1n));
  await kv.atomic().mutate({ type: "sum", key: ["n"], value: new Deno.KvU64(2n) }).commit();
  const { value } = await kv.get<KvU64>(["n"]);
  assert(value instanceof Deno.KvU64 && isU64(value) && KvU64 === Deno.KvU64);
  equal(value.value, 3n);
});
