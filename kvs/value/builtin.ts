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

/** A view of a buffer, and what it shows. */
export interface View {
  /** The name of its class. */
  readonly kind: string;
  /** What it shows, in its own buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @throws {TypeError} for one of shared memory, or of a buffer that is detached */
export function viewOf(view: ArrayBufferView): View {
  const name = typedName(view), of = name === undefined ? plain : typed;
  const buffer = of.buffer(view);
  bufferSize(buffer);
  // as: shared memory has just been refused
  const bytes = new Uint8Array(buffer as ArrayBuffer, of.offset(view), of.length(view));
  return { kind: name ?? "DataView", bytes };
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

/** Whether an object is a proxy, by the host's own answer; undefined where it has none, as in browsers. */
export const isProxy: ((value: unknown) => boolean) | undefined = genuine(() =>
  // as: what the process of Node, Deno and workerd offers is asked for, not relied upon
  (globalThis as Host).process?.getBuiltinModule?.("node:util")?.types?.isProxy
);
