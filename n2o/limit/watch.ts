/**
 * Handlers under way, and which of them are late.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";

/** A handler that is given up when its time has passed. */
export interface Watched {
  /** When it began, in milliseconds since the epoch. */
  since: number;
  /** Tells that its time has passed. */
  late(): void;
}

/** The handlers of a server that are under way: one timer for all of them, and none while there are none. */
export interface Watch {
  /** A handler begins; it has the time of the limit. */
  begin(handler: Watched): void;
  /** A handler has ended, in time or late. */
  end(handler: Watched): void;
}

/** Makes the watch over handlers that have `limit` milliseconds each. */
export function watch(clock: Clock, limit: number): Watch {
  // The time is the same for all: who began first is late first.
  const under = new Set<Watched>();
  let timer: unknown;

  function look(): void {
    timer = undefined;
    const now = clock.now();
    for (const each of under) {
      const left = each.since + limit - now;
      if (left > 0) return arm(left);
      under.delete(each);
      each.late();
    }
  }
  function arm(ms: number): void {
    // Where the first of them told a handler to go on, another may have begun meanwhile.
    if (timer === undefined) timer = clock.setTimeout(look, ms);
  }
  return {
    begin(handler) {
      handler.since = clock.now();
      under.add(handler);
      arm(limit);
    },
    end(handler) {
      if (!under.delete(handler) || under.size > 0) return;
      clock.clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** What is answered in place of work that took too long. */
export const LATE: unique symbol = Symbol("late");

/**
 * What `work` answers, or {@linkcode LATE} when its time has passed, which `isLate` hears at once; nobody hears what it answers or throws
 * then.
 */
export async function inTime<T>(
  watch: Watch,
  work: Promise<T>,
  isLate?: () => void,
): Promise<T | typeof LATE> {
  const { promise, resolve } = Promise.withResolvers<typeof LATE>();
  const handler = {
    since: 0,
    late() {
      isLate?.();
      resolve(LATE);
    },
  };
  watch.begin(handler);
  try {
    return await Promise.race([work, promise]);
  } finally {
    watch.end(handler);
  }
}
