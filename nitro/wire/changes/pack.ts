/**
 * What is remembered of an element with an id, in bytes: nothing of what it says, but hashes of that.
 *
 * An element, then those in it: flags, its length with all in it (2 bytes), counts, its names (4 bytes each), its id where it is one of a
 * list, the hash of what is its own (8), its leaves and its events (8 each), how many are in it (2).
 *
 * @module
 */
import { begin, end, take, type Words } from "./hash.ts";
import { Holds, Leaf, type Node, type Read } from "./node.ts";
import type { EventAction } from "../../event.ts";
import { takeEvent, takeEvents } from "./said.ts";

/** The key of a connection's hashes. */
export interface Key {
  readonly low: number;
  readonly high: number;
}

/** Bytes before the tree of a target. */
export const HEAD = 9;
/** Flag of what is remembered of an element with its id. */
const NAMED = 4;
/** Other flags; the first two bits are what it holds. */
const INPUT = 8, CONTROL = 16, RADIO = 32, TICK = 64;
/** In place of a leaf that may be another by now: no text has it. */
export const UNKNOWN = 0xf7;
const MOST_EVENTS = 31;

/** What is remembered of an element, at a place. */
export interface Past {
  readonly at: number;
  /** Where what is remembered of the next one begins that is not in it. */
  readonly to: number;
  readonly holds: number;
  readonly isInput: boolean;
  readonly isControl: boolean;
  readonly isRadio: boolean;
  /** Whether its leaf is a tick. */
  readonly isTick: boolean;
  readonly names: number;
  readonly nameCount: number;
  /** Its id, where it is one of a list. */
  readonly id: string | undefined;
  readonly shape: number;
  readonly leaves: number;
  readonly leafCount: number;
  readonly events: number;
  readonly eventCount: number;
  readonly childCount: number;
  /** Where what is remembered of those in it begins. */
  readonly children: number;
}

const decoder = new TextDecoder(), utf8 = new TextEncoder();

/** Reads what is remembered of the element at a place. */
export function past(bytes: Uint8Array, at: number): Past {
  const flags = byte(bytes, at), counts = byte(bytes, at + 3), nameCount = byte(bytes, at + 4);
  let place = at + 5 + 4 * nameCount, id: string | undefined;
  if (flags & NAMED) {
    const length = byte(bytes, place);
    id = idAt(bytes, place + 1, place + 1 + length);
    place += 1 + length;
  }
  const leafCount = counts & 3, eventCount = counts >> 2 & MOST_EVENTS;
  const leaves = place + 8, events = leaves + 8 * leafCount, rest = events + 8 * eventCount;
  const hasChildren = counts >= 128;
  return {
    at,
    to: at + short(bytes, at + 1),
    holds: flags & 3,
    isInput: (flags & INPUT) > 0,
    isControl: (flags & CONTROL) > 0,
    isRadio: (flags & RADIO) > 0,
    isTick: (flags & TICK) > 0,
    names: at + 5,
    nameCount,
    id,
    shape: place,
    leaves,
    leafCount,
    events,
    eventCount,
    childCount: hasChildren ? short(bytes, rest) : 0,
    children: hasChildren ? rest + 2 : rest,
  };
}

/** A short text, which is put together in less time than a host takes to be asked for it. */
function idAt(bytes: Uint8Array, from: number, to: number): string {
  let id = "";
  for (let at = from; at < to; at++) {
    const code = byte(bytes, at);
    if (code > 127) return decoder.decode(bytes.subarray(from, to));
    id += String.fromCharCode(code);
  }
  return id;
}

/** Whether one of the elements that are remembered in a range has a name, told without reading more of them. */
export function hasName(bytes: Uint8Array, from: number, to: number, name: number): boolean {
  for (let at = from; at < to;) {
    const counts = byte(bytes, at + 3), names = at + 5, end = names + 4 * byte(bytes, at + 4);
    for (let place = names; place < end; place += 4) {
      if (int(bytes, place) >>> 0 === name) return true;
    }
    const shape = byte(bytes, at) & NAMED ? end + 1 + byte(bytes, end) : end;
    at = shape + 8 + 8 * ((counts & 3) + (counts >> 2 & MOST_EVENTS)) + (counts >= 128 ? 2 : 0);
  }
  return false;
}

