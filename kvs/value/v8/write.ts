/** Values to bytes: see `v8.ts`. */
import { messageOf } from "../../../base/mod.ts";
import { ByteWriter } from "../bytes.ts";
import { bufferSize, hostClone, isError, isProxy, viewOf } from "../builtin.ts";
import { ERRORS, ErrorTag, HEADER, REGEXP_FLAGS, Tag, VIEW_TAGS } from "./v8.ts";

/** For an object of a class that only the host's own structured clone can judge. */
class Unknown extends TypeError {}

/**
 * The bytes of a value.
 *
 * @throws {TypeError} for what cannot be cloned: functions, symbols, weak collections, promises,
 * shared memory, proxies.
 */
export function writeValue(value: unknown): Uint8Array<ArrayBuffer> {
  // Where the host does not tell proxies, its structured clone refuses them.
  if (isProxy === undefined) return new Writer().write(hostClone(value));
  try {
    return new Writer().write(value);
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
  }
  // The host decides what a class instance becomes; its clone has only plain classes.
  return new Writer().write(hostClone(value));
}

class Writer {
  readonly #out = new ByteWriter();
  readonly #seen = new Map<object, number>();

  write(value: unknown): Uint8Array<ArrayBuffer> {
    for (const byte of HEADER) this.#out.byte(byte);
    this.#value(value);
    return this.#out.done();
  }

