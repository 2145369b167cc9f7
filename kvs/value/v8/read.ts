/** Bytes to values: see `v8.ts`. */
import { toBinary } from "../bytes.ts";
import { ERRORS, ErrorTag, HEADER, REGEXP_FLAGS, Tag, VERSIONS, VIEWS } from "./v8.ts";
import { KvsError } from "../../error.ts";

/**
 * The value of these bytes; the time and memory are linear in their number, whatever they claim.
 *
 * @throws {KvsError} `corrupt` for bytes that are no value, with the offset.
 */
export function readValue(bytes: Uint8Array): unknown {
  const version = bytes[1] ?? 0;
  if (bytes[0] !== HEADER[0] || version < VERSIONS[0] || version > VERSIONS[1]) {
    throw new KvsError(
      "corrupt",
      `not a stored value: it begins with ${bytes[0]}, version ${version}`,
    );
  }
  return new Reader(bytes, version).value();
}

const PLAIN = { writable: true, enumerable: true, configurable: true };
const UTF8 = new TextDecoder();

class Reader {
  readonly #bytes: Uint8Array;
  #data: DataView | undefined;
  readonly #version: number;
  readonly #objects: unknown[] = [];
  #at = 2;

  constructor(bytes: Uint8Array, version: number) {
    this.#bytes = bytes;
    this.#version = version;
  }

  value(): unknown {
    const tag = this.#tag();
    switch (tag) {
      case Tag.latin1:
      case Tag.utf16:
      case Tag.utf8:
        return this.#text(tag);
      case Tag.integer: {
        const zigzag = this.#varint();
        return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      }
      case Tag.unsigned:
        return this.#varint();
      case Tag.double:
        return this.#double();
      case Tag.bigint:
        return this.#bigint();
      case Tag.true:
        return true;
      case Tag.false:
        return false;
      case Tag.null:
        return null;
      case Tag.undefined:
        return undefined;
      case Tag.reference:
        return this.#reference();
      default:
        return this.#object(tag);
    }
  }

