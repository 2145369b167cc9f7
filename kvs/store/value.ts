/** Values as a back end keeps them. */
import type { RawValue } from "./backend.ts";
import { LIMITS } from "./limits.ts";
import { isU64, KvU64 } from "./kvu64.ts";
import { fixedBytes, isBytes } from "../value/builtin.ts";
import { readValue } from "../value/v8/read.ts";
import { writeValue } from "../value/v8/write.ts";

/** A value to store, taken as it is now: later changes of the object do not reach it. */
export function toRaw(value: unknown): RawValue {
  if (isBytes(value)) return { kind: "bytes", value: new Uint8Array(fixedBytes(value)) };
  if (isU64(value)) return { kind: "u64", value: new KvU64(value.value).value };
  return { kind: "v8", value: writeValue(value) };
}

/** A stored value, new with every call. */
export function fromRaw(raw: RawValue): unknown {
  if (raw.kind === "v8") return readValue(raw.value);
  return raw.kind === "u64" ? new KvU64(raw.value) : new Uint8Array(raw.value);
}

/**
 * How many bytes a value counts; throws a TypeError, in Deno KV's words, where they are too many.
 */
export function sizeOf(raw: RawValue): number {
  if (raw.kind === "u64") return 8;
  if (raw.value.length > LIMITS.valueBytes) {
    throw new TypeError(`Value too large (max ${LIMITS.valueBytes} bytes)`);
  }
  return raw.value.length;
}
