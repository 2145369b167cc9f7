/**
 * What concerns the same thing is done one after another, what concerns different things side by side.
 *
 * @module
 */

/** Queues by key, which are there as long as something is in them. */
export interface SerialQueue<Key> {
  /**
   * Runs when everything asked before under this key has ended, well or badly; at once, before this returns, where nothing is under
   * way. What runs and waits for the same key waits for itself.
   */
  run<T>(key: Key, run: () => T | PromiseLike<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** How many keys have something under way. */
  readonly size: number;
}

/**
 * Makes queues with nothing in them.
 *
 * @example
 * ```ts
 * import { serialQueue } from "@n2o/n2o/base";
 *
 * const queue = serialQueue<string>(), done: string[] = [];
 * queue.run("a", async () => done.push(await "slow"));
 * queue.run("a", () => done.push("next"));
 * queue.run("b", () => done.push("beside"));
 * await queue.idle();
 * if (done.join() !== "beside,slow,next" || queue.size !== 0) throw done;
 * ```
 */
export function serialQueue<Key = string>(): SerialQueue<Key> {
  const tails = new Map<Key, Promise<unknown>>();
  return {
    run(key, run) {
      const before = tails.get(key);
      const mine = before === undefined ? begun(run) : before.then(run, run);
      tails.set(key, mine);
      const leave = () => {
        if (tails.get(key) === mine) tails.delete(key);
      };
      mine.then(leave, leave);
      return mine;
    },
    async idle() {
      while (tails.size > 0) await Promise.allSettled(tails.values());
    },
    get size() {
      return tails.size;
    },
  };
}

function begun<T>(run: () => T | PromiseLike<T>): Promise<T> {
  try {
    return Promise.resolve(run());
  } catch (error) {
    return Promise.reject(error);
  }
}
