import { isInteger, isObject, isPlainObject, isRecord, isThenable } from "../../base/mod.ts";
import { equal } from "../_support/assert.ts";

class Own {}

/** Values, and by which guards they pass: Object, Record, Plain object, Thenable. */
const VALUES: readonly (readonly [value: unknown, passes: string])[] = [
  [{}, "ORP"],
  [{ then: 1 }, "ORP"],
  [Object.create(null), "ORP"],
  [new Own(), "OR"],
  [Object.create({}), "OR"],
  [[], "O"],
  [new Date(), "O"],
  [new Map(), "O"],
  [new Set(), "O"],
  [new Uint8Array(), "O"],
  [new DataView(new ArrayBuffer(1)), "O"],
  [Promise.resolve(), "ORT"],
  [{ then() {} }, "ORPT"],
  [null, ""],
  [undefined, ""],
  [() => {}, ""],
  ["text", ""],
  [7, ""],
  [7n, ""],
  [Symbol("s"), ""],
];

Deno.test("each guard passes what it says and nothing else", () => {
  const guards = { O: isObject, R: isRecord, P: isPlainObject, T: isThenable };
  for (const [value, passes] of VALUES) {
    const passed = Object.entries(guards).filter(([, guard]) => guard(value)).map(([name]) => name);
    equal(passed.join(""), passes);
  }
});

Deno.test("an integer lies between its bounds, both included", () => {
  const values = [0, 1, 5, 6, 1.5, NaN, Infinity, "3", 3n, null];
  equal(values.filter((value) => isInteger(value, 1, 5)), [1, 5]);
  equal([-0, 2 ** 53].map((value) => isInteger(value, 0, Infinity)), [true, true]);
});
