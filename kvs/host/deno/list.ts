/**
 * The list of native Deno KV, tried again while the database is locked, without what has expired.
 */
import { batchSizeOf } from "../../store/list.ts";
import type { KvEntry, KvListIterator, KvListOptions } from "../../kv.ts";

/** What the iterator needs of the wrapper. */
export interface DenoListOptions {
  readonly retry: <T>(run: () => Promise<T>) => Promise<T>;
  readonly isPast: (entry: KvEntry<unknown>) => boolean;
}

/**
 * The options for the native list: the limit is counted here, because an expired entry does not
 * count.
 */
export function nativeListOptions(options: KvListOptions): KvListOptions {
  const { limit: _, ...rest } = options;
  return { ...rest, batchSize: batchSizeOf(options) };
}

/** Entries of a native iterator that have not expired. */
export class DenoListIterator<T> implements KvListIterator<T> {
  readonly #native: KvListIterator<T>;
  readonly #limit: number;
  readonly #options: DenoListOptions;
  #count = 0;

  constructor(native: KvListIterator<T>, limit: number, options: DenoListOptions) {
    this.#native = native;
    this.#limit = limit;
    this.#options = options;
  }

  get cursor(): string {
    return this.#native.cursor;
  }

  async next(): Promise<IteratorResult<KvEntry<T>, undefined>> {
    if (this.#count >= this.#limit) return { done: true, value: undefined };
    while (true) {
      // a native iterator that failed is where it was before
      const result = await this.#options.retry(() => this.#native.next());
      if (result.done) return { done: true, value: undefined };
      if (this.#options.isPast(result.value)) continue;
      this.#count++;
      return result;
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
