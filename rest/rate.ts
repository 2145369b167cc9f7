/**
 * Rates: how often somebody may ask, and what the fields RateLimit and RateLimit-Policy say of it (draft-ietf-httpapi-ratelimit-headers-10).
 *
 * @module
 */
import { type Clock, randomId, sha256Sync, systemClock } from "../base/mod.ts";
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

/** Counts what is asked under a name; {@linkcode counter} does in this program, a store that several share may stand behind another. */
export type Counter = (name: string) => Allowance | Promise<Allowance>;

/** How often something may be. */
export interface CounterOptions {
  /** How many times in a window. */
  readonly limit: number;
  /** How many seconds a window has. */
  readonly window: number;
  /** The most names that are counted apart; 10,000 unless told. Those that begin beyond share 1,024 counts, by chance. */
  readonly most?: number;
  /** The time; the system's unless told. */
  readonly clock?: Pick<Clock, "now">;
}

/** How often somebody may ask. */
export interface RateOptions extends CounterOptions {
  /** Who is counted as one, instead of keys, persons and networks. */
  readonly key?: (request: Request, person: Person | undefined) => string;
  /** The network that a request comes from, by which those are counted whom nobody knows; all together unless told. */
  readonly address?: (request: Request) => string | undefined;
  /** Counts in place of this program, for several that share a store: `sharedCounter` of `rest/auth`. */
  readonly counter?: Counter;
}

const MOST = 10_000;
/** Counts that names share for which there is no room. */
const SHARED = 1_024;
/** Those that nothing is known of: no other name is empty. */
const OTHERS = "";

/**
 * Counts names in this program, in windows that begin anew for all at once. However many names come, what is held has a bound: who floods it
 * with names shares few counts with others that are new, and takes nothing from those that were there.
 *
 * @example
 * ```ts
 * import { counter } from "@n2o/n2o/rest";
 *
 * const count = counter({ limit: 2, window: 60, clock: { now: () => 0 } });
 * const left = ["ann", "ann", "bob"].map((name) => count(name));
 * if (JSON.stringify(left.map((each) => "remaining" in each && each.remaining)) !== "[1,0,1]") throw left;
 * ```
 */
export function counter(options: CounterOptions): (name: string) => Allowance {
  const { limit, window, most = MOST, clock = systemClock } = options;
  const counts = new Map<string, number>(), shared = new Uint32Array(SHARED), salt = randomId(8);
  let current = -1;
  const place = (name: string) => {
    const [first = 0, second = 0] = sha256Sync(salt + name);
    return (first << 8 | second) % SHARED;
  };
  return (name) => {
    const now = clock.now() / 1_000, at = Math.floor(now / window);
    if (at !== current) {
      counts.clear();
      shared.fill(0);
      current = at;
    }
    let count = counts.get(name);
    if (count === undefined && counts.size >= most) {
      const found = place(name);
      count = shared[found] = (shared[found] ?? 0) + 1;
    } else counts.set(name, count = (count ?? 0) + 1);
    return { limit, window, remaining: limit - count, reset: Math.ceil((at + 1) * window - now) };
  };
}

/**
 * Counts each key by itself, each person over all their sessions and tokens, and those whom nobody knows by their network, where `address` tells
 * it. Persons have counts of their own: no flood of addresses takes them away.
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
  const known = options.counter ?? counter(options), unknown = options.counter ?? counter(options);
  const key = options.key ?? ((request: Request, person: Person | undefined) => {
    if (person === undefined) {
      const address = options.address?.(request);
      return address === undefined ? OTHERS : `address ${address}`;
    }
    return person.key === undefined ? `person ${person.id}` : `key ${person.key}`;
  });
  return (request, person) => (person === undefined ? unknown : known)(key(request, person));
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
