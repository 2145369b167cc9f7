import { deadline, type DeadlineOptions } from "../../base/mod.ts";
import { type VirtualClock, virtualClock } from "../_support/clock.ts";
import { equal, rejects } from "../_support/assert.ts";

class Late extends Error {}

const within = (clock: VirtualClock, options: Partial<DeadlineOptions> = {}): DeadlineOptions => ({
  ms: 100,
  error: () => new Late(),
  clock,
  ...options,
});
const never = () => new Promise<never>(() => {});

Deno.test("work that is done in time answers, and leaves no timer", async () => {
  const clock = virtualClock();
  equal(await deadline(Promise.resolve("tea"), within(clock)), "tea");
  equal(await deadline(() => "tea", within(clock)), "tea");
  equal(await deadline(() => Promise.resolve("tea"), within(clock)), "tea");
  equal(clock.pending, 0);
});

Deno.test("work that fails in time throws what it threw, and leaves no timer", async () => {
  const clock = virtualClock(),
    fails = () => {
      throw new RangeError("no");
    };
  await rejects(() => deadline(Promise.reject(new RangeError("no")), within(clock)), RangeError);
  await rejects(() => deadline(fails, within(clock)), RangeError);
  equal(clock.pending, 0);
});

Deno.test("work that is not done in time throws the caller's error, made only then", async () => {
  const clock = virtualClock();
  let made = 0;
  const error = () => {
    made++;
    return new Late();
  };
  await deadline(Promise.resolve(), within(clock, { error }));
  equal(made, 0);
  const work = deadline(never(), within(clock, { error }));
  clock.advance(99);
  equal(made, 0);
  clock.advance(1);
  await rejects(() => work, Late);
  equal([made, clock.pending], [1, 0]);
});

Deno.test("a function hears by its signal that it is given up, and why", async () => {
  const clock = virtualClock(), signals: AbortSignal[] = [];
  const work = deadline((signal) => {
    signals.push(signal);
    return never();
  }, within(clock));
  equal(signals.map(({ aborted }) => aborted), [false]);
  clock.advance(100);
  const late = await rejects(() => work, Late);
  equal(signals.map(({ reason }) => reason === late), [true]);
});

Deno.test("a signal of the caller is passed on, with its reason", async () => {
  const clock = virtualClock(), controller = new AbortController(), signals: AbortSignal[] = [];
  const work = deadline((signal) => {
    signals.push(signal);
    return never();
  }, within(clock, { signal: controller.signal }));
  controller.abort(new RangeError("closed"));
  const reason = await rejects(() => work, RangeError);
  equal([signals[0]?.reason === reason, clock.pending], [true, 0]);
});

Deno.test("an aborted signal of the caller lets nothing begin", async () => {
  const clock = virtualClock(), signal = AbortSignal.abort(new RangeError("closed"));
  let begun = 0;
  await rejects(() => deadline(() => begun++, within(clock, { signal })), RangeError);
  equal([begun, clock.pending], [0, 0]);
});

Deno.test("what comes after the end is not heard, and no rejection is left unhandled", async () => {
  const clock = virtualClock(), controller = new AbortController();
  const slow = Promise.withResolvers<never>();
  const work = deadline(slow.promise, within(clock, { signal: controller.signal }));
  clock.advance(100);
  await rejects(() => work, Late);
  slow.reject(new Error("nobody hears this"));
  controller.abort("nor this");
  await clock.advanceAsync(0);
});

Deno.test("work that is done is not told by a signal that its time has passed", async () => {
  const clock = virtualClock(), signals: AbortSignal[] = [];
  await deadline((signal) => void signals.push(signal), within(clock));
  clock.advance(1_000);
  equal(signals.map(({ aborted }) => aborted), [false]);
});

Deno.test("work without an end sets no timer", async () => {
  const clock = virtualClock(), slow = Promise.withResolvers<string>();
  const work = deadline(slow.promise, within(clock, { ms: Infinity }));
  equal(clock.pending, 0);
  slow.resolve("tea");
  equal(await work, "tea");
});

Deno.test("a timer in the background does not keep the program running", async () => {
  const unrefed: unknown[] = [],
    clock = { ...virtualClock(), unref: (timer: unknown) => void unrefed.push(timer) };
  await deadline(Promise.resolve(), { ms: 1, error: () => new Late(), clock });
  equal(unrefed.length, 0);
  await deadline(Promise.resolve(), { ms: 1, error: () => new Late(), clock, background: true });
  equal(unrefed.length, 1);
});
