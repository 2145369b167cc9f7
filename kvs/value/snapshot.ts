/**
 * A private copy of a value that is to be stored, made at once, so that nothing its owner does later
 * reaches what is written.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import { KvsError } from "../error.ts";
import {
  bufferSize,
  genuine,
  hostClone,
  isError,
  isOwnBytes,
  isProxy,
  regexpFlags,
  regexpSource,
  shownBy,
  viewOf,
} from "./builtin.ts";
import { textBound } from "./size.ts";
import { ERRORS, VIEW_TAGS, VIEWS } from "./v8/v8.ts";

/** A copy of a value, and how large it becomes. */
export interface Snapshot<T> {
  /** Nobody else's, of plain objects and the built-in classes that structured clone knows. */
  readonly value: T;
  /** An upper bound of the bytes that V8's serialisation takes; any number above the limit that was given once it is passed. */
  readonly bound: number;
}

/** The most objects within each other: what is nested deeper can be written by some hosts, but not read again. */
const MAX_DEPTH = 1000;

/**
 * Copies what structured clone would keep of a value, as it is shown: a view of bytes on a buffer of
 * just those, a proxy as the plain object or array that it shows. Getters are read once.
 *
 * @param where the table or feed, for the message
 * @param limit bytes up to which the bound counts
 * @throws {KvsError} `unstorable` for what structured clone refuses, for more than 1,000 objects
 * within each other, and, as its `cause`, what a getter or a trap throws
 */
export function snapshot<T>(value: T, where: string, limit: number): Snapshot<T> {
  const copier = new Copier(limit);
  try {
    // as: a copy has the shape of what it is a copy of
    return { value: copier.copy(value) as T, bound: copier.bound };
  } catch (cause) {
    throw new KvsError("unstorable", `${where}: ${messageOf(cause)}`, { cause });
  }
}

