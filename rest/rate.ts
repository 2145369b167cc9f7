/**
 * Rates: how often somebody may ask, and what the fields RateLimit and RateLimit-Policy say of it (draft-ietf-httpapi-ratelimit-headers-10).
 *
 * @module
 */
import { type Clock, systemClock } from "../base/mod.ts";
import { RestError } from "./error.ts";
import type { Person } from "./who.ts";

/** What is left to somebody who asks. */
export interface Allowance {
  /** How many requests a window has. */
  readonly limit: number;
  /** How many seconds a window has. */
  readonly window: number;
  /** How many are left in it, this one taken off; negative where it was one too many. */
  readonly remaining: number;
  /** In how many seconds the next window begins. */
  readonly reset: number;
}

/** Counts a request of somebody; a store that several programs share may stand behind it. */
export type Rate = (request: Request, person: Person | undefined) => Allowance | Promise<Allowance>;

/** How often. */
export interface RateOptions {
  /** How many requests in a window. */
  readonly limit: number;
  /** How many seconds a window has. */
  readonly window: number;
  /** Who is counted as one; persons by their id, all others together unless told. */
  readonly key?: (request: Request, person: Person | undefined) => string;
  /** The most that are counted apart; 10,000 unless told. Those that begin beyond are counted together. */
  readonly most?: number;
  /** The time; the system's unless told. */
  readonly clock?: Pick<Clock, "now">;
}

const MOST = 10_000;
/** Those that nothing is known of, and those that there is no room for: no id of a person is empty. */
const OTHERS = "";

/**
 * Counts in this program, in windows that begin anew for all at once.
 *
 * @example
 * ```ts
 * import { rate } from "@n2o/n2o/rest";
 *
 * const count = rate({ limit: 2, window: 60, clock: { now: () => 0 } });
 * const request = new Request("https://example.com/rest/users");
 * const left = [1, 2, 3].map(() => count(request, undefined));
 * if (JSON.stringify(left.map((each) => "remaining" in each && each.remaining)) !== "[1,0,-1]") throw left;
 * ```
 */
export function rate(options: RateOptions): Rate {
  const { limit, window, most = MOST, clock = systemClock } = options;
  const key = options.key ?? ((_: Request, person: Person | undefined) => person?.id ?? OTHERS);
  const counts = new Map<string, number>();
  let current = -1;
  return (request, person) => {
    const now = clock.now() / 1_000, at = Math.floor(now / window);
    if (at !== current) {
      counts.clear();
      current = at;
    }
    const asked = key(request, person),
      known = counts.has(asked) || counts.size < most ? asked : OTHERS;
    const count = (counts.get(known) ?? 0) + 1;
    counts.set(known, count);
    return { limit, window, remaining: limit - count, reset: Math.ceil((at + 1) * window - now) };
  };
}

/** The fields that tell an allowance. */
export function rateHeaders(
  { limit, window, remaining, reset }: Allowance,
): Record<string, string> {
  return {
    "ratelimit-policy": `"default";q=${limit};w=${window}`,
    ratelimit: `"default";r=${Math.max(0, remaining)};t=${reset}`,
  };
}

/**
 * Lets a request pass that is within the rate.
 *
 * @throws {RestError} `limited` with `Retry-After`
 */
export function withinRate(allowance: Allowance): void {
  if (allowance.remaining >= 0) return;
  throw new RestError("limited", `too many requests: ask again in ${allowance.reset} s`, {
    headers: { ...rateHeaders(allowance), "retry-after": String(allowance.reset) },
  });
}