/** Writes what is to be remembered of an element from a place on; where that ends, or -1 where there is no room. */
export function pack(into: Uint8Array, from: number, node: Node, isItem: boolean, by: By): number {
  const { names, leaves, events, children, tag, holds } = node;
  const id = isItem ? utf8.encode(node.id) : undefined;
  const size = 5 + 4 * names.length + (id === undefined ? 0 : 1 + id.length) + 8 +
    8 * (leaves.length / 3 + events.length) + (children.length > 0 ? 2 : 0);
  if (events.length > MOST_EVENTS || from + size > into.length) return -1;
  const isInput = tag.name === "input";
  into[from] = holds | (id ? NAMED : 0) | (isInput ? INPUT : 0) |
    (node.isControl ? CONTROL : 0) |
    (node.isRadio ? RADIO : 0) | (leaves[0] === Leaf.checked ? TICK : 0);
  into[from + 3] = leaves.length / 3 | events.length << 2 | (children.length > 0 ? 128 : 0);
  into[from + 4] = names.length;
  let at = from + 5;
  for (const name of names) at = putInt(into, at, name);
  if (id !== undefined) {
    into[at] = id.length;
    into.set(id, at + 1);
    at += 1 + id.length;
  }
  at = putInt(into, putInt(into, at, node.low), node.high);
  for (let leaf = 0; leaf < leaves.length; leaf += 3) {
    code(node, leaf, by);
    if (leaves[leaf] !== Leaf.checked) by.places?.push(at);
    at = putInt(into, putInt(into, at, coded.low), coded.high);
  }
  for (const event of events) {
    codeEvent(event, by.key);
    at = putInt(into, putInt(into, at, coded.low), coded.high);
  }
  if (children.length > 0) {
    putShort(into, at, children.length);
    at += 2;
    for (const child of children) {
      at = pack(into, at, child, holds === Holds.list, by);
      if (at < 0) return -1;
    }
  }
  putShort(into, from + 1, at - from);
  return at;
}

/** Writes what stands before a tree. */
export function head(
  into: Uint8Array,
  { length, misses, skips, sealed }: {
    readonly length: number;
    readonly misses: number;
    readonly skips: number;
    readonly sealed: number;
  },
): void {
  putShort(into, 0, length);
  into[2] = misses;
  into[3] = skips;
  putInt(into, 4, sealed);
  into[8] = 0;
}

/** A tree of which nothing is known but its target. */
export function bare(into: Uint8Array, target: string): number {
  const id = utf8.encode(target), from = HEAD;
  into[from] = Holds.all | NAMED;
  into[from + 3] = into[from + 4] = 0;
  into[from + 5] = id.length;
  into.set(id, from + 6);
  putInt(into, putInt(into, from + 6 + id.length, 0), 0);
  const to = from + 14 + id.length;
  putShort(into, from + 1, to - from);
  return to;
}

/** By what an element is packed. */
export interface By {
  readonly read: Read;
  readonly key: Key;
  /** Takes where leaves that are texts were packed. */
  readonly places?: number[];
}

/** What a leaf or an event is remembered as, until the next is asked for. */
export const coded = { low: 0, high: 0 };

const words: Words = new Int32Array(4);

/** What a leaf is remembered as: up to 7 bytes as themselves, more by their hash. */
export function code({ leaves }: Node, leaf: number, { read: { bytes }, key }: By): void {
  // As: a leaf has three numbers.
  const kind = leaves[leaf] as number, from = leaves[leaf + 1] as number;
  if (kind === Leaf.checked) {
    coded.low = 1 | from << 8;
    coded.high = 0;
    return;
  }
  const to = leaves[leaf + 2] as number;
  codeText(bytes, from, to, key);
}

/** What a text is remembered as. */
export function codeText(bytes: Uint8Array, from: number, to: number, key: Key): void {
  const length = to - from;
  if (length > 7) {
    begin(words, 0, key.low, key.high);
    take(words, 0, bytes, from, to);
    return hashed();
  }
  let low = length, high = 0;
  for (let at = 0; at < length; at++) {
    const each = byte(bytes, from + at);
    if (at < 3) low |= each << 8 * (at + 1);
    else high |= each << 8 * (at - 3);
  }
  coded.low = low;
  coded.high = high;
}

/** What an event is remembered as. */
export function codeEvent(event: EventAction, { low, high }: Key): void {
  begin(words, 0, low, high);
  takeEvent(words, 0, event);
  hashed();
}

/** What events are remembered as together; elements without ids of their own are told by their order. */
export function codeEvents(events: readonly EventAction[], { low, high }: Key): void {
  begin(words, 0, low, high);
  takeEvents(words, 0, events);
  hashed();
}

/** Remembers the hash under way. */
function hashed(): void {
  end(words, 0);
  // Which of the two it is says the fourth bit.
  coded.low = (words[0] ?? 0) | 8;
  coded.high = words[1] ?? 0;
}

/** The number of 32 bits at a place. */
export function int(bytes: Uint8Array, at: number): number {
  return byte(bytes, at) | byte(bytes, at + 1) << 8 | byte(bytes, at + 2) << 16 |
    byte(bytes, at + 3) << 24;
}

/** Puts a number of 32 bits at a place; the place behind it. */
export function putInt(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
  bytes[at + 3] = value >> 24;
  return at + 4;
}

/** The number of 16 bits at a place. */
export function short(bytes: Uint8Array, at: number): number {
  return byte(bytes, at) | byte(bytes, at + 1) << 8;
}

/** Puts a number of 16 bits at a place. */
export function putShort(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number; // as: what is remembered is whole
}
