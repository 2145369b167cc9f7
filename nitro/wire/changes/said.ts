/**
 * What an event says, hashed as it stands: no text is made of it.
 *
 * It is told as numbers of 32 bits, each value by its kind and its length first, so that no two values are told by the same numbers.
 *
 * @module
 */
import type { EventAction } from "../../event.ts";
import { takeInts, type Words } from "./hash.ts";

/** Kinds of values, in the lowest bits of what stands before them. */
const NONE = 0, TRUE = 1, FALSE = 2, NULL = 3, TEXT = 4, INTEGER = 5, FLOAT = 6, LARGE = 7;
const LIST = 8, OBJECT = 9, BITS = 4;

/** One for all: nothing is called between the telling of an event and its use. */
let told = new Int32Array(1_024);
let length = 0;
const float = new Float64Array(1), halves = new Int32Array(float.buffer);

/** Hashes all that an event says but for what its element is. */
export function takeEvent(words: Words, at: number, event: EventAction): void {
  length = 0;
  tellEvent(event);
  takeInts(words, at, told, length);
}

/** Hashes events together with the names of their elements; one that was made up is another each time. */
export function takeEvents(words: Words, at: number, events: readonly EventAction[]): void {
  length = 0;
  for (let nth = 0; nth < events.length; nth++) {
    const event = events[nth] as EventAction; // as: it is within
    tellText(event.target.startsWith("auto-") ? "" : event.target);
    tellText(event.type);
    tellEvent(event);
  }
  takeInts(words, at, told, length);
}

function tellEvent({ postback, source, delegate, options }: EventAction): void {
  tellValue(postback);
  tellValue(source);
  tellValue(delegate);
  tellValue(options);
}

function tellValue(value: unknown): void {
  switch (typeof value) {
    case "string":
      return tellText(value);
    case "number":
      return tellNumber(value);
    case "boolean":
      return put(value ? TRUE : FALSE);
    case "bigint":
      put(LARGE);
      return tellText(String(value));
    case "object":
      if (value === null) return put(NULL);
      if (Array.isArray(value)) {
        put(LIST | value.length << BITS);
        for (let at = 0; at < value.length; at++) tellValue(value[at]);
        return;
      }
      return tellObject(value);
    default:
      // Such a value cannot travel, and is refused where it is sealed.
      return put(NONE);
  }
}

function tellObject(value: object): void {
  const begun = length;
  let count = 0;
  put(OBJECT);
  for (const name in value) {
    tellText(name);
    tellValue(Reflect.get(value, name));
    count++;
  }
  told[begun] = OBJECT | count << BITS;
}

function tellNumber(value: number): void {
  if (Object.is(value | 0, value)) {
    put(INTEGER);
    return put(value);
  }
  float[0] = value;
  put(FLOAT);
  put(halves[0] ?? 0);
  put(halves[1] ?? 0);
}

function tellText(text: string): void {
  const end = text.length;
  make(1 + (end >> 1) + 1);
  told[length++] = TEXT | end << BITS;
  for (let at = 0; at < end; at += 2) {
    told[length++] = text.charCodeAt(at) | (at + 1 < end ? text.charCodeAt(at + 1) << 16 : 0);
  }
}

function put(number: number): void {
  make(1);
  told[length++] = number;
}

/** Makes room for numbers. */
function make(count: number): void {
  if (length + count <= told.length) return;
  const made = new Int32Array(2 * (length + count));
  made.set(told);
  told = made;
}
