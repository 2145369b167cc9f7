/**
 * Values as JSON, without loss.
 *
 * What JSON can say stands as it is. For dates, maps, bytes and the like superjson adds a `meta` that restores them.
 * superjson loses some things silently (holes of arrays, -0 and NaN in typed arrays, the class of an error, buffers)
 * and refuses others, so its answer is believed only where the value that it restores has the very bytes that a store
 * would keep; all else stands as those bytes.
 *
 * @module
 */
import { equalBytes, fromBase64, toBase64 } from "../../base/mod.ts";
import { isU64, KvU64 } from "../../kvs/mod.ts";
import { readValue, writeValue } from "../../kvs/tool.ts";
import { SuperJSON } from "../deps.ts";

/** A value as JSON: one of the three. */
export interface ValueText {
  /** The value, to be restored by `meta` where that is there. */
  readonly value?: unknown;
  /** The types that superjson restores; absent where JSON says all. */
  readonly meta?: unknown;
  /** A `KvU64`, in decimal. */
  readonly u64?: string;
  /** The serialised value (V8's structured clone), in base64. */
  readonly v8?: string;
}

const superjson = new SuperJSON();
superjson.registerCustom<Uint8Array, string>({
  isApplicable: (value): value is Uint8Array => value instanceof Uint8Array,
  serialize: (bytes) => toBase64(bytes),
  deserialize: (text) => fromBase64(text),
}, "bytes");

/** A value that a store gave, as JSON. */
export function toText(value: unknown): ValueText {
  if (isU64(value)) return { u64: String(value.value) };
  if (isJson(value, new Set())) return { value };
  return bySuperjson(value) ?? { v8: toBase64(writeValue(value)) };
}

/**
 * The value of {@linkcode toText}.
 *
 * @throws {Error} for what is none of the three, or is malformed
 */
export function fromText({ value, meta, u64, v8 }: ValueText): unknown {
  if (u64 !== undefined) {
    if (typeof u64 !== "string" || !/^\d+$/.test(u64)) throw new Error('"u64" must be digits');
    return new KvU64(BigInt(u64));
  }
  if (v8 !== undefined) {
    if (typeof v8 !== "string") throw new Error('"v8" must be base64');
    return readValue(fromBase64(v8));
  }
  if (meta === undefined) return value;
  return superjson.deserialize({ json: value, meta } as Restorable); // as: it checks them
}

type Restorable = Parameters<typeof superjson.deserialize>[0];

function bySuperjson(value: unknown): ValueText | undefined {
  try {
    const { json, meta } = superjson.serialize(value);
    const text: ValueText = { value: json, ...(meta !== undefined && { meta }) };
    const restored = fromText(JSON.parse(JSON.stringify(text)));
    return equalBytes(writeValue(restored), writeValue(value)) ? text : undefined;
  } catch {
    return undefined; // it refuses some values
  }
}

/** True for what JSON gives back the same: no object is there twice, no number is special, no array has holes. */
function isJson(value: unknown, seen: Set<object>): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || value === null) {
    return value === null || typeof value === "string" || typeof value === "boolean";
  }
  if (seen.has(value)) return false;
  seen.add(value);
  const keys = Object.keys(value);
  if (Array.isArray(value)) {
    return keys.length === value.length && value.every((item) => isJson(item, seen));
  }
  return Object.getPrototypeOf(value) === Object.prototype &&
    keys.every((key) => key !== "__proto__" && isJson(Reflect.get(value, key), seen));
}
