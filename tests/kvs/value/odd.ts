/**
 * Values of every kind that structured clone takes, and how to make more of them.
 *
 * @module
 */
import type { Random } from "../../_support/random.ts";

/** Values by name, the same with every call but not the same objects. */
export function oddValues(): readonly (readonly [string, unknown])[] {
  const shared = { name: "shared" };
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
  return [
    ...plainValues(),
    ["map", new Map<unknown, unknown>([["a", 1], [{ k: 1 }, new Map()]])],
    ["set", new Set([1, "a", null])],
    ["a buffer and whole views of it", [buffer, new Uint8Array(buffer), new DataView(buffer)]],
    ["the same object twice", [shared, shared]],
    ["a cycle", cycle],
    ["a cycle through a map", new Map([[cycle, cycle]])],
    ["class instance", new Point(3, 4)],
    ["class instances that share", [new Point(1, 2), shared, shared]],
    ["class instance with a tag", new Tagged()],
    ["subclasses", [new Names(["a"]), new Sorted([["a", 1]]), new List(1, 2)]],
    ["errors", [new Error("e"), new RangeError("r", { cause: { why: 1 } }), new TypeError()]],
    ["an error of another class", new AggregateError([1], "a")],
    ["object without a prototype", Object.assign(Object.create(null), { a: 1 })],
    [
      "objects that only have a prototype",
      [Map, Date, RegExp, Set, Error, ArrayBuffer].map((kind) => Object.create(kind.prototype)),
    ],
  ];
}

function plainValues(): readonly (readonly [string, unknown])[] {
  return [
    ["undefined", undefined],
    ["null", null],
    ["booleans", [true, false]],
    ["integers", [0, 1, -1, 127, -64, 300, 2 ** 30, -(2 ** 30), 2 ** 31 - 1, -(2 ** 31)]],
    ["doubles", [1.5, -0, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 53, 1e300]],
    ["bigints", [0n, 1n, -1n, 255n, 1n << 64n, -(1n << 64n), (1n << 128n) - 1n]],
    ["text", ["grüße", "Київ", "a€", "", "😀", "\ud800", "€".repeat(900), "x".repeat(900)]],
    ["object", { b: 1, a: { nested: [1, { x: null }] } }],
    ["index keys", { 10: "ten", 2: "two", x: 1, "-1": 0, "4294967295": 1, "01": 2 }],
    ["__proto__ as a name", JSON.parse('{"__proto__":{"polluted":true}}')],
    ["array", [1, "a", [], {}]],
    // deno-lint-ignore no-sparse-arrays -- holes are what it is about
    ["sparse arrays", [[1, , 3], [, ,], Object.assign([], { length: 5000, 4000: 1 })]],
    ["arrays with names", [Object.assign([1, 2], { extra: "x".repeat(99) }), /b/.exec("abc")]],
    ["dates", [new Date(86_400_000), new Date(-1)]],
    ["invalid date", new Date(NaN)],
    ["regexps", [/a\/b/gi, /x/dmsuy, /[a]/v]],
    ["boxed", [Object(1), Object("s"), Object(true), Object(false), Object(5n)]],
    ["every view", VIEWS.map((kind) => new kind(new ArrayBuffer(16)))],
    ["hidden and inherited names", Object.create({ inherited: 1 }, { hidden: { value: 1 } })],
  ];
}

/** A value of depth `depth` at most. */
export function someValue(seeded: Random, depth: number): unknown {
  const some = () => someValue(seeded, depth - 1);
  const list = () => Array.from({ length: seeded.below(4) }, some);
  switch (seeded.below(depth > 0 ? 11 : 6)) {
    case 0:
      return seeded.pick([0, -1, 1.25, 2 ** 40, NaN]);
    case 1:
      return seeded.pick(["", "a", "Київ", "x".repeat(seeded.below(300))]);
    case 2:
      return seeded.pick([null, undefined, true, false]);
    case 3:
      return BigInt(seeded.below(2 ** 31)) ** BigInt(seeded.below(5));
    case 4:
      return new Date(seeded.below(2 ** 31));
    case 5:
      return Uint8Array.from({ length: seeded.below(9) }, () => seeded.below(256));
    case 6:
      return list();
    case 7:
      return new Set(list());
    case 8:
      return new Map(list().map((key) => [key, some()]));
    default:
      return Object.fromEntries(
        list().map((value, i) => [seeded.pick(["a", "ключ", "7", `${i}`]), value]),
      );
  }
}

/** As {@linkcode someValue}, with what stores may take in different ways: some of it is refused. */
export function oddValue(seeded: Random, depth: number): unknown {
  const some = () => oddValue(seeded, depth - 1);
  const list = () => Array.from({ length: seeded.below(4) }, some);
  const pool = Uint8Array.from({ length: 16 }, (_, i) => i), at = 8 * seeded.below(2);
  switch (seeded.below(depth > 0 ? 16 : 8)) {
    case 0:
      return seeded.pick([-0, NaN, 0, 2 ** 31, 1e21]);
    case 1:
      return seeded.pick(["\ud800", "a\udfff€", "\0", "\ufffd", "ÿ"]);
    case 2:
      return new Uint8Array(pool.buffer, at, 3);
    case 3:
      return seeded.below(2) > 0
        ? new Float64Array(pool.buffer, at, 1)
        : new BigUint64Array(pool.buffer, at, 1);
    case 4:
      return new DataView(pool.buffer, at, 5);
    case 5:
      return seeded.pick([new Date(NaN), new Date(-0), /a/gu, Object(-0), Object("x"), Object(1n)]);
    case 6:
      return seeded.below(4) > 0
        ? null
        : seeded.pick<unknown>([() => {}, Symbol("s"), new WeakMap()]);
    case 7:
      return someValue(seeded, 2);
    case 8:
      return seeded.below(4) > 0 ? some() : new Proxy({ a: some() }, {});
    case 9:
      return seeded.below(4) > 0 ? list() : new Proxy(list(), {});
    case 10:
      return Object.assign([some(), , some()], { [seeded.pick(["x", "7", "-0"])]: some() });
    case 11:
      return new Map(list().map((key) => [key, some()]));
    case 12:
      return new Error(seeded.pick(["", "e"]), { cause: some() });
    case 13: {
      const shared = some();
      return [shared, { shared }, shared];
    }
    case 14: {
      const circle: Record<string, unknown> = { some: some() };
      circle["self"] = seeded.below(2) > 0 ? circle : [circle];
      return circle;
    }
    default:
      return Object.fromEntries(
        list().map((item, i) => [seeded.pick(["__proto__", "\ud800", "9", `${i}`]), item]),
      );
  }
}

const VIEWS: readonly (new (buffer: ArrayBuffer) => ArrayBufferView)[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
];

class Point {
  constructor(readonly x: number, readonly y: number) {}
  length(): number {
    return Math.hypot(this.x, this.y);
  }
}

class Tagged {
  readonly inside = { a: [1] };
  get [Symbol.toStringTag](): string {
    return "Tagged";
  }
}

class Names extends Set<string> {
  override *[Symbol.iterator](): SetIterator<string> {}
}

class Sorted extends Map<string, number> {
  override readonly [Symbol.toStringTag] = "Sorted";
}

class List extends Array<number> {}
