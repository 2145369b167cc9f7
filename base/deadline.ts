/**
 * Work that has a time to be done in.
 *
 * @module
 */
import { type Clock, systemClock } from "./clock.ts";

/** When work is given up. */
export interface DeadlineOptions {
  /** Milliseconds that it has; for Infinity it has no end. */
  readonly ms: number;
  /** What is thrown when they have passed: a function that makes it, so that its stack and cost are not of the good case. */
  readonly error: () => unknown;
  /** What tells the time: the system's clock unless told. */
  readonly clock?: Clock;
  /** Gives it up earlier, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the program may end while this waits: no unless told. */
  readonly background?: boolean;
}

/**
 * What work answers, if it does so in time. A function gets a signal that is aborted when it is given up, with what is thrown; what it
 * answers or throws after that is not heard. No timer is left behind.
 *
 * @throws what the work throws, the error of the options, or the reason of their signal
 * @example
 * ```ts
 * import { deadline } from "@n2o/n2o/base";
 *
 * const answer = await deadline(Promise.resolve("tea"), { ms: 1_000, error: () => new Error("too late") });
 * if (answer !== "tea") throw answer;
 *
 * const asleep = ({ promise } = Promise.withResolvers<never>()) => promise;
 * const late = await deadline(asleep(), { ms: 1, error: () => "too late" }).catch((error) => error);
 * if (late !== "too late") throw late;
 * ```
 */
export function deadline<T>(
  work: PromiseLike<T> | ((signal: AbortSignal) => T | PromiseLike<T>),
  { ms, error, clock = systemClock, signal, background = false }: DeadlineOptions,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let controller: AbortController | undefined;
    const end = () => {
      if (timer !== undefined) clock.clearTimeout(timer);
      signal?.removeEventListener("abort", abandon);
    };
    const giveUp = (reason: unknown) => {
      end();
      reject(reason);
      controller?.abort(reason);
    };
    const abandon = () => giveUp(signal?.reason);
    const timer = ms === Infinity ? undefined : clock.setTimeout(() => giveUp(error()), ms);
    if (background && timer !== undefined) clock.unref?.(timer);
    signal?.addEventListener("abort", abandon, { once: true });
    const answer = typeof work === "function"
      ? begun(work, (controller = new AbortController()).signal)
      : work;
    answer.then((value) => {
      end();
      resolve(value);
    }, (failure) => {
      end();
      reject(failure);
    });
  });
}

async function begun<T>(
  work: (signal: AbortSignal) => T | PromiseLike<T>,
  signal: AbortSignal,
): Promise<T> {
  return await work(signal);
}
