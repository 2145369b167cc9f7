/** A commit being put together. */
import type { RawCommit } from "./backend.ts";
import { type Change, encodeCommit, type Message } from "./encode.ts";
import { defineInspect, inspectCommit } from "./inspect.ts";
import { checkBackoff, checkDelay, checkExpireIn } from "./limits.ts";
import { writeValue } from "../value/v8/write.ts";
import { toRaw } from "./value.ts";
import type {
  KvAtomic,
  KvCheck,
  KvCommitError,
  KvCommitResult,
  KvEnqueueOptions,
  KvKey,
  KvMutation,
  KvSetOptions,
} from "../kv.ts";
import { KvU64 } from "./kvu64.ts";

/** The commit builder of every store but the native one. */
export class Atomic implements KvAtomic {
  readonly #apply: (commit: RawCommit) => Promise<string | undefined>;
  readonly #stamp: symbol;
  readonly #checks: KvCheck[] = [];
  readonly #changes: Change[] = [];
  readonly #messages: Message[] = [];

  static {
    defineInspect<Atomic>(
      this.prototype,
      (atomic, inspect, options) =>
        inspectCommit(atomic.#checks, atomic.#changes, atomic.#messages, inspect, options),
    );
  }

  /** `stamp` is what stands for the commit's versionstamp, `apply` what applies the commit. */
  constructor(stamp: symbol, apply: (commit: RawCommit) => Promise<string | undefined>) {
    this.#stamp = stamp;
    this.#apply = apply;
  }

  check(...checks: KvCheck[]): this {
    for (const { key, versionstamp } of checks) this.#checks.push({ key, versionstamp });
    return this;
  }

  mutate(...mutations: KvMutation[]): this {
    for (const mutation of mutations) this.#changes.push(changeOf(mutation));
    return this;
  }

  sum(key: KvKey, n: bigint): this {
    return this.mutate({ key, type: "sum", value: new KvU64(n) });
  }

  min(key: KvKey, n: bigint): this {
    return this.mutate({ key, type: "min", value: new KvU64(n) });
  }

  max(key: KvKey, n: bigint): this {
    return this.mutate({ key, type: "max", value: new KvU64(n) });
  }

  set(key: KvKey, value: unknown, options?: KvSetOptions): this {
    checkExpireIn(options?.expireIn);
    this.#changes.push({ key, type: "set", value: toRaw(value), expireIn: options?.expireIn });
    return this;
  }

  delete(key: KvKey): this {
    this.#changes.push({ key, type: "delete" });
    return this;
  }

  enqueue(value: unknown, options: KvEnqueueOptions = {}): this {
    if (options.delay !== undefined) checkDelay(options.delay);
    if (options.backoffSchedule !== undefined) checkBackoff(options.backoffSchedule);
    // in the queue, bytes are serialised like every other value
    this.#messages.push({ payload: writeValue(value), options });
    return this;
  }

  async commit(): Promise<KvCommitResult | KvCommitError> {
    const versionstamp = await this.#apply(
      encodeCommit(this.#checks, this.#changes, this.#messages, this.#stamp),
    );
    return versionstamp === undefined ? { ok: false } : { ok: true, versionstamp };
  }

  /** So that an `await` without `commit()` is noticed. */
  then(): never {
    throw new TypeError(
      "'Deno.AtomicOperation' is not a promise: did you forget to call 'commit()'",
    );
  }
}

function changeOf(mutation: KvMutation): Change {
  const { key, type } = mutation;
  if (type === "delete") {
    if (Reflect.get(mutation, "value")) throw new TypeError("Invalid mutation 'delete' with value");
    return { key, type };
  }
  if (type !== "set" && type !== "sum" && type !== "min" && type !== "max") {
    throw new TypeError("Invalid mutation type");
  }
  const expireIn = type === "set" ? mutation.expireIn ?? undefined : undefined;
  checkExpireIn(expireIn);
  if (!Object.hasOwn(mutation, "value")) {
    throw new TypeError(`Invalid mutation '${type}' without value`);
  }
  return { key, type, value: toRaw(mutation.value), expireIn };
}
