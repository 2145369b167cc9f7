/**
 * V8's serialisation of structured clone, version 15: what Deno KV keeps values in. Written out
 * here because edge hosts have no `node:v8`, and so that the same value has the same bytes, and
 * meets the same limit, everywhere.
 */

/** The bytes that stand before a value: the version written is one that older readers know. */
export const HEADER: readonly [number, number] = [0xff, 15];

/** The versions read: those before 15 lack details of views, 16 writes the same as 15. */
export const VERSIONS: readonly [oldest: number, newest: number] = [13, 16];

/** What each tag announces. */
export const Tag = {
  padding: 0,
  undefined: 0x5f, // _
  null: 0x30, // 0
  true: 0x54, // T
  false: 0x46, // F
  integer: 0x49, // I
  unsigned: 0x55, // U
  double: 0x4e, // N
  bigint: 0x5a, // Z
  utf8: 0x53, // S
  latin1: 0x22, // "
  utf16: 0x63, // c
  reference: 0x5e, // ^
  object: 0x6f, // o
  objectEnd: 0x7b, // {
  dense: 0x41, // A
  denseEnd: 0x24, // $
  sparse: 0x61, // a
  sparseEnd: 0x40, // @
  hole: 0x2d, // -
  date: 0x44, // D
  boxedTrue: 0x79, // y
  boxedFalse: 0x78, // x
  boxedNumber: 0x6e, // n
  boxedBigint: 0x7a, // z
  boxedString: 0x73, // s
  regexp: 0x52, // R
  map: 0x3b, // ;
  mapEnd: 0x3a, // :
  set: 0x27, // '
  setEnd: 0x2c, // ,
  buffer: 0x42, // B
  view: 0x56, // V
  error: 0x72, // r
} as const;

/** Flags of a regular expression, the lowest bit first; the seventh is of no public flag. */
export const REGEXP_FLAGS = "gimyus?dv";

/** The parts of an error. */
export const ErrorTag = {
  message: 0x6d, // m
  cause: 0x63, // c
  stack: 0x73, // s
  end: 0x2e, // .
} as const;

/** The errors that keep their class, by tag; every other comes back as an `Error`. */
export const ERRORS: ReadonlyMap<number, ErrorConstructor> = new Map([
  [0x45, EvalError],
  [0x52, RangeError],
  [0x46, ReferenceError],
  [0x53, SyntaxError],
  [0x54, TypeError],
  [0x55, URIError],
]);

type ViewClass = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

/** The views of a buffer, by tag, each with its bytes an element. */
export const VIEWS: ReadonlyMap<number, readonly [ViewClass, number]> = new Map<
  number,
  readonly [ViewClass, number]
>([
  [0x62, [Int8Array, 1]],
  [0x42, [Uint8Array, 1]],
  [0x43, [Uint8ClampedArray, 1]],
  [0x77, [Int16Array, 2]],
  [0x57, [Uint16Array, 2]],
  [0x64, [Int32Array, 4]],
  [0x44, [Uint32Array, 4]],
  [0x66, [Float32Array, 4]],
  [0x46, [Float64Array, 8]],
  [0x71, [BigInt64Array, 8]],
  [0x51, [BigUint64Array, 8]],
  [0x3f, [DataView, 1]],
  ...halfFloats(),
]);

/** The tag of each kind of view. */
export const VIEW_TAGS: ReadonlyMap<string, number> = new Map(
  [...VIEWS].map(([tag, [View]]) => [View.name, tag]),
);

/** Newer than other views: not every host has them. */
function halfFloats(): [number, readonly [ViewClass, number]][] {
  // as: the types that all hosts share do not know it yet
  const { Float16Array } = globalThis as { Float16Array?: ViewClass };
  return Float16Array === undefined ? [] : [[0x68, [Float16Array, 2]]];
}
