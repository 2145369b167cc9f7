/**
 * A commit being put together: its bytes within all limits, and how it looks on Deno's console.
 *
 * @module
 */
import type {
  RawAnnouncement,
  RawCheck,
  RawCommit,
  RawMessage,
  RawMutation,
  RawValue,
} from "./backend.ts";
import { checkBackoff, checkDelay, checkExpireIn, checkWriteKey, LIMITS } from "./limits.ts";
import { writeValue } from "../value/v8/write.ts";
import { fromRaw, sizeOf, toRaw } from "./value.ts";
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
import { readValue } from "../value/v8/read.ts";
import { encodeKey } from "../value/key.ts";

/** The commit builder of every store but the native one. */
export class Atomic implements KvAtomic {
  readonly #apply: (commit: RawCommit) => Promise<string | undefined>;
  readonly #stamp: symbol;
  readonly #checks: KvCheck[] = [];
  readonly #changes: Change[] = [];
  readonly #messages: Message[] = [];
  readonly #announcements: RawAnnouncement[] = [];

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

  /** Adds what is published when the commit is made: for a store that can do both in one step. */
  announce(announcements: readonly RawAnnouncement[]): void {
    this.#announcements.push(...announcements);
  }

  async commit(): Promise<KvCommitResult | KvCommitError> {
    const commit = encodeCommit(this.#checks, this.#changes, this.#messages, this.#stamp);
    const announcements = this.#announcements;
    const versionstamp = await this.#apply(
      announcements.length === 0 ? commit : { ...commit, announcements },
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

/** What the console gives, to render a part. */
export type Inspect = (value: unknown, options?: unknown) => string;

/** Gives the objects of a class the method that Deno's console asks. */
export function defineInspect<T>(
  prototype: T,
  render: (object: T, inspect: Inspect, options: unknown) => string,
): void {
  Object.defineProperty(prototype, Symbol.for("Deno.privateCustomInspect"), {
    value(this: T, inspect: Inspect, options: unknown): string {
      return render(this, inspect, options);
    },
  });
}

/** The calls that the commit was put together with, a line each. */
function inspectCommit(
  checks: readonly KvCheck[],
  changes: readonly Change[],
  messages: readonly Message[],
  inspect: Inspect,
  options: unknown,
): string {
  const call = (name: string, ...args: readonly unknown[]): string =>
    `  ${name}(${args.map((arg) => inspect(arg, options)).join(", ")})`;
  const lines = [
    ...checks.map((check) => call("check", check)),
    ...changes.map((change) => call(change.type, ...argsOf(change))),
    ...messages.map(({ payload, options }) =>
      call("enqueue", readValue(payload), ...some(options))
    ),
  ];
  return lines.length === 0 ? "AtomicOperation (empty)" : ["AtomicOperation", ...lines].join("\n");
}

function argsOf(change: Change): unknown[] {
  if (change.type === "delete") return [change.key];
  const { key, value, expireIn } = change;
  return [key, fromRaw(value), ...some(expireIn === undefined ? {} : { expireIn })];
}

function some(options: object): object[] {
  return Object.keys(options).length === 0 ? [] : [options];
}

/** A change as it was asked for: its key is encoded, and may be refused, with the commit. */
export type Change =
  | { key: KvKey; type: "delete" }
  | {
    key: KvKey;
    type: "set" | "sum" | "min" | "max";
    value: RawValue;
    expireIn?: number | undefined;
  };

/** A message as it was asked for. */
export interface Message {
  payload: Uint8Array;
  options: KvEnqueueOptions;
}

/** Between attempts to deliver a message that has no schedule of its own: Deno KV's. */
const DEFAULT_BACKOFF: readonly number[] = [100, 1000, 5000, 30_000, 60_000];

/**
 * The bytes of a commit; `stamp` is what stands for its versionstamp at the end of a key.
 *
 * @throws {TypeError} in Deno KV's words for keys, values, versionstamps and numbers of them that
 * it refuses.
 */
function encodeCommit(
  checks: readonly KvCheck[],
  changes: readonly Change[],
  messages: readonly Message[],
  stamp: symbol,
): RawCommit {
  if (checks.length > LIMITS.checks) throw new TypeError(`Too many checks (max ${LIMITS.checks})`);
  if (changes.length + messages.length > LIMITS.mutations) {
    throw new TypeError(`Too many mutations (max ${LIMITS.mutations})`);
  }
  const commit = {
    checks: checks.map(encodeCheck),
    mutations: changes.map((change) => encodeChange(change, stamp)),
    messages: messages.map(encodeMessage),
  };
  checkSizes(commit);
  return commit;
}

function encodeCheck({ key, versionstamp }: KvCheck): RawCheck {
  const known = versionstamp ?? null;
  if (known !== null && !/^[0-9a-f]{20}$/i.test(known)) {
    throw new TypeError("Invalid check", { cause: `versionstamp ${known}` });
  }
  return { key: encodeKey(key), versionstamp: known?.toLowerCase() ?? null };
}

function encodeChange(change: Change, stamp: symbol): RawMutation {
  const { key, type } = change;
  if (type === "delete") return { type, key: encodeKey(key) };
  const { value, expireIn } = change;
  if (type !== "set") return { type, key: encodeKey(key), value };
  if (expireIn !== undefined && expireIn > LIMITS.lastExpiry - Date.now()) {
    throw new TypeError(`Invalid mutation: expireIn is too large: ${expireIn}`);
  }
  return key.length > 0 && key[key.length - 1] === stamp
    ? { type: "stamped", key: encodeKey(key.slice(0, -1)), value, expireIn }
    : { type, key: encodeKey(key), value, expireIn };
}

function encodeMessage({ payload, options }: Message): RawMessage {
  return {
    payload,
    delay: Math.trunc(options.delay ?? 0),
    undelivered: (options.keysIfUndelivered ?? []).map(encodeKey),
    backoff: (options.backoffSchedule ?? DEFAULT_BACKOFF).map(Math.trunc),
  };
}

/** Keys count once as such, and once more with their values. */
function checkSizes({ checks, mutations, messages }: RawCommit): void {
  let total = 0, keys = 0;
  for (const { key } of [...checks, ...mutations]) {
    checkWriteKey(key);
    total += key.length;
  }
  for (const mutation of mutations) {
    if (mutation.type === "delete") continue;
    total += sizeOf(mutation.value) + mutation.key.length;
    keys += mutation.key.length;
  }
  for (const { payload, backoff } of messages) {
    if (payload.length > LIMITS.valueBytes) {
      throw new TypeError(`enqueue payload too large (max ${LIMITS.valueBytes} bytes)`);
    }
    total += payload.length + 4 * backoff.length;
  }
  if (total > LIMITS.commitBytes) {
    throw new TypeError(`Total mutation size too large (max ${LIMITS.commitBytes} bytes)`);
  }
  if (keys > LIMITS.commitKeyBytes) {
    throw new TypeError(`Total key size too large (max ${LIMITS.commitKeyBytes} bytes)`);
  }
}
