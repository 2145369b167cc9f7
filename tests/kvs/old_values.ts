/** Values of every kind, as the application of the old store has put them under `["office", name]`. */
import { KvU64 } from "../../kvs/mod.ts";

/** By name, new with every call. */
export function oldValues(): Record<string, unknown> {
  const circle: { name: string; self?: unknown } = { name: "circle" };
  circle.self = circle;
  // deno-lint-ignore no-sparse-arrays -- it is one
  const sparse = [1, , 3];
  const error = new RangeError("too far", { cause: "the wind" });
  error.stack = "RangeError: too far";
  return {
    null: null,
    undefined: undefined,
    true: true,
    false: false,
    zero: 0,
    "minus zero": -0,
    integer: -2_000_000_000,
    safe: Number.MAX_SAFE_INTEGER,
    double: 1.5e-300,
    NaN: NaN,
    infinity: -Infinity,
    empty: "",
    latin: "crème brûlée",
    text: "їжак 🦔 \ud800",
    bigint: 10n,
    "large bigint": -(2n ** 200n) + 1n,
    date: new Date(Date.UTC(2030, 0, 1)),
    "no date": new Date(NaN),
    regexp: /a+\/b/giu,
    array: [1, "two", [3n, [null]]],
    sparse,
    object: { a: 1, b: { c: undefined, "": [true] }, 7: "seven" },
    map: new Map<unknown, unknown>([["a", new Map([[1, 2]])], [{ b: 1 }, new Set([1n])]]),
    set: new Set<unknown>(["a", 1, null, new Date(0)]),
    bytes: Uint8Array.from({ length: 256 }, (_, byte) => byte),
    "no bytes": new Uint8Array(),
    arrays: {
      f64: new Float64Array([1.5, -0, NaN]),
      i16: new Int16Array([1, -2]),
      u64: new BigUint64Array([2n ** 64n - 1n]),
      clamped: new Uint8ClampedArray([1, 255]),
      view: new DataView(Uint8Array.of(1, 2, 3).buffer, 1, 2),
    },
    buffer: Uint8Array.of(1, 2, 3).buffer,
    error,
    circle,
    boxed: Object("text"),
    "u64 none": new KvU64(0n),
    "u64 most": new KvU64(2n ** 64n - 1n),
  };
}
