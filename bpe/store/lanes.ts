/**
 * Lanes: what concerns one instance is done one after another in this process.
 *
 * @module
 */

/** A lane for each name. */
export interface Lanes {
  /** Runs when everything asked before under this name has ended. */
  enter<T>(name: string, run: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
  /** How many names have something under way. */
  readonly size: number;
}

/** Lanes with nobody in them. */
export function lanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    enter(name, run) {
      const before = tails.get(name);
      const now = before === undefined ? run() : before.then(run, run);
      tails.set(name, now);
      const leave = () => {
        if (tails.get(name) === now) tails.delete(name);
      };
      now.then(leave, leave);
      return now;
    },
    async idle() {
      while (tails.size > 0) await Promise.allSettled(tails.values());
    },
    get size() {
      return tails.size;
    },
  };
}
