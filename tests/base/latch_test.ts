import { Latch } from "../../base/mod.ts";
import { equal } from "../_support/assert.ts";

Deno.test("who waits for a latch hears that it happens, once, whether before or after", async () => {
  const latch = new Latch(), heard: string[] = [];
  const early = latch.promise.then(() => heard.push("early"));
  await Promise.resolve();
  equal(heard.length, 0);
  latch.happen();
  latch.happen();
  await early;
  await latch.promise.then(() => heard.push("late"));
  equal(heard, ["early", "late"]);
});
