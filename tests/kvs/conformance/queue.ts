/** The queue. */
import { equal, rejects } from "../../_support/assert.ts";
import type { Register } from "./case.ts";

export function conformQueue(test: Register): void {
  test("messages arrive as structured clone gives them, enqueued before or after the listener", async (kv) => {
    const messages: unknown[] = ["a", { b: [1] }, new Uint8Array([1]), 5n, null, undefined];
    const got: unknown[] = [];
    const all = Promise.withResolvers<void>();
    for (const message of messages.slice(0, 3)) await kv.enqueue(message);
    const listening = kv.listenQueue((message) => {
      got.push(message);
      if (got.length === messages.length) all.resolve();
    });
    for (const message of messages.slice(3)) await kv.atomic().enqueue(message).commit();
    await all.promise;
    const sorted = (values: unknown[]) => values.map((value) => Deno.inspect(value)).sort();
    equal(sorted(got), sorted(messages));
    kv.close();
    await listening;
  });

  test("a message of a commit that does not apply is never delivered", async (kv) => {
    await kv.set(["a"], 1);
    equal(
      await kv.atomic().check({ key: ["a"], versionstamp: null }).enqueue("never").commit(),
      { ok: false },
    );
    await kv.enqueue("one");
    const got: unknown[] = [];
    const done = Promise.withResolvers<void>();
    const listening = kv.listenQueue((message) => {
      got.push(message);
      done.resolve();
    });
    await done.promise;
    kv.close();
    await listening;
    equal(got, ["one"]);
  });

  test("delays, schedules and payloads out of bounds are refused", async (kv) => {
    const bad = (options: Parameters<typeof kv.enqueue>[1]) =>
      rejects(() => kv.enqueue(1, options), TypeError).then(({ message }) => message);
    equal(await bad({ delay: -1 }), "Delay must be >= 0: received -1");
    equal(await bad({ delay: NaN }), "Delay cannot be NaN");
    equal(
      await bad({ delay: 2_592_000_001 }),
      "Delay cannot be greater than 30 days: received 2592000001",
    );
    equal(
      await bad({ backoffSchedule: [1, 1, 1, 1, 1, 1] }),
      "Invalid backoffSchedule, max 5 intervals allowed",
    );
    equal(
      await bad({ backoffSchedule: [1, 3_600_001] }),
      "Invalid backoffSchedule, interval at index 1 is invalid",
    );
    equal(
      (await rejects(() => kv.enqueue(new Uint8Array(65_536)), TypeError)).message,
      "enqueue payload too large (max 65536 bytes)",
    );
    await rejects(() => kv.enqueue(() => {}), TypeError);
  });
}
