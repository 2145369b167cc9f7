import { LONGEST_TIMER, sleep, systemClock } from "../../base/mod.ts";
import { virtualClock } from "../_support/clock.ts";
import { assert, equal } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("run");

/** How a promise has ended, "pending" before. */
function outcome(promise: Promise<unknown>): () => unknown {
  let end: unknown = "pending";
  promise.then((value) => end = { value }, (reason) => end = { reason });
  return () => end;
}

Deno.test("a sleep ends at its time and not a millisecond before", async () => {
  const clock = virtualClock(), asleep = outcome(sleep(clock, 100));
  await clock.advanceAsync(99);
  equal(asleep(), "pending");
  await clock.advanceAsync(1);
  equal(asleep(), { value: undefined });
});

Deno.test("a sleep that is aborted ends at once with the reason, and leaves no timer", async () => {
  const clock = virtualClock(), controller = new AbortController();
  const asleep = outcome(sleep(clock, 100, controller.signal));
  equal(clock.pending, 1);
  controller.abort("closed");
  equal(clock.pending, 0);
  await clock.advanceAsync(0);
  equal(asleep(), { reason: "closed" });
});

Deno.test("a sleep by an aborted signal sets no timer", async () => {
  const clock = virtualClock(), asleep = outcome(sleep(clock, 100, AbortSignal.abort("closed")));
  equal(clock.pending, 0);
  await clock.advanceAsync(0);
  equal(asleep(), { reason: "closed" });
});

Deno.test("a signal that is aborted after the sleep changes nothing", async () => {
  const clock = virtualClock(), controller = new AbortController();
  const asleep = outcome(sleep(clock, 1, controller.signal));
  await clock.advanceAsync(1);
  controller.abort("late");
  await clock.advanceAsync(0);
  equal(asleep(), { value: undefined });
});

Deno.test("the system's clock tells the host's time, and wakes", async () => {
  const before = Date.now(), now = systemClock.now();
  assert(before <= now && now <= Date.now());
  const woken = Promise.withResolvers<void>();
  systemClock.setTimeout(woken.resolve, 0);
  await woken.promise;
});

Deno.test("the system's clock does not fire at once for a wait beyond the host's timers", async () => {
  let fired = 0;
  const timers = [LONGEST_TIMER + 1, 2 ** 40, Infinity]
    .map((ms) => systemClock.setTimeout(() => fired++, ms));
  await sleep(systemClock, 5);
  for (const timer of timers) systemClock.clearTimeout(timer);
  equal(fired, 0);
});

Deno.test("clearing a timer that has fired, and none at all, does nothing", async () => {
  const woken = Promise.withResolvers<void>(), timer = systemClock.setTimeout(woken.resolve, 0);
  await woken.promise;
  systemClock.clearTimeout(timer);
  systemClock.clearTimeout(undefined);
});

test({
  name: "a program ends although a timer is pending that it need not wait for",
  async fn() {
    const clock = new URL("../../base/clock.ts", import.meta.url);
    const code = `import { systemClock as clock } from "${clock}";
      clock.unref?.(clock.setTimeout(() => console.log("woken"), 60_000));`;
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-lock", code],
    }).output();
    equal([success, new TextDecoder().decode(stdout)], [true, ""]);
  },
});

Deno.test("a virtual clock runs timers by their time, and those of one time as they were set", () => {
  const clock = virtualClock(1_000), ran: [string, number][] = [];
  const note = (name: string) => () => void ran.push([name, clock.now()]);
  clock.setTimeout(note("third"), 20);
  clock.setTimeout(note("first"), 10);
  clock.setTimeout(note("fourth"), 20);
  clock.setTimeout(() => clock.setTimeout(note("second"), 5), 5);
  const never = clock.setTimeout(note("never"), 10);
  clock.clearTimeout(never);
  clock.setTimeout(note("later"), 21);
  clock.advance(20);
  equal(ran, [["first", 1_010], ["second", 1_010], ["third", 1_020], ["fourth", 1_020]]);
  equal([clock.pending, clock.now()], [1, 1_020]);
});

Deno.test("what waits for promises between two timers of a virtual clock sets its own in time", async () => {
  const clock = virtualClock(0), ran: number[] = [];
  const work = (async () => {
    for (let n = 0; n < 3; n++) {
      await sleep(clock, 10);
      ran.push(clock.now());
    }
  })();
  await clock.advanceAsync(100);
  await work;
  equal([ran, clock.now()], [[10, 20, 30], 100]);
});