class Copier {
  /** Counted as `sizeBound` does. */
  bound = 16;
  readonly #limit: number;
  /** The first object is kept apart from all others: most records hold no more. */
  #first: object | undefined;
  #firstCopy: object | undefined;
  #seen: Map<object, object> | undefined;
  #depth = 0;
  /** Within what the host has cloned. */
  #cloned = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  copy(value: unknown): unknown {
    this.bound += 12;
    switch (typeof value) {
      case "string":
        this.#text(value);
        return value;
      case "object":
        return value === null ? value : this.#object(value);
      case "bigint":
        this.bound += value.toString(16).length;
        return value;
      case "function":
      case "symbol":
        throw new TypeError(`${nameOf(value)} could not be cloned`);
      default:
        return value;
    }
  }

  #text(text: string): void {
    if (this.bound <= this.#limit) this.bound += textBound(text);
  }

  #object(value: object): unknown {
    const known = value === this.#first ? this.#firstCopy : this.#seen?.get(value);
    if (known !== undefined) return known; // it is serialised as a reference
    this.bound += 12;
    if (++this.#depth > MAX_DEPTH) {
      throw new TypeError(`it is nested deeper than ${MAX_DEPTH} objects: keep it in several`);
    }
    const copy = this.#copyOf(value);
    this.#depth--;
    return copy;
  }

  #copyOf(value: object): object {
    if (Array.isArray(value)) return this.#array(value);
    if (ArrayBuffer.isView(value)) return this.#view(value);
    const tag = Object.prototype.toString.call(value);
    return tag === "[object Object]" ? this.#plain(value) : this.#special(value, tag.slice(8, -1));
  }

  #keep<T extends object>(value: object, copy: T): T {
    if (this.#first === undefined) {
      this.#first = value;
      this.#firstCopy = copy;
    } else (this.#seen ??= new Map()).set(value, copy);
    return copy;
  }

  /** Spreading reads each own property once, and takes `__proto__` for a name like any other. */
  #plain(value: object): object {
    const copy: Record<PropertyKey, unknown> = this.#keep(value, { ...value });
    for (const name of Object.getOwnPropertySymbols(copy)) Reflect.deleteProperty(copy, name);
    this.#own(copy, Object.keys(copy));
    return copy;
  }

  #own(copy: Record<string, unknown>, names: readonly string[]): void {
    for (const name of names) {
      this.#text(name);
      const item = copy[name], own = this.copy(item);
      if (own !== item) copy[name] = own;
    }
  }

  #array(value: readonly unknown[]): unknown[] {
    const names = Object.keys(value), length = value.length;
    const copy: unknown[] = this.#keep(value, []);
    if (names.length === length && (length === 0 || names[length - 1] === String(length - 1))) {
      for (let at = 0; at < length; at++) copy.push(this.copy(value[at]));
      return copy;
    }
    copy.length = length; // it has holes, or names beside its items
    for (const name of names) {
      this.#text(name);
      const own = this.copy(Reflect.get(value, name));
      Object.defineProperty(copy, name, {
        value: own,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return copy;
  }

  #view(value: ArrayBufferView): ArrayBufferView {
    if (isOwnBytes(value) && value.length > 0) {
      this.bound += value.length;
      return this.#keep(value, new Uint8Array(value));
    }
    const view = viewOf(value), bytes = new Uint8Array(shownBy(view));
    this.bound += bytes.length;
    if (view.kind === "Uint8Array") return this.#keep(value, bytes);
    const found = VIEWS.get(VIEW_TAGS.get(view.kind) ?? 0);
    if (found === undefined) throw new TypeError(`${view.kind} could not be cloned`);
    const [View, size] = found;
    return this.#keep(value, new View(bytes.buffer, 0, bytes.length / size));
  }

  /** What has the tag of a built-in class, and is one unless it only says so, as an object with its prototype does. */
  #special(value: object, tag: string): object {
    switch (tag) {
      case "Date":
        return this.#simple(value, () => new Date(Date.prototype.getTime.call(value)));
      case "Map":
        return this.#map(value);
      case "Set":
        return this.#set(value);
      case "RegExp":
        return this.#simple(value, () => this.#regexp(value));
      case "ArrayBuffer":
        return this.#buffer(value);
      case "Number":
        return this.#simple(
          value,
          () => Object(Reflect.apply(Number.prototype.valueOf, value, [])),
        );
      case "Boolean":
        return this.#simple(
          value,
          () => Object(Reflect.apply(Boolean.prototype.valueOf, value, [])),
        );
      case "String":
        return this.#simple(value, () => this.#boxedText(value));
      case "BigInt":
        return this.#simple(value, () => this.#boxedBigint(value));
      default:
        return isError(value) ? this.#error(value) : this.#foreign(value);
    }
  }

  /** The copy of what holds no other objects. */
  #simple(value: object, read: () => object): object {
    const copy = genuine(read);
    return copy === undefined ? this.#plain(value) : this.#keep(value, copy);
  }

  #map(value: object): object {
    const entries: [unknown, unknown][] = [];
    const isMap = genuine(() => {
      // as: the method checks it
      Map.prototype.forEach.call(value as Map<unknown, unknown>, (item, key) => {
        entries.push([key, item]);
      });
      return true;
    });
    if (!isMap) return this.#plain(value);
    const copy = this.#keep(value, new Map<unknown, unknown>());
    for (const [key, item] of entries) copy.set(this.copy(key), this.copy(item));
    return copy;
  }

  #set(value: object): object {
    const items: unknown[] = [];
    const isSet = genuine(() => {
      // as: the method checks it
      Set.prototype.forEach.call(value as Set<unknown>, (item) => void items.push(item));
      return true;
    });
    if (!isSet) return this.#plain(value);
    const copy = this.#keep(value, new Set<unknown>());
    for (const item of items) copy.add(this.copy(item));
    return copy;
  }

  #regexp(value: object): RegExp {
    const source = regexpSource(value);
    this.#text(source);
    return new RegExp(source, regexpFlags(value));
  }

  #buffer(value: object): object {
    const size = genuine(() => bufferSize(value));
    if (size === undefined) return this.#plain(value);
    this.bound += size;
    // as: only a buffer has told its size; one that is detached is refused here
    return this.#keep(value, ArrayBuffer.prototype.slice.call(value as ArrayBuffer, 0));
  }

  #boxedText(value: object): object {
    const text = Reflect.apply(String.prototype.valueOf, value, []);
    this.#text(text);
    return Object(text);
  }

  #boxedBigint(value: object): object {
    const number = Reflect.apply(BigInt.prototype.valueOf, value, []);
    this.bound += number.toString(16).length;
    return Object(number);
  }

  /** Its class, message, stack and cause, as V8 keeps them. */
  #error(value: Error): Error {
    const name = value.name, kind = [...ERRORS.values()].find((each) => each.name === name);
    const copy = this.#keep(value, new (kind ?? Error)());
    Reflect.deleteProperty(copy, "stack");
    const stack = value.stack;
    if (Object.hasOwn(value, "message")) this.#part(copy, "message", `${value.message}`);
    if (typeof stack === "string") this.#part(copy, "stack", stack);
    if (Object.hasOwn(value, "cause")) this.#part(copy, "cause", value.cause);
    return copy;
  }

  #part(copy: Error, name: string, value: unknown): void {
    const own = this.copy(value);
    Object.defineProperty(copy, name, { value: own, writable: true, configurable: true });
  }

  /** The host decides what an object of a class that it may know becomes; its clone has only plain ones. */
  #foreign(value: object): object {
    if (isProxy?.(value)) return this.#plain(value);
    if (this.#cloned) throw new TypeError(`${nameOf(value)} could not be cloned`);
    this.#cloned = true;
    const copy = this.#keep(value, this.#copyOf(hostClone(value)));
    this.#cloned = false;
    return copy;
  }
}

function nameOf(value: unknown): string {
  return typeof value === "symbol" ? String(value) : Object.prototype.toString.call(value);
}
