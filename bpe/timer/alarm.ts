/**
 * What makes a runtime look at the index by time: at the next time that is due, and every now and then for what others have left.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";

/** The least time between two looks, in milliseconds. */
const PAUSE = 20;

/** Wakes a runtime. */
export interface Alarm {
  /** Looks at that time, or now where it has passed. */
  wake(time: number): void;
  /** Looks no more; resolves when a look that is under way has ended. */
  stop(): Promise<void>;
}

/**
 * An alarm that looks at once, and then whenever something is due, at the latest after `poll` milliseconds.
 *
 * @param look does what is due and answers when something is due next
 */
export function alarm(
  clock: Clock,
  poll: number,
  look: () => Promise<number | undefined>,
): Alarm {
  let timer: unknown;
  let at = Infinity;
  let looking: Promise<void> | undefined;
  let stopped = false;

  function arm(time: number): void {
    if (stopped || time >= at) return;
    if (timer !== undefined) clock.clearTimeout(timer);
    at = time;
    timer = clock.setTimeout(fire, Math.max(0, time - clock.now()));
    clock.unref?.(timer);
  }

  function fire(): void {
    timer = undefined;
    at = Infinity;
    if (looking !== undefined) return;
    looking = look().then((next) => {
      looking = undefined;
      // What is still due after a look cannot be done now: it is not to keep the process busy.
      const soon = next === undefined ? Infinity : Math.max(next, clock.now() + PAUSE);
      arm(Math.min(soon, clock.now() + poll));
    });
  }

  arm(clock.now());
  return {
    wake: arm,
    async stop() {
      stopped = true;
      if (timer !== undefined) clock.clearTimeout(timer);
      await looking;
    },
  };
}
