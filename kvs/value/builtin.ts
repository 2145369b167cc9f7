/**
 * What an object really is, whatever its prototype or its own names say: only methods that ask for
 * internal slots tell that.
 *
 * @module
 */

/** A getter of a built-in class, which throws for what is none of it. */
function slot<T>(prototype: object, name: PropertyKey): (value: unknown) => T {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  return (value) => {
    if (get === undefined) throw new TypeError(`this host has no ${String(name)}`);
    return Reflect.apply(get, value, []);
  };
}

const TYPED: object = Object.getPrototypeOf(Uint8Array.prototype);

/** The class of a typed array; undefined for a `DataView`. */
const typedName: (view: unknown) => string | undefined = slot(TYPED, Symbol.toStringTag);
const typed = {
  buffer: slot<ArrayBufferLike>(TYPED, "buffer"),
  offset: slot<number>(TYPED, "byteOffset"),
  length: slot<number>(TYPED, "byteLength"),
};
const plain = {
  buffer: slot<ArrayBufferLike>(DataView.prototype, "buffer"),
  offset: slot<number>(DataView.prototype, "byteOffset"),
  length: slot<number>(DataView.prototype, "byteLength"),
};

/** The size of a buffer; throws for anything else, shared memory included. */
export const bufferSize: (buffer: unknown) => number = slot(ArrayBuffer.prototype, "byteLength");
/** The text of a regular expression. */
export const regexpSource: (regexp: unknown) => string = slot(RegExp.prototype, "source");
/** The flags of a regular expression. */
export const regexpFlags: (regexp: unknown) => string = slot(RegExp.prototype, "flags");

/** A view of a buffer. */
export interface View {
  /** The name of its class. */
  readonly kind: string;
  /** All of its buffer, which may be shared memory. */
  readonly buffer: ArrayBufferLike;
  /** Where in the buffer it begins. */
  readonly offset: number;
  /** How many bytes it shows. */
  readonly length: number;
}

/** @throws {TypeError} for one that is out of the bounds of its buffer */
export function viewOf(view: ArrayBufferView): View {
  const name = typedName(view), of = name === undefined ? plain : typed;
  const length = of.length(view);
  // As one without bytes it may be out of bounds, which the methods of typed arrays refuse, as getters do not.
  if (length === 0 && name !== undefined) Reflect.apply(values, view, []);
  return { kind: name ?? "DataView", buffer: of.buffer(view), offset: of.offset(view), length };
}

const values: () => unknown = Reflect.get(TYPED, "values");

/** @throws {TypeError} for a view of shared memory, which others may change meanwhile */
export function shownBy({ buffer, offset, length }: View): Uint8Array<ArrayBuffer> {
  bufferSize(buffer);
  return new Uint8Array(buffer as ArrayBuffer, offset, length); // as: shared memory has just been refused
}

/**
 * What a view shows, as native Deno KV takes it for a key or for a value of bytes: none of a buffer that
 * is detached.
 *
 * @throws {TypeError} for a view of shared memory, or of a buffer that can change its size
 */
export function fixedBytes(view: ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (isOwnBytes(view)) return view;
  const of = typedName(view) === undefined ? plain : typed;
  const buffer = of.buffer(view), length = of.length(view);
  if ("resizable" in buffer && buffer.resizable) {
    throw new TypeError("can't create slice from resizable ArrayBuffer");
  }
  return length === 0
    ? new Uint8Array()
    : shownBy({ kind: "", buffer, offset: of.offset(view), length });
}

/** True of a `Uint8Array` that is nothing out of the ordinary, as nearly all are: that is seen at once. */
export function isOwnBytes(view: ArrayBufferView): view is Uint8Array<ArrayBuffer> {
  if (Object.getPrototypeOf(view) !== Uint8Array.prototype) return false;
  const { buffer } = view;
  return buffer instanceof ArrayBuffer && !buffer.resizable;
}

/** Whether a value is a `Uint8Array`, also one of a subclass. */
export function isBytes(value: unknown): value is ArrayBufferView {
  return ArrayBuffer.isView(value) && typedName(value) === "Uint8Array";
}

/** What a method of a class gives; undefined where it refuses the object. */
export function genuine<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Whether an object is an error; in hosts that cannot tell, whether it says so. */
export function isError(value: object): value is Error {
  const tell = (Error as { isError?: (value: unknown) => boolean }).isError; // as: of ECMAScript 2026
  return tell === undefined
    ? Object.prototype.toString.call(value) === "[object Error]"
    : tell(value);
}

interface Host {
  process?: {
    getBuiltinModule?: (name: string) => { types?: { isProxy?: (value: unknown) => boolean } };
  };
}

/** Whether a value is a proxy, by the host's own answer; undefined where it has none, as in browsers. */
export const isProxy: ((value: unknown) => boolean) | undefined = genuine(() =>
  // as: what the process of Node, Deno and workerd offers is asked for, not relied upon
  (globalThis as Host).process?.getBuiltinModule?.("node:util")?.types?.isProxy
);

/**
 * What the host's structured clone makes of a value.
 *
 * @throws {TypeError} for what it refuses, a proxy for one
 */
export function hostClone<T>(value: T): T {
  try {
    // Deno looks closer at a value that is not inside of another.
    const [clone] = structuredClone<[T]>([value]);
    return clone;
  } catch (error) {
    if (error instanceof DOMException && error.name === "DataCloneError") {
      throw new TypeError(error.message, { cause: error });
    }
    throw error;
  }
}
