/**
 * Values as a back end keeps them, and what `sum`, `min` and `max` make of them.
 *
 * @module
 */
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

const CHOOSE = {
  min: (a: bigint, b: bigint): bigint => a < b ? a : b,
  max: (a: bigint, b: bigint): bigint => a > b ? a : b,
  sum: (a: bigint, b: bigint): bigint => BigInt.asUintN(64, a + b),
};

/**
 * The value after the operation; the operand where there was none. Like Deno KV, `sum` also adds
 * numbers to numbers and bigints to bigints.
 *
 * @throws {TypeError} in Deno KV's words where the two do not fit.
 */
export function combine(
  type: "sum" | "min" | "max",
  old: RawValue | undefined,
  operand: RawValue,
): RawValue {
  if (operand.kind === "u64") {
    if (old && old.kind !== "u64") {
      throw new TypeError(
        `Failed to perform '${type}' mutation on a non-U64 value in the database`,
      );
    }
    return old ? { kind: "u64", value: CHOOSE[type](old.value, operand.value) } : operand;
  }
  if (type !== "sum") {
    throw new TypeError(`Failed to perform '${type}' mutation on a non-U64 operand`);
  }
  return sumPlain(old, operand);
}

function sumPlain(old: RawValue | undefined, operand: RawValue): RawValue {
  const added = plain(operand);
  if (added === undefined) throw new TypeError("Some of the parameters are not valid V8 values");
  if (!old) return operand;
  if (old.kind === "u64" && typeof added === "bigint" && added >= 0n && added < 2n ** 64n) {
    return { kind: "u64", value: CHOOSE.sum(old.value, added) };
  }
  const present = plain(old);
  if (typeof present === "number" && typeof added === "number") return v8(present + added);
  if (typeof present === "bigint" && typeof added === "bigint") return v8(present + added);
  throw new TypeError(`Cannot sum ${named(old, present)} with ${named(operand, added)}`);
}

function v8(value: number | bigint): RawValue {
  return { kind: "v8", value: writeValue(value) };
}

function plain(raw: RawValue): number | bigint | undefined {
  const value = raw.kind === "v8" ? readValue(raw.value) : undefined;
  return typeof value === "number" || typeof value === "bigint" ? value : undefined;
}

function named(raw: RawValue, value: number | bigint | undefined): string {
  if (raw.kind === "u64") return "KvU64";
  return typeof value === "bigint"
    ? "BigInt"
    : typeof value === "number"
    ? "Number"
    : "another type";
}
