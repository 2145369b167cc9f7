/**
 * Counts that several programs share: those of rates, over a store.
 *
 * @module
 */
import { serialQueue, sha256Sync, systemClock, toHex } from "../../base/mod.ts";
import type { Kv, KvKey } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import type { Allowance, Counter, CounterOptions } from "../rate.ts";

/** How often something may be, over all programs on a store. */
export interface SharedCounterOptions extends CounterOptions {
  /** What is counted: counters of one name on one store are one. */
  readonly name: string;
  /** How many are taken from the store at once; a twentieth of the limit unless told. */
  readonly share?: number;
}

const MOST = 10_000, SHARES = 20;
/** How often a share is asked for where others come first. */
const TRIES = 100;
/** How long a window is kept when it is over, in milliseconds: clocks of programs differ. */
const SLACK = 60_000;

/** What this program has of a name in the current window. */
interface Share {
  /** How many it may still let pass by itself. */
  left: number;
  /** How many all programs have taken, as it heard last. */
  taken: number;
}

/**
 * Counts names over all programs on a store: never more than the limit pass, whichever of them is asked. Each takes a share at a time, so that
 * a name costs one commit for each twentieth of its limit, and nothing once the limit is reached; what a program has taken and does not use is
 * nobody's until the window ends. Windows begin by the clocks of the programs.
 *
 * @throws {RestError} `config` for a limit, a window or a share that is no positive integer
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { rate, rest } from "@n2o/n2o/rest";
 * import { sharedCounter } from "@n2o/n2o/rest/auth";
 *
 * using kv = memoryKv();
 * const count = sharedCounter(kv, { name: "api", limit: 2, window: 60, clock: { now: () => 0 } });
 * const left = [await count("ann"), await count("ann"), await count("ann")];
 * if (left.map(({ remaining }) => remaining).join() !== "1,0,-1") throw left;
 * rest({ operations: [], rate: rate({ limit: 2, window: 60, counter: count }) });
 * ```
 */
export function sharedCounter(kv: Kv, options: SharedCounterOptions): Counter {
  const { name: what, limit, window, most = MOST, clock = systemClock } = options;
  const { share = Math.max(1, Math.floor(limit / SHARES)) } = options;
  for (const [key, value] of Object.entries({ limit, window, share, most })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RestError("config", `${key}: a counter takes positive integers`);
    }
  }
  const shares = new Map<string, Share>(), queue = serialQueue<string>();
  let current = -1;

  /** Shares of the window that is now; those of another are worth nothing. */
  function windowNow(): { readonly at: number; readonly reset: number } {
    const now = clock.now() / 1_000, at = Math.floor(now / window);
    if (at !== current) {
      shares.clear();
      current = at;
    }
    return { at, reset: Math.ceil((at + 1) * window - now) };
  }

  function passed({ left, taken }: Share, reset: number): Allowance {
    return { limit, window, remaining: Math.max(0, limit - taken) + left, reset };
  }

  /** Lets one pass that there is a share for, or says that there is none to be had; undefined where the store is to be asked. */
  function known(name: string, reset: number): Allowance | undefined {
    const found = shares.get(name);
    if (found === undefined) return undefined;
    if (found.left > 0) {
      found.left--;
      return passed(found, reset);
    }
    return found.taken >= limit ? { limit, window, remaining: -1, reset } : undefined;
  }

  return (name) => {
    const { reset } = windowNow(), found = known(name, reset);
    if (found !== undefined) return found;
    return queue.run(name, async () => {
      // Whoever waited in front may have brought a share, and the window may be another.
      const { at, reset } = windowNow(), found = known(name, reset);
      if (found !== undefined) return found;
      const key = ["n2o", "rest", "rate", what, toHex(sha256Sync(name)), at];
      const wanted = shares.size < most || shares.has(name) ? share : 1;
      const got = await taken(kv, key, { limit, wanted, keep: reset * 1_000 + SLACK });
      const own = { left: got.granted - 1, taken: got.taken };
      if (at === current && (shares.has(name) || shares.size < most)) {
        shares.set(name, { ...own, left: Math.max(0, own.left) });
      }
      return got.granted === 0 ? { limit, window, remaining: -1, reset } : passed(own, reset);
    });
  };
}

/** Takes so many of what a window has left, or those that there are. */
async function taken(
  kv: Kv,
  key: KvKey,
  { limit, wanted, keep }: {
    readonly limit: number;
    readonly wanted: number;
    readonly keep: number;
  },
): Promise<{ readonly granted: number; readonly taken: number }> {
  for (let n = 0; n < TRIES; n++) {
    const { value, versionstamp } = await kv.get<number>(key), before = value ?? 0;
    const granted = Math.min(wanted, Math.max(0, limit - before)), taken = before + granted;
    if (granted === 0) return { granted, taken };
    const done = await kv.atomic().check({ key, versionstamp })
      .set(key, taken, { expireIn: keep }).commit();
    if (done.ok) return { granted, taken };
  }
  throw new RestError("limited", "too many ask at once: ask again in a second", {
    headers: { "retry-after": "1" },
  });
}
