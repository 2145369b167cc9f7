/**
 * Waiting for entries of a group.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { named } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import type { GroupName } from "./group.ts";
import type { Kv } from "../kv.ts";
import { claimKey, countKey } from "../rows/layout.ts";

/** Wakes those who wait for entries, when some are appended or given back. */
export class Bell {
  readonly #kv: Kv;
  readonly #group: GroupName;
  readonly #waiting = new Set<() => void>();
  #listeners = 0;
  #watch: ReadableStreamDefaultReader<unknown> | undefined;
  #failure: unknown;
  /** How often it has rung. */
  heard = 0;

  constructor(kv: Kv, group: GroupName) {
    [this.#kv, this.#group] = [kv, group];
  }

  ring(): void {
    this.heard++;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Watches the store until those who listen are done. It rings for the state as it is, too: what came before the watch is found then. */
  listen(): AsyncDisposable {
    this.#listeners++;
    if (this.#watch === undefined) void this.#follow();
    return {
      [Symbol.asyncDispose]: async () => {
        if (--this.#listeners > 0) return;
        const watch = this.#watch;
        this.#watch = this.#failure = undefined;
        await watch?.cancel().catch(() => {}); // it has ended
      },
    };
  }

  async #follow(): Promise<void> {
    const { path, name, where } = this.#group;
    let watch: ReadableStreamDefaultReader<unknown> | undefined;
    try {
      watch = this.#watch = this.#kv.watch([countKey(path), claimKey(path, name)]).getReader();
      while (!(await watch.read()).done) this.ring();
      throw new KvsError("closed", `${where}: the store is closed`);
    } catch (error) {
      if (this.#watch !== watch) return; // it was to end
      this.#failure = named(where, error);
      this.ring();
    }
  }

  /**
   * Waits for the next ring after that which was heard, at most so long.
   *
   * @throws {KvsError} `closed`, `store` where the store does not tell any more
   */
  async wait(
    heard: number,
    { ms, clock, signal }: {
      readonly ms: number;
      readonly clock: Clock;
      readonly signal: AbortSignal | undefined;
    },
  ): Promise<void> {
    if (this.#failure === undefined && this.heard === heard && !signal?.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve(), timer = clock.setTimeout(wake, ms);
      signal?.addEventListener("abort", wake);
      this.#waiting.add(wake);
      await promise;
      this.#waiting.delete(wake);
      signal?.removeEventListener("abort", wake);
      clock.clearTimeout(timer);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }
}
