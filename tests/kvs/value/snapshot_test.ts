import { Buffer } from "node:buffer";
import { types } from "node:util";
import { KvsError } from "../../../kvs/error.ts";
import { sizeBound } from "../../../kvs/value/size.ts";
import { snapshot } from "../../../kvs/value/snapshot.ts";
import { readValue } from "../../../kvs/value/v8/read.ts";
import { writeValue } from "../../../kvs/value/v8/write.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { oddValues, someValue } from "./odd.ts";

const LIMIT = 65_000;
const taken = <T>(value: T): T => snapshot(value, "test", LIMIT).value;

Deno.test("what structured clone takes is taken as structured clone gives it", () => {
  for (const [name, value] of oddValues()) {
    const { value: copy, bound } = snapshot(value, "test", Infinity);
    equal(copy, structuredClone(value), name);
    equal(readValue(writeValue(copy)), structuredClone(value), `${name}, stored`);
    assert(sizeBound(value, Infinity) >= writeValue(copy).length, `${name}: sizeBound`);
    assert(
      bound >= writeValue(copy).length,
      `${name} takes ${writeValue(copy).length}, not ${bound}`,
    );
  }
});

Deno.test("random values are taken as structured clone gives them, and are no larger than told (seeds 1 to 500)", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const value = someValue(random(seed), 5);
    const { value: copy, bound } = snapshot(value, "test", Infinity);
    equal(copy, structuredClone(value), `seed ${seed}`);
    const bytes = writeValue(copy);
    assert(bound >= bytes.length, `seed ${seed}: ${bytes.length} bytes, over ${bound}`);
    assert(sizeBound(copy, Infinity) >= bytes.length, `seed ${seed}: sizeBound`);
    assert(snapshot(value, "test", bound - 1).bound > bound - 1, `seed ${seed}: under its bound`);
  }
});

Deno.test("a copy shares nothing with what it is a copy of", () => {
  for (const [name, value] of oddValues()) {
    const theirs = objects(value);
    for (const ours of objects(taken(value))) assert(!theirs.has(ours), name);
  }
});

Deno.test("a view becomes one of the same kind on a buffer of just its bytes", () => {
  const pool = new Uint8Array(8192).fill(7);
  for (
    const view of [
      Buffer.from(pool.buffer, 8, 16),
      new Uint8Array(pool.buffer, 8, 16),
      new Float64Array(pool.buffer, 8, 2),
      new BigInt64Array(pool.buffer, 8, 2),
      new DataView(pool.buffer, 8, 16),
      new Uint8ClampedArray(pool.buffer, 8, 16),
    ]
  ) {
    const copy = taken({ view }).view;
    equal(Object.getPrototypeOf(copy), Object.getPrototypeOf(structuredClone(view)));
    equal([copy.byteOffset, copy.byteLength, copy.buffer.byteLength], [0, 16, 16]);
    equal(new Uint8Array(copy.buffer), new Uint8Array(16).fill(7));
    assert(snapshot(view, "test", LIMIT).bound < 100);
  }
});

Deno.test("a proxy is taken as the plain object or array that it shows, wherever it is", () => {
  const shown = new Proxy({ a: 1, b: [1] }, {
    get: (target, name) => name === "a" ? 2 : Reflect.get(target, name),
  });
  equal(taken(shown), { a: 2, b: [1] });
  equal(taken({ deep: [new Proxy([1, 2], {})], map: new Map([[1, shown]]) }), {
    deep: [[1, 2]],
    map: new Map([[1, { a: 2, b: [1] }]]),
  });
  assert(Array.isArray(taken(new Proxy([1, 2], {}))));
  for (const target of [new Map([[1, 2]]), new Date(), /x/, new Error("e"), Object(1), Math]) {
    const copy: object = taken(new Proxy(target, {}));
    equal(Object.getPrototypeOf(copy), Object.prototype);
    equal(copy, {});
  }
});

Deno.test("what a trap or a getter throws is the cause of an unstorable value", () => {
  const boom = new RangeError("boom");
  const thrower = () => {
    throw boom;
  };
  const traps = ["ownKeys", "get", "getOwnPropertyDescriptor"] as const;
  for (const trap of traps) {
    const proxy = new Proxy({ a: 1 }, { [trap]: thrower });
    equal(throws(() => taken({ proxy }), KvsError, "unstorable").cause, boom);
  }
  equal(
    throws(
      () =>
        taken({
          get a() {
            return thrower();
          },
        }),
      KvsError,
      "unstorable",
    ).cause,
    boom,
  );
  for (const target of [{}, []]) {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    assert(throws(() => taken({ proxy }), KvsError, "unstorable").cause instanceof TypeError);
  }
});

Deno.test("a getter is read once", () => {
  let reads = 0;
  const value = {
    get n() {
      return ++reads;
    },
  };
  equal(taken({ value, again: value }), { value: { n: 1 }, again: { n: 1 } });
  equal(reads, 1);
});

Deno.test("what structured clone refuses is unstorable, at any depth", () => {
  const detached = new ArrayBuffer(8), view = new Uint8Array(detached);
  structuredClone(detached, { transfer: [detached] });
  const refused: unknown[] = [
    () => {},
    class {},
    Symbol("s"),
    Object(Symbol("s")),
    new WeakMap(),
    new WeakRef({}),
    Promise.resolve(),
    new SharedArrayBuffer(1),
    new Uint8Array(new SharedArrayBuffer(1)),
    (function* () {})(),
    (function () {
      return arguments;
    })(),
    new Intl.NumberFormat(),
    new Blob(["a"]), // it is cloned, but kept by no store
    detached,
    view,
  ];
  for (const value of refused) {
    const wraps = [value, { a: value }, [value], new Map([[1, value]]), new Set([value])];
    for (const wrap of wraps) throws(() => taken(wrap), KvsError, "unstorable");
  }
});

Deno.test("names and symbols that mean something elsewhere mean nothing in a copy", () => {
  const copy = taken(JSON.parse('{"__proto__":{"polluted":1},"constructor":2}'));
  equal(Object.getPrototypeOf(copy), Object.prototype);
  equal(Object.keys(copy), ["__proto__", "constructor"]);
  const array: unknown[] = taken(
    Object.defineProperty([1], "__proto__", { value: 2, enumerable: true }),
  );
  equal(Object.getPrototypeOf(array), Array.prototype);
  equal(Reflect.ownKeys(taken({ a: 1, [Symbol.iterator]: 2 })), ["a"]);
});

Deno.test("what is nested too deeply is unstorable, what is at the limit can be stored and read", () => {
  const nested = (depth: number) => {
    let value: unknown = 1;
    for (let n = 0; n < depth; n++) value = n % 2 ? { value } : [value];
    return value;
  };
  const back = readValue(writeValue(taken(nested(1000))));
  equal(JSON.stringify(back), JSON.stringify(nested(1000)));
  for (const depth of [1001, 100_000]) throws(() => taken(nested(depth)), KvsError, "unstorable");
  assert(throws(() => snapshot(nested(2000), "here", 1), KvsError).message.startsWith("here: "));
});

/** All objects that can be reached, as a debugger shows them. */
function objects(value: unknown, found = new Set<unknown>()): Set<unknown> {
  if (typeof value !== "object" || value === null || found.has(value)) return found;
  found.add(value);
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  if (types.isMap(value)) {
    for (const pair of value) {
      pair.forEach((each) => objects(each, found));
    }
  }
  if (types.isSet(value)) { for (const each of value) objects(each, found); }
  for (const name of Object.keys(value)) objects(Reflect.get(value, name), found);
  return found;
}
