/**
 * The upkeep of a store, as long as it is open.
 *
 * @module
 */
import { type Clock, consoleLog, type Log, sleep, systemClock } from "../../base/mod.ts";
import { KvsError } from "../error.ts";
import { checkClock, checkFunction, checkKv, optionsOf, signalOf } from "../options.ts";
import type { Kv } from "../kv.ts";
import { sweep } from "../rows/chunk.ts";
import { formatKey } from "../rows/layout.ts";
import { clockOf } from "../store/clock.ts";
import { expire } from "./expire.ts";

/** How a store is kept. */
export interface MaintainOptions {
  /** Milliseconds between the end of a round and the next: 30,000 unless told. */
  readonly every?: number;
  /** What tells the time and wakes up: the clock of the store unless told. */
  readonly clock?: Clock;
  /** Ends it, without an error. */
  readonly signal?: AbortSignal;
  /** Hears of rounds that failed: the console unless told. */
  readonly log?: Log;
}

/**
 * Keeps a store until the signal is aborted or the store is closed: at once and then again and again
 * it takes out what has expired and what feeds do not retain, and removes what crashes have left of large
 * values. A round that fails is logged, and the next tries again. Several may run at once, in several
 * processes. What has expired is so gone within a minute, where one round takes less than half of it.
 *
 * An application that `start`s with a store keeps it; call this where a program has no such
 * application, and `expire` from a cron where nothing may run on.
 *
 * @returns once it has ended; it never rejects but for what it was told wrong
 * @throws {KvsError} `bad_argument`; `config` for a time between rounds that is no positive number of milliseconds
 *
 * @example
 * ```ts
 * import { append, count, openKv } from "@n2o/n2o/kvs";
 * import { maintain } from "@n2o/n2o/kvs/expiry";
 *
 * using kv = await openKv(":memory:");
 * const ending = new AbortController();
 * const kept = maintain(kv, { signal: ending.signal });
 * await append(kv, { id: 1, text: "come at noon" }, "/notes", { expireIn: 3_600_000 });
 * if (await count(kv, "/notes") !== 1) throw new Error("an hour has not passed");
 * ending.abort();
 * await kept;
 * ```
 */
export async function maintain(kv: Kv, options?: MaintainOptions): Promise<void> {
  const how = optionsOf<MaintainOptions>("maintain", options);
  const { every = 30_000, clock, log = consoleLog } = how;
  const signal = signalOf("maintain", how.signal);
  checkKv("maintain", kv);
  if (clock !== undefined) checkClock("maintain", clock, ["now", "setTimeout", "clearTimeout"]);
  checkFunction("maintain", "log", log);
  if (!(typeof every === "number" && every > 0)) {
    throw new KvsError("config", "maintain: give every as a positive number of milliseconds");
  }
  const time = clock ?? clockOf(kv), waking = isClock(time) ? time : systemClock;
  while (!signal?.aborted) {
    try {
      await expire(kv, { clock: time, ...(signal && { signal }) });
      if (!signal?.aborted) await sweep(kv, undefined, time);
    } catch (error) {
      if (await isClosed(kv)) return;
      log("error", "the store could not be kept: it is tried again", { error });
    }
    if (await pause(kv, { every, clock: waking, signal })) return;
  }
}

function isClock(time: Pick<Clock, "now">): time is Clock {
  return "setTimeout" in time && "clearTimeout" in time;
}

interface Pause {
  readonly every: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** Waits for the next round; true where the signal or the end of the store comes before. */
async function pause(kv: Kv, { every, clock, signal }: Pause): Promise<boolean> {
  const ending = new AbortController(), end = () => ending.abort();
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  const unwatch = watchEnd(kv, end);
  await sleep(clock, every, ending.signal).catch(() => {});
  signal?.removeEventListener("abort", end);
  await unwatch();
  return ending.signal.aborted;
}

/** Tells when the store is closed: its watches end then. Answers how to stop that. */
function watchEnd(kv: Kv, end: () => void): () => Promise<void> {
  let reader: ReadableStreamDefaultReader<unknown>, isStopped = false;
  try {
    reader = kv.watch([formatKey]).getReader();
  } catch {
    end(); // it was closed before
    return () => Promise.resolve();
  }
  const following = (async () => {
    while (!(await reader.read()).done);
  })().catch(() => {}).then(async () => {
    if (!isStopped && await isClosed(kv)) end();
  });
  return async () => {
    isStopped = true;
    await reader.cancel().catch(() => {});
    await following;
  };
}

/** A store that fails is not closed. */
async function isClosed(kv: Kv): Promise<boolean> {
  try {
    await kv.get(formatKey);
    return false;
  } catch (error) {
    return KvsError.is(error, "closed") || (error instanceof Error && error.name === "BadResource");
  }
}
