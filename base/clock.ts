/**
 * Time as the project sees it, so that a test can drive it: what tells it, how to wait, and how long to wait before trying again.
 *
 * @module
 */

/** What tells the time and wakes up: the system's clock, or a test's own. A function that only asks for the time takes `Pick<Clock, "now">`. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once, `ms` milliseconds from now, at the latest after {@linkcode LONGEST_TIMER}; answers what `clearTimeout` takes. */
  setTimeout(run: () => void, ms: number): unknown;
  /** Calls off what `setTimeout` promised; does nothing for one that has fired, and for undefined. */
  clearTimeout(timer: unknown): void;
  /** Lets the program end although this timer is pending, where the host can do that. */
  unref?(timer: unknown): void;
}

/** The longest wait of one timer in milliseconds, 24.8 days: hosts count in 32 bits, and fire at once for more. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;

interface Host {
  readonly Deno?: { unrefTimer?(timer: number): void };
}

/**
 * The clock of the host.
 *
 * @example
 * ```ts
 * import { type Clock, systemClock } from "@n2o/n2o/base";
 *
 * const isOver = (deadline: number, clock: Pick<Clock, "now"> = systemClock) => clock.now() >= deadline;
 * if (!isOver(0) || isOver(Infinity)) throw new Error("the clock is wrong");
 * ```
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, Math.min(ms, LONGEST_TIMER)),
  // As: it is what setTimeout answered, whatever this host's type of it is.
  clearTimeout: (timer) => clearTimeout(timer as number | undefined),
  unref(timer) {
    if (typeof timer === "number") (globalThis as Host).Deno?.unrefTimer?.(timer);
    else if (isRefed(timer)) timer.unref(); // Node's timers are objects
  },
};

function isRefed(timer: unknown): timer is { unref(): void } {
  return typeof timer === "object" && timer !== null && "unref" in timer &&
    typeof timer.unref === "function";
}

/**
 * Waits so many milliseconds, at most {@linkcode LONGEST_TIMER}.
 *
 * @param signal ends the wait early
 * @throws the signal's reason where it is or becomes aborted; the timer is cleared then
 * @example
 * ```ts
 * import { sleep, systemClock } from "@n2o/n2o/base";
 *
 * await sleep(systemClock, 1);
 * const reason = await sleep(systemClock, 60_000, AbortSignal.abort("closed")).catch((reason) => reason);
 * if (reason !== "closed") throw reason;
 * ```
 */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** How waits grow. */
export interface BackoffOptions {
  /** The first wait is up to so many milliseconds, every next one up to twice as long. */
  readonly first: number;
  /** No wait is longer than so many milliseconds. */
  readonly longest: number;
  /** Answers 0 (included) to 1 (excluded): `Math.random` unless told. `() => 1` makes every wait as long as it may be. */
  readonly random?: () => number;
}

/**
 * Answers the milliseconds to wait after the failure of an attempt, counted from 0.
 *
 * Exponential with full jitter: those that failed together, as all clients do when a server restarts, do not come again together.
 *
 * @example
 * ```ts
 * import { backoff, sleep, systemClock } from "@n2o/n2o/base";
 *
 * const wait = backoff({ first: 1, longest: 4 });
 * let failures = 0;
 * while (failures < 3) await sleep(systemClock, wait(failures++));
 * if (backoff({ first: 10, longest: 50, random: () => 1 })(3) !== 50) throw new Error("too long");
 * ```
 */
export function backoff(
  { first, longest, random = Math.random }: BackoffOptions,
): (attempt: number) => number {
  return (attempt) => random() * Math.min(longest, first * 2 ** attempt);
}
