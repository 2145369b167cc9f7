import { serialQueue, sleep } from "../../base/mod.ts";
import { virtualClock } from "../_support/clock.ts";
import { equal, rejects } from "../_support/assert.ts";
import { random } from "../_support/random.ts";

Deno.test("a thousand tasks of ten keys run one after another by key, in the order asked, and side by side", async () => {
  const clock = virtualClock(), queue = serialQueue<number>(), { below } = random(11);
  const asked: number[][] = [], done: number[][] = [], busy = new Set<number>();
  let most = 0;
  for (let n = 0; n < 1_000; n++) {
    const key = below(10), ms = below(5);
    (asked[key] ??= []).push(n);
    const fails = below(4) === 0;
    queue.run(key, async () => {
      equal(busy.has(key), false);
      busy.add(key);
      most = Math.max(most, busy.size);
      if (ms > 0) await sleep(clock, ms);
      busy.delete(key);
      (done[key] ??= []).push(n);
      if (fails) throw new Error(`task ${n}`);
    }).catch(() => {});
  }
  equal(queue.size, 10);
  await clock.advanceAsync(5_000);
  await queue.idle();
  equal([done, queue.size, most], [asked, 0, 10]);
});

Deno.test("what is first under its key begins before run returns", () => {
  const queue = serialQueue(), done: string[] = [];
  queue.run("a", () => done.push("a"));
  queue.run("a", () => done.push("a again"));
  queue.run("b", () => done.push("b"));
  equal(done, ["a", "b"]);
});

Deno.test("each gets its own answer or failure, thrown at once or later, and the next runs all the same", async () => {
  const queue = serialQueue(),
    bad = () => {
      throw new RangeError("no");
    };
  const asked = [
    bad,
    () => Promise.resolve(1),
    bad,
    () => 2,
    () => Promise.reject(new RangeError("no")),
    () => 3,
  ]
    .map((run) => queue.run<number>("a", run));
  await rejects(() => queue.run("b", bad), RangeError);
  const ends = await Promise.allSettled(asked);
  equal(ends.map((end) => end.status === "fulfilled" ? end.value : "failed"), [
    "failed",
    1,
    "failed",
    2,
    "failed",
    3,
  ]);
});

Deno.test("idle waits for what is added while it waits, and not where there is nothing", async () => {
  const queue = serialQueue(), done: number[] = [];
  await queue.idle();
  queue.run("a", async () => {
    await null;
    queue.run("b", async () => {
      await null;
      done.push(1);
    });
  });
  await queue.idle();
  equal([done, queue.size], [[1], 0]);
});

Deno.test("keys are told apart as in a Map", async () => {
  const queue = serialQueue<unknown>(), one = {}, other = {}, begun: unknown[] = [];
  for (const key of [one, other, 1, "1"]) queue.run(key, () => void begun.push(key));
  equal(begun, [one, other, 1, "1"]);
  await queue.idle();
});
