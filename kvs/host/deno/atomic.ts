/** The commit builder of native Deno KV, with what our wrapper has to know of it. */
import { defineInspect } from "../../store/atomic.ts";
import type {
  KvAtomic,
  KvCheck,
  KvCommitError,
  KvCommitResult,
  KvEnqueueOptions,
  KvKey,
  KvMutation,
  KvSetOptions,
} from "../../kv.ts";

/** An entry that a commit sets to expire. */
export interface Expiring {
  readonly key: KvKey;
  readonly expireIn: number;
}

/** What a commit reads, and what it lets expire. */
export interface CommitFacts {
  /** The keys of checks and sums. */
  readonly reads: readonly KvKey[];
  readonly expiring: readonly Expiring[];
}

/** Passes everything on to the native builder, and commits through the wrapper. */
export class DenoAtomic implements KvAtomic {
  readonly #native: KvAtomic;
  readonly #commit: (
    native: KvAtomic,
    facts: CommitFacts,
  ) => Promise<KvCommitResult | KvCommitError>;
  readonly #reads: KvKey[] = [];
  readonly #expiring: Expiring[] = [];

  static {
    // as the native one looks
    defineInspect<DenoAtomic>(
      this.prototype,
      (atomic, inspect, options) => inspect(atomic.#native, options),
    );
  }

  constructor(
    native: KvAtomic,
    commit: (
      native: KvAtomic,
      facts: CommitFacts,
    ) => Promise<KvCommitResult | KvCommitError>,
  ) {
    this.#native = native;
    this.#commit = commit;
  }

  check(...checks: KvCheck[]): this {
    this.#native.check(...checks);
    for (const { key } of checks) this.#reads.push(key);
    return this;
  }

  mutate(...mutations: KvMutation[]): this {
    this.#native.mutate(...mutations);
    for (const mutation of mutations) {
      if (mutation.type === "set") this.#expires(mutation.key, mutation.expireIn);
      else if (mutation.type !== "delete") this.#reads.push(mutation.key);
    }
    return this;
  }

  sum(key: KvKey, n: bigint): this {
    this.#native.sum(key, n);
    this.#reads.push(key);
    return this;
  }

  min(key: KvKey, n: bigint): this {
    this.#native.min(key, n);
    this.#reads.push(key);
    return this;
  }

  max(key: KvKey, n: bigint): this {
    this.#native.max(key, n);
    this.#reads.push(key);
    return this;
  }

  set(key: KvKey, value: unknown, options?: KvSetOptions): this {
    this.#native.set(key, value, options);
    this.#expires(key, options?.expireIn);
    return this;
  }

  delete(key: KvKey): this {
    this.#native.delete(key);
    return this;
  }

  enqueue(value: unknown, options?: KvEnqueueOptions): this {
    this.#native.enqueue(value, options);
    return this;
  }

  commit(): Promise<KvCommitResult | KvCommitError> {
    return this.#commit(this.#native, { reads: this.#reads, expiring: this.#expiring });
  }

  /** So that an `await` without `commit()` is noticed. */
  then(): never {
    throw new TypeError(
      "'Deno.AtomicOperation' is not a promise: did you forget to call 'commit()'",
    );
  }

  #expires(key: KvKey, expireIn: number | undefined): void {
    if (typeof expireIn === "number") this.#expiring.push({ key, expireIn });
  }
}
