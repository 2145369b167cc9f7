/** A commit in bytes, within all limits. */
import type { RawCheck, RawCommit, RawMessage, RawMutation, RawValue } from "./backend.ts";
import { checkWriteKey, LIMITS } from "./limits.ts";
import { sizeOf } from "./value.ts";
import { encodeKey } from "../value/key.ts";
import type { KvCheck, KvEnqueueOptions, KvKey } from "../kv.ts";

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
export function encodeCommit(
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
