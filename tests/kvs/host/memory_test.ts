import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";

/** Lets promises that are settled run their course. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

Deno.test("messages are delivered at their time and in its order", async () => {
  const clock = virtualClock(), kv = memoryKv({ clock });
  const got: unknown[] = [];
  const listening = kv.listenQueue((message) => void got.push(message));
  await kv.enqueue("third", { delay: 2_592_000_000 });
  await kv.enqueue("second", { delay: 1000 });
  await kv.enqueue("first");
  await settle();
  equal(got, ["first"]);
  clock.advance(999);
  await settle();
  equal(got, ["first"]);
  clock.advance(1);
  await settle();
  equal(got, ["first", "second"]);
  // longer than a timer of 32 bits
  clock.advance(2_592_000_000);
  await settle();
  equal(got, ["first", "second", "third"]);
  kv.close();
  await listening;
  equal(clock.pending, 0);
});

Deno.test("a message that fails is delivered again by its schedule, and at last kept under its keys", async () => {
  const clock = virtualClock(), errors: unknown[] = [];
  const kv = memoryKv({ clock, log: (_level, _message, details) => errors.push(details?.error) });
  let attempts = 0;
  const listening = kv.listenQueue(() => {
    attempts++;
    throw new Error("no");
  });
  await kv.enqueue({ id: 1 }, {
    backoffSchedule: [10, 20],
    keysIfUndelivered: [["lost", 1], ["lost", 2]],
  });
  for (
    const [wait, expected] of [[0, 1], [9, 1], [1, 2], [19, 2], [1, 3], [1_000_000, 3]] as const
  ) {
    clock.advance(wait);
    await settle();
    equal(attempts, expected);
  }
  equal(errors.length, 3);
  equal((await kv.getMany([["lost", 1], ["lost", 2]])).map(({ value }) => value), [{ id: 1 }, {
    id: 1,
  }]);
  kv.close();
  await listening;
});

Deno.test("at most 100 messages are handled at once, and each by one listener", async () => {
  const kv = memoryKv();
  const gate = Promise.withResolvers<void>();
  const got: unknown[] = [];
  const handler = (message: unknown): Promise<void> => {
    got.push(message);
    return gate.promise;
  };
  const listening = [kv.listenQueue(handler), kv.listenQueue(handler)];
  for (let i = 0; i < 150; i++) await kv.enqueue(i);
  await settle();
  equal(got.length, 100);
  gate.resolve();
  await settle();
  equal(new Set(got).size, 150);
  equal(got.length, 150);
  kv.close();
  await Promise.all(listening);
});

Deno.test("closing ends the listening, and leaves the handlers that run to themselves", async () => {
  const kv = memoryKv();
  const started = Promise.withResolvers<void>(), gate = Promise.withResolvers<void>();
  const listening = kv.listenQueue(async () => {
    started.resolve();
    await gate.promise;
  });
  await kv.enqueue(1);
  await started.promise;
  kv.close();
  await listening;
  gate.resolve();
  await settle();
});

Deno.test("two stores in memory share nothing", async () => {
  using a = memoryKv();
  using b = memoryKv();
  await a.set(["x"], 1);
  equal((await b.get(["x"])).value, null);
});

Deno.test("a timer for an entry's deadline does not outlive the entry", async () => {
  const clock = virtualClock();
  using kv = memoryKv({ clock });
  await kv.set(["a"], 1, { expireIn: 1000 });
  equal(clock.pending, 1);
  await kv.delete(["a"]);
  equal(clock.pending, 0);
  await kv.set(["a"], 1, { expireIn: 2 ** 33 });
  clock.advance(2 ** 33 - 1);
  assert((await kv.get(["a"])).value === 1);
  clock.advance(1);
  equal((await kv.get(["a"])).value, null);
});
