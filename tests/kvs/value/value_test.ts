import { readValue } from "../../../kvs/value/v8/read.ts";
import { writeValue } from "../../../kvs/value/v8/write.ts";
import { KvsError } from "../../../kvs/error.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { nativeBytes } from "./native.ts";
import { someValue } from "./odd.ts";
import { random } from "../../_support/random.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");

class Point {
  constructor(readonly x: number, readonly y: number) {}
  length(): number {
    return Math.hypot(this.x, this.y);
  }
}

const shared = { name: "shared" };
const cycle: { self?: unknown } = {};
cycle.self = cycle;
const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
const named = Object.assign([1, 2], { extra: "x" });

const VALUES: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["booleans", [true, false]],
  ["integers", [0, 1, -1, 127, -64, 300, 2 ** 30, -(2 ** 30), 2 ** 31 - 1, -(2 ** 31)]],
  ["doubles", [1.5, -0, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 53, 1e300]],
  ["bigints", [0n, 1n, -1n, 255n, 1n << 64n, -(1n << 64n), (1n << 128n) - 1n]],
  ["latin1 text", "grüße"],
  ["other text", ["Київ", "a€", "", "😀", "\ud800"]],
  ["text at odd offsets", { a: "€", bb: "€€", ccc: ["€", "x", "€"] }],
  ["long text", "€".repeat(9000)],
  ["object", { b: 1, a: { nested: [1, { x: null }] } }],
  ["index keys", { 10: "ten", 2: "two", x: 1, "-1": 0, "4294967295": 1, "01": 2 }],
  ["__proto__ as a name", JSON.parse('{"__proto__":{"polluted":true}}')],
  ["array", [1, "a", [], {}]],
  // deno-lint-ignore no-sparse-arrays -- holes are what it is about
  ["sparse array", [1, , 3]],
  ["array with names", named],
  ["date", new Date(86_400_000)],
  ["invalid date", new Date(NaN)],
  ["map", new Map<unknown, unknown>([["a", 1], [{ k: 1 }, new Map()]])],
  ["set", new Set([1, "a", null])],
  ["regexp", [/a\/b/gi, /x/dmsuy, /[a]/v]],
  ["boxed", [Object(1), Object("s"), Object(true), Object(false), Object(5n)]],
  ["buffer", buffer],
  ["views of one buffer", [
    new Uint8Array(buffer, 1, 2),
    new DataView(buffer),
    new Int16Array(buffer),
  ]],
  ["every view", [
    new Int8Array(1),
    new Uint8Array(1),
    new Uint8ClampedArray(1),
    new Int16Array(1),
    new Uint16Array(1),
    new Int32Array(1),
    new Uint32Array(1),
    new Float32Array(1),
    new Float64Array(1),
    new BigInt64Array(1),
    new BigUint64Array(1),
    new DataView(new ArrayBuffer(1)),
  ]],
  ["the same object twice", [shared, shared]],
  ["a cycle", cycle],
  ["class instance", new Point(3, 4)],
  ["class instances that share", [new Point(1, 2), shared, shared]],
  ["errors", [new Error("e"), new RangeError("r", { cause: { why: 1 } }), new TypeError()]],
  ["object without a prototype", Object.assign(Object.create(null), { a: 1 })],
];

test("values have the bytes that native Deno KV writes to its file, and come back from them", async () => {
  const rows = await nativeBytes(VALUES.map(([, value], i) => [[i], value]));
  VALUES.forEach(([name, value], i) => {
    // the first two bytes tell the version
    equal(hex(writeValue(value)), hex(rows[i]?.value), name);
    equal(readValue(writeValue(value)), structuredClone(value), name);
  });
});

test("random values come back as structured clone gives them (seed 4)", async () => {
  const seeded = random(4), values = Array.from({ length: 500 }, () => someValue(seeded, 4));
  const rows = await nativeBytes(values.map((value, i) => [[i], value]));
  values.forEach((value, i) => {
    if (value instanceof Uint8Array) return; // kept as they are, not serialised
    equal(readValue(writeValue(value)), structuredClone(value));
    equal(readValue(rows[i]?.value ?? new Uint8Array()), structuredClone(value));
  });
});

Deno.test("identity inside a value is kept, and methods are not", () => {
  const [a, b] = readValue(writeValue([shared, shared])) as unknown[];
  assert(a === b && a !== shared);
  const back = readValue(writeValue(cycle)) as typeof cycle;
  assert(back.self === back);
  const point = readValue(writeValue(new Point(3, 4)));
  assert(!(point instanceof Point));
  equal(point, { x: 3, y: 4 });
});

Deno.test("what structured clone refuses is refused by a TypeError", () => {
  const bad: unknown[] = [
    () => {},
    Symbol("s"),
    new WeakMap(),
    new WeakSet(),
    new WeakRef({}),
    Promise.resolve(),
    new SharedArrayBuffer(1),
    new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])),
    Object(Symbol()),
    (function* () {})(),
    new Map().entries(),
  ];
  for (const value of bad) {
    throws(() => writeValue(value), TypeError);
    throws(() => writeValue({ deep: [value] }), TypeError);
    throws(() => writeValue(new Map([[1, value]])), TypeError);
  }
});

Deno.test("what a getter throws is what the caller gets", () => {
  const value = {
    get boom(): never {
      throw new RangeError("boom");
    },
  };
  equal(throws(() => writeValue({ a: value }), RangeError).message, "boom");
  equal(throws(() => writeValue(new Set([value])), RangeError).message, "boom");
});

Deno.test("__proto__ in stored bytes pollutes nothing", () => {
  const back = readValue(writeValue(JSON.parse('{"__proto__":{"polluted":true}}')));
  assert(
    Object.getPrototypeOf(back) === Object.prototype && Object.hasOwn(back as object, "__proto__"),
  );
});

Deno.test("corrupt bytes give a KvsError, in bounded memory (seed 5)", () => {
  // a dense array, a map, a text and a buffer that claim 4 GB; a reference to nothing; an unknown
  // version
  for (
    const hex of [
      "ff0f41ffffffff0f",
      "ff0f3b",
      "ff0f22ffffffff0f",
      "ff0f42ffffffff0f",
      "ff0f5e05",
      "ff10",
    ]
  ) {
    throws(() => readValue(Uint8Array.fromHex(hex)), KvsError, "corrupt");
  }
  const seeded = random(5);
  const samples = VALUES.map(([, value]) => writeValue(value)).filter((bytes) =>
    bytes.length < 2000
  );
  for (let i = 0; i < 5000; i++) {
    const bytes = (samples[seeded.below(samples.length)] ?? new Uint8Array()).slice();
    for (let n = 1 + seeded.below(3); n > 0; n--) {
      bytes[seeded.below(bytes.length)] = seeded.below(256);
    }
    try {
      readValue(bytes.subarray(0, bytes.length - seeded.below(3)));
    } catch (error) {
      assert(error instanceof KvsError, Deno.inspect(error));
    }
  }
});

function hex(bytes: Uint8Array = new Uint8Array()): string {
  return bytes.subarray(2).toHex();
}
