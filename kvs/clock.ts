/**
 * Time as the store sees it, so that a test can drive it.
 *
 * @module
 */

/** What tells the time and wakes the store: the system's, or a test's own. */
export interface KvClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once, `ms` milliseconds from now; answers what `clearTimeout` takes. */
  setTimeout(run: () => void, ms: number): unknown;
  /** Calls off what `setTimeout` promised. */
  clearTimeout(timer: unknown): void;
  /** Lets the program end although this timer is pending. */
  unref?(timer: unknown): void;
}

interface Host {
  Deno?: { unrefTimer?(timer: number): void };
}

/** The system's own clock. */
export const systemClock: KvClock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  // what setTimeout answered, whatever the host's type of it
  clearTimeout: (timer) => clearTimeout(timer as number),
  unref: (timer) => {
    if (typeof timer === "number") (globalThis as Host).Deno?.unrefTimer?.(timer);
    else (timer as { unref?(): void }).unref?.(); // Node's timers are objects
  },
};