  #object(tag: number): unknown {
    const id = this.#objects.length++; // its number is taken before its parts are read
    switch (tag) {
      case Tag.object:
        return this.#properties(this.#keep(id, {}), Tag.objectEnd, 1);
      case Tag.dense:
        return this.#dense(this.#keep(id, []));
      case Tag.sparse: {
        const length = this.#varint(), array: unknown[] = this.#keep(id, []);
        array.length = length;
        return this.#properties(array, Tag.sparseEnd, 2);
      }
      case Tag.map:
        return this.#map(this.#keep(id, new Map()));
      case Tag.set:
        return this.#set(this.#keep(id, new Set()));
      case Tag.buffer:
        return this.#buffer(id);
      case Tag.error:
        return this.#error(id);
      case Tag.date:
        return this.#keep(id, new Date(this.#double()));
      case Tag.regexp:
        return this.#keep(id, this.#regexp());
      case Tag.boxedTrue:
      case Tag.boxedFalse:
        return this.#keep(id, Object(tag === Tag.boxedTrue));
      case Tag.boxedNumber:
        return this.#keep(id, Object(this.#double()));
      case Tag.boxedBigint:
        return this.#keep(id, Object(this.#bigint()));
      case Tag.boxedString:
        return this.#keep(id, Object(this.#string()));
      default:
        throw this.#corrupt(`unknown tag ${tag}`);
    }
  }

  #keep<T>(id: number, value: T): T {
    this.#objects[id] = value;
    return value;
  }

  #reference(): unknown {
    const id = this.#varint();
    if (!(id in this.#objects)) throw this.#corrupt(`no object ${id}`);
    const object = this.#objects[id];
    return object instanceof ArrayBuffer && this.#ends(Tag.view) ? this.#view(object) : object;
  }

  /** Properties up to `end`, and the numbers that follow it. */
  #properties<T extends object>(target: T, end: number, numbers: number): T {
    while (!this.#ends(end)) {
      const key = this.value();
      if (typeof key !== "string" && typeof key !== "number") {
        throw this.#corrupt("a key of no name");
      }
      const value = this.value();
      // this name is one like any other here, and assigning to it would set the prototype
      if (key === "__proto__") Object.defineProperty(target, key, { ...PLAIN, value });
      else (target as Record<string | number, unknown>)[key] = value; // as: any object takes any name
    }
    for (let i = 0; i < numbers; i++) this.#varint();
    return target;
  }

  #dense(array: unknown[]): unknown[] {
    const length = this.#varint();
    if (length > this.#bytes.length - this.#at) {
      throw this.#corrupt("an array longer than its bytes");
    }
    for (let i = 0; i < length; i++) {
      if (this.#ends(Tag.hole)) array.length++;
      else array.push(this.value());
    }
    return this.#properties(array, Tag.denseEnd, 2);
  }

  #map(map: Map<unknown, unknown>): Map<unknown, unknown> {
    while (!this.#ends(Tag.mapEnd)) map.set(this.value(), this.value());
    this.#varint();
    return map;
  }

  #set(set: Set<unknown>): Set<unknown> {
    while (!this.#ends(Tag.setEnd)) set.add(this.value());
    this.#varint();
    return set;
  }

  /** A buffer, or the view of it that follows. */
  #buffer(id: number): ArrayBuffer | ArrayBufferView {
    const buffer = this.#keep(id, this.#take(this.#varint()).slice().buffer);
    return this.#ends(Tag.view) ? this.#view(buffer) : buffer;
  }

  #view(buffer: ArrayBuffer): ArrayBufferView {
    const [View, size] = VIEWS.get(this.#byte()) ?? [undefined, 1];
    const offset = this.#varint(), length = this.#varint();
    if (this.#version >= 14) this.#varint();
    if (!View || offset % size || length % size || offset + length > buffer.byteLength) {
      throw this.#corrupt("a view that is not of its buffer");
    }
    return this.#keep(this.#objects.length, new View(buffer, offset, length / size));
  }

  #error(id: number): Error {
    let tag = this.#byte();
    const kind = ERRORS.get(tag);
    if (kind) tag = this.#byte();
    const error = this.#keep(id, new (kind ?? Error)());
    Reflect.deleteProperty(error, "stack");
    for (; tag !== ErrorTag.end; tag = this.#byte()) {
      const name = tag === ErrorTag.message
        ? "message"
        : tag === ErrorTag.cause
        ? "cause"
        : tag === ErrorTag.stack
        ? "stack"
        : undefined;
      if (!name) throw this.#corrupt("an unknown part of an error");
      const value = name === "cause" ? this.value() : this.#string();
      Object.defineProperty(error, name, { value, writable: true, configurable: true });
    }
    return error;
  }

  #regexp(): RegExp {
    const source = this.#string(), bits = this.#varint();
    const flags = [...REGEXP_FLAGS].filter((flag, i) => flag !== "?" && bits & 1 << i).join("");
    try {
      return new RegExp(source, flags);
    } catch (cause) {
      throw this.#corrupt("a regular expression that does not compile", cause);
    }
  }

  #string(): string {
    return this.#text(this.#tag());
  }

  #text(tag: number): string {
    if (tag !== Tag.latin1 && tag !== Tag.utf16 && tag !== Tag.utf8) {
      throw this.#corrupt("no string");
    }
    const bytes = this.#take(this.#varint());
    if (tag === Tag.latin1) return toBinary(bytes);
    if (tag === Tag.utf8) return UTF8.decode(bytes);
    return fromUnits(bytes);
  }

  #bigint(): bigint {
    const bits = this.#varint(), negative = bits % 2 === 1;
    let hex = "";
    for (const byte of this.#take(Math.floor(bits / 2))) {
      hex = byte.toString(16).padStart(2, "0") + hex;
    }
    const value = BigInt(`0x${hex || "0"}`);
    return negative ? -value : value;
  }

  #double(): number {
    const at = this.#at;
    this.#take(8);
    const { buffer, byteOffset, byteLength } = this.#bytes;
    this.#data ??= new DataView(buffer, byteOffset, byteLength);
    return this.#data.getFloat64(at, true);
  }

  #varint(): number {
    let value = 0, scale = 1;
    for (let i = 0; i < 5; i++, scale *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 ** 32;
    }
    throw this.#corrupt("a number of more than 32 bits");
  }

  #tag(): number {
    let tag = this.#byte();
    while (tag === Tag.padding) tag = this.#byte();
    return tag;
  }

  /** Whether this tag comes next; it is then passed. */
  #ends(tag: number): boolean {
    let at = this.#at;
    while (this.#bytes[at] === Tag.padding) at++;
    if (this.#bytes[at] !== tag) return false;
    this.#at = at + 1;
    return true;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw this.#corrupt("cut short");
    return byte;
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw this.#corrupt("cut short");
    return this.#bytes.subarray(this.#at, this.#at += length);
  }

  #corrupt(what: string, cause?: unknown): KvsError {
    return new KvsError("corrupt", `not a stored value: ${what} at offset ${this.#at}`, { cause });
  }
}

/** Text of two bytes a code unit, the lower first, as every host of ours has them. */
function fromUnits(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.slice(0, bytes.length & ~1).buffer);
  let text = "";
  for (let at = 0; at < units.length; at += 4096) {
    text += Reflect.apply(String.fromCharCode, null, units.subarray(at, at + 4096));
  }
  return text;
}