  #value(value: unknown): void {
    switch (typeof value) {
      case "string":
        return this.#string(value);
      case "number":
        return this.#number(value);
      case "boolean":
        return this.#out.byte(value ? Tag.true : Tag.false);
      case "bigint":
        this.#out.byte(Tag.bigint);
        return this.#bigint(value);
      case "undefined":
        return this.#out.byte(Tag.undefined);
      case "object":
        return value === null ? this.#out.byte(Tag.null) : this.#object(value);
      default:
        throw new TypeError(`${String(value)} could not be cloned.`);
    }
  }

  #number(value: number): void {
    if (value !== (value | 0) || Object.is(value, -0)) {
      this.#out.byte(Tag.double);
      return this.#out.double(value, true);
    }
    this.#out.byte(Tag.integer);
    this.#out.varint(value >= 0 ? value * 2 : value * -2 - 1);
  }

  #bigint(value: bigint): void {
    const negative = value < 0n;
    const hex = (negative ? -value : value).toString(16);
    // whole 64-bit digits, lowest byte first
    const size = value === 0n ? 0 : Math.ceil(hex.length / 16) * 8;
    this.#out.varint(size * 2 + (negative ? 1 : 0));
    const digits = hex.padStart(size * 2, "0");
    for (let i = size - 1; i >= 0; i--) {
      this.#out.byte(parseInt(digits.slice(2 * i, 2 * i + 2), 16));
    }
  }

  #string(value: string): void {
    if (isLatin1(value)) {
      this.#out.byte(Tag.latin1);
      this.#out.varint(value.length);
      return this.#out.latin1(value);
    }
    const size = value.length * 2;
    // code units begin at an even offset
    const lengthBytes = size < 0x80 ? 1 : size < 0x4000 ? 2 : size < 0x200000 ? 3 : 4;
    if ((this.#out.length + 1 + lengthBytes) % 2 === 1) this.#out.byte(Tag.padding);
    this.#out.byte(Tag.utf16);
    this.#out.varint(size);
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      this.#out.byte(unit & 0xff);
      this.#out.byte(unit >> 8);
    }
  }

  #object(value: object): void {
    const id = this.#seen.get(value);
    if (id !== undefined) {
      this.#out.byte(Tag.reference);
      return this.#out.varint(id);
    }
    if (isProxy?.(value)) throw new TypeError("#<Object> could not be cloned.");
    if (ArrayBuffer.isView(value)) return this.#view(value);
    this.#seen.set(value, this.#seen.size);
    if (Array.isArray(value)) return this.#array(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#plain(value);
    this.#special(value, prototype);
  }

  #plain(value: object): void {
    // of the objects with this prototype, only these can be told from plain ones
    const brand = Object.prototype.toString.call(value);
    if (brand !== "[object Object]") throw new Unknown(`${brand} could not be cloned.`);
    this.#out.byte(Tag.object);
    const count = this.#properties(value, Object.keys(value));
    this.#out.byte(Tag.objectEnd);
    this.#out.varint(count);
  }

  #properties(value: object, keys: readonly string[]): number {
    let count = 0;
    for (const key of keys) {
      const item = Reflect.get(value, key);
      if (item === undefined && !Object.hasOwn(value, key)) continue; // a getter has deleted it
      this.#key(key);
      this.#value(item);
      count++;
    }
    return count;
  }

  /** Array indices are written as numbers. */
  #key(key: string): void {
    const first = key.charCodeAt(0);
    const index = first >= 48 && first <= 57 ? Number(key) : NaN;
    if (index >= 0 && index < 2 ** 32 - 1 && String(index) === key) this.#number(index);
    else this.#string(key);
  }

  #array(value: readonly unknown[]): void {
    const keys = Object.keys(value), length = value.length;
    const dense = keys.length >= length &&
      (length === 0 || keys[length - 1] === String(length - 1));
    this.#out.byte(dense ? Tag.dense : Tag.sparse);
    this.#out.varint(length);
    for (let i = 0; dense && i < length; i++) {
      const item = value[i];
      if (item === undefined && !Object.hasOwn(value, i)) this.#out.byte(Tag.hole);
      else this.#value(item);
    }
    const count = this.#properties(value, dense ? keys.slice(length) : keys);
    this.#out.byte(dense ? Tag.denseEnd : Tag.sparseEnd);
    this.#out.varint(count);
    this.#out.varint(length);
  }

  #view(value: ArrayBufferView): void {
    const { kind, buffer, offset, length } = viewOf(value), tag = VIEW_TAGS.get(kind);
    if (tag === undefined) throw new Unknown(`${kind} could not be cloned.`);
    this.#object(buffer); // a view follows its buffer
    this.#seen.set(value, this.#seen.size);
    this.#out.byte(Tag.view);
    this.#out.byte(tag);
    this.#out.varint(offset);
    this.#out.varint(length);
    this.#out.varint(0);
  }

  /**
   * The other classes that structured clone knows, by their prototypes; their own methods check the
   * brand.
   */
  #special(value: object, prototype: unknown): void {
    if (prototype === Date.prototype) {
      return this.#tagged(Tag.date, judged(() => Date.prototype.getTime.call(value)));
    }
    if (prototype === Map.prototype) {
      return this.#map(judged(() => new Map(value as Map<unknown, unknown>)));
    }
    if (prototype === Set.prototype) {
      return this.#set(judged(() => new Set(value as Set<unknown>)));
    }
    if (prototype === RegExp.prototype) {
      const read = ({ source, flags }: RegExp) => ({ source, flags });
      return this.#regexp(judged(() => read(value as RegExp))); // as: the getters check it
    }
    if (prototype === ArrayBuffer.prototype) {
      return this.#buffer(
        judged(() => new Uint8Array(value as ArrayBuffer, 0, bufferSize(value))),
      );
    }
    if (isError(value)) return this.#error(value);
    if (prototype === Number.prototype) return this.#tagged(Tag.boxedNumber, Number(value));
    if (prototype === Boolean.prototype) {
      return this.#out.byte(value.valueOf() === true ? Tag.boxedTrue : Tag.boxedFalse);
    }
    if (prototype === BigInt.prototype) {
      this.#out.byte(Tag.boxedBigint);
      return this.#bigint(Reflect.apply(BigInt.prototype.valueOf, value, []));
    }
    if (prototype === String.prototype) {
      this.#out.byte(Tag.boxedString);
      return this.#string(String(value));
    }
    throw new Unknown(`${Object.prototype.toString.call(value)} could not be cloned.`);
  }

  #tagged(tag: number, value: number): void {
    this.#out.byte(tag);
    this.#out.double(value, true);
  }

  #map(entries: ReadonlyMap<unknown, unknown>): void {
    this.#out.byte(Tag.map);
    for (const [key, value] of entries) {
      this.#value(key);
      this.#value(value);
    }
    this.#out.byte(Tag.mapEnd);
    this.#out.varint(entries.size * 2);
  }

  #set(values: ReadonlySet<unknown>): void {
    this.#out.byte(Tag.set);
    for (const value of values) this.#value(value);
    this.#out.byte(Tag.setEnd);
    this.#out.varint(values.size);
  }

  #regexp({ source, flags }: Pick<RegExp, "source" | "flags">): void {
    this.#out.byte(Tag.regexp);
    this.#string(source);
    this.#out.varint([...flags].reduce((bits, flag) => bits | 1 << REGEXP_FLAGS.indexOf(flag), 0));
  }

  #buffer(bytes: Uint8Array): void {
    this.#out.byte(Tag.buffer);
    this.#out.varint(bytes.length);
    this.#out.put(bytes);
  }

  #error(value: Error): void {
    this.#out.byte(Tag.error);
    for (const [tag, kind] of ERRORS) if (value.name === kind.name) this.#out.byte(tag);
    if (Object.hasOwn(value, "message")) {
      this.#out.byte(ErrorTag.message);
      this.#string(`${value.message}`);
    }
    if (typeof value.stack === "string") {
      this.#out.byte(ErrorTag.stack);
      this.#string(value.stack);
    }
    if (Object.hasOwn(value, "cause")) {
      this.#out.byte(ErrorTag.cause);
      this.#value(value.cause);
    }
    this.#out.byte(ErrorTag.end);
  }
}

/** What a method of a class gives that refuses objects which only have its prototype. */
function judged<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Unknown(`${messageOf(error)}; it could not be cloned.`);
  }
}

function isLatin1(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) > 0xff) return false;
  return true;
}
