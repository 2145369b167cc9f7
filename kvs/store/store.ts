/** A `Kv` over a back end: all of it that is the same for every host. */
import { consoleLog, type Log } from "../../base/mod.ts";
import { Atomic } from "./atomic.ts";
import type { KvBackend, RawDelivery, RawEntry } from "./backend.ts";
import { toBinary } from "../value/bytes.ts";
import { checkReadKey, LIMITS } from "./limits.ts";
import { ListIterator } from "./list.ts";
import { readValue } from "../value/v8/read.ts";
import { fromRaw } from "./value.ts";
import { watchStream } from "./watch.ts";
import { KvsError } from "../error.ts";
import { decodeKey, encodeKey } from "../value/key.ts";
import type {
  Kv,
  KvAtomic,
  KvCommitResult,
  KvConsistencyLevel,
  KvEnqueueOptions,
  KvEntry,
  KvEntryMaybe,
  KvKey,
  KvListIterator,
  KvListOptions,
  KvListSelector,
  KvReadOptions,
  KvSetOptions,
} from "../kv.ts";

const STAMP: unique symbol = Symbol("KvCommitVersionstamp");

type Entries<T extends readonly unknown[]> = { [K in keyof T]: KvEntryMaybe<T[K]> };

/** A store over a back end. */
export class Store implements Kv {
  readonly #backend: KvBackend;
  readonly #log: Log;
  readonly #ends = new Set<() => void>();
  #closed = false;

  /** `log` hears of messages whose handler threw: they are delivered again as their schedule says. */
  constructor(backend: KvBackend, log: Log = consoleLog) {
    this.#backend = backend;
    this.#log = log;
  }

  async get<T = unknown>(key: KvKey, options?: KvReadOptions): Promise<KvEntryMaybe<T>> {
    const [entry] = await this.#getMany([key], options);
    // the one place, with getMany and list, where the caller's word for the type is taken
    return entry as KvEntryMaybe<T>;
  }

  async getMany<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: KvKey }],
    options?: KvReadOptions,
  ): Promise<Entries<T>> {
    return await this.#getMany(keys, options) as Entries<T>;
  }

  async #getMany(
    keys: readonly KvKey[],
    options?: KvReadOptions,
  ): Promise<KvEntryMaybe<unknown>[]> {
    this.#alive();
    if (keys.length > LIMITS.getManyKeys) {
      throw new TypeError(`Too many ranges (max ${LIMITS.getManyKeys})`);
    }
    const encoded = keys.map(encodeToRead);
    const entries = await this.#backend.get(encoded, consistencyOf(options));
    return keys.map((key, i) => {
      const entry = entries[i];
      return entry ? decodeEntry(entry) : { key, value: null, versionstamp: null };
    });
  }

  async set(key: KvKey, value: unknown, options?: KvSetOptions): Promise<KvCommitResult> {
    return await applied(this.atomic().set(key, value, options));
  }

  async delete(key: KvKey): Promise<void> {
    await applied(this.atomic().delete(key));
  }

  list<T = unknown>(selector: KvListSelector, options: KvListOptions = {}): KvListIterator<T> {
    const consistency = consistencyOf(options);
    return new ListIterator<T>(
      selector,
      options,
      async (range) => {
        this.#alive();
        return await this.#backend.list(range, consistency);
      },
      (entry) => decodeEntry(entry) as KvEntry<T>,
    );
  }

  async enqueue(value: unknown, options?: KvEnqueueOptions): Promise<KvCommitResult> {
    return await applied(this.atomic().enqueue(value, options));
  }

  async listenQueue(handler: (value: unknown) => Promise<void> | void): Promise<void> {
    if (this.#closed) throw new Error("Queue already closed");
    // As natively, closing ends the listening and leaves the handlers that run to themselves.
    for (;;) {
      const delivery = await this.#backend.dequeue();
      if (!delivery) return;
      this.#deliver(delivery, handler).catch((error) => {
        if (!this.#closed) this.#failed(error);
      });
    }
  }

  async #deliver(
    delivery: RawDelivery,
    handler: (value: unknown) => Promise<void> | void,
  ): Promise<void> {
    let success = false;
    try {
      await handler(readValue(delivery.payload));
      success = true;
    } catch (error) {
      this.#failed(error);
    }
    await delivery.finish(success);
  }

  #failed(error: unknown): void {
    this.#log("error", "Exception in queue handler", { error });
  }

  atomic(): KvAtomic {
    return new Atomic(STAMP, async (commit) => {
      this.#alive();
      return await this.#backend.commit(commit);
    });
  }

  watch<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: KvKey }],
    options?: { raw?: boolean },
  ): ReadableStream<Entries<T>> {
    this.#alive();
    const watched: readonly KvKey[] = keys;
    if (watched.length > LIMITS.watchedKeys) {
      throw new TypeError(`Too many keys (max ${LIMITS.watchedKeys})`);
    }
    const encoded = watched.map(encodeToRead);
    const stream = watchStream({
      read: () => this.#getMany(watched),
      subscribe: (notify, end) => {
        if (watched.length === 0) end(); // nothing can change, as natively
        this.#ends.add(end);
        const unsubscribe = this.#backend.subscribe(encoded, () => notify(true));
        return () => {
          this.#ends.delete(end);
          unsubscribe();
        };
      },
    }, options?.raw ?? false);
    return stream as ReadableStream<unknown> as ReadableStream<Entries<T>>;
  }

  commitVersionstamp(): symbol {
    return STAMP;
  }

  close(): void {
    this.#alive();
    this.#closed = true;
    for (const end of this.#ends) end();
    this.#backend.close();
  }

  [Symbol.dispose](): void {
    if (!this.#closed) this.close();
  }

  #alive(): void {
    if (this.#closed) throw closedError();
  }
}

interface Host {
  Deno?: { errors?: { BadResource?: new (message: string) => Error } };
}

/**
 * Deno's own error where there is one, so that what tells it apart natively tells it apart here.
 */
function closedError(): Error {
  const BadResource = (globalThis as Host).Deno?.errors?.BadResource;
  return BadResource
    ? new BadResource("Bad resource ID")
    : new KvsError("closed", "Bad resource ID: the store is closed");
}

function encodeToRead(key: KvKey): Uint8Array {
  const encoded = encodeKey(key);
  checkReadKey(encoded.length + 1); // one key is read as the range to its successor, as natively
  return encoded;
}

function consistencyOf(options: KvReadOptions | undefined): KvConsistencyLevel {
  const consistency = options?.consistency ?? "strong";
  if (consistency !== "strong" && consistency !== "eventual") {
    throw new TypeError(`unknown variant \`${consistency}\`, expected \`strong\` or \`eventual\``);
  }
  return consistency;
}

function decodeEntry(entry: RawEntry): KvEntry<unknown> {
  const key = decodeKey(entry.key);
  try {
    return { key, value: fromRaw(entry.value), versionstamp: entry.versionstamp };
  } catch (cause) {
    throw new KvsError(
      "corrupt",
      `the entry of ${describe(key, entry)} is corrupt: delete or restore it`,
      {
        cause,
      },
    );
  }
}

function describe(key: KvKey, entry: RawEntry): string {
  const plain = key.every((part) => typeof part === "string" || typeof part === "number");
  return plain ? JSON.stringify(key) : `key ${JSON.stringify(toBinary(entry.key))}`;
}

/** A commit without checks always applies. */
async function applied(atomic: KvAtomic): Promise<KvCommitResult> {
  const result = await atomic.commit();
  if (!result.ok) throw new TypeError("Failed to set value");
  return result;
}
