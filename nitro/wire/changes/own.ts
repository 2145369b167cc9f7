/**
 * What is an element's own, hashed as it is read: a hash for each element with an id that is open.
 *
 * @module
 */
import { begin, end, take, type Words } from "./hash.ts";
import type { EventAction } from "../../event.ts";
import type { Node } from "./node.ts";
import type { Key } from "./pack.ts";
import { takeEvent } from "./said.ts";

/** How deep elements may stand. */
export const DEPTH = 300;
/** The hashes of what is open and, behind them, those without what it holds. One for all: nothing is called between a reading and its use. */
const BARE = 4 * (DEPTH + 4), words: Words = new Int32Array(2 * BARE);
/** Room for a tag. */
let scratch = new Uint8Array(1_024);

/** The hashes of what is open in bytes that are read. */
export class Own {
  readonly #bytes: Uint8Array;
  /** From where on what is the open element's own is not hashed yet. */
  from = 0;
  /** Of each text that may be another the next time where it begins, where it ends, and where the id of its element is; -1 for none. */
  readonly marks: number[] = [];
  /** Where the hash of the open element with an id is. */
  #slot = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Begins an element with an id. */
  begin(from: number, { low, high }: Key): void {
    this.#slot += 4;
    begin(words, this.#slot, low, high);
    this.from = from;
  }

  /** Hashes what is the open element's own, up to a place. */
  take(to: number): void {
    take(words, this.#slot, this.#bytes, this.from, to);
    this.from = to;
  }

  /** Hashes other bytes, or a range of them, beside. */
  takeBeside(bytes: Uint8Array, from = 0, to: number = bytes.length): void {
    take(words, this.#slot, bytes, from, to);
  }

  /** Hashes what an event says beside. */
  takeEvent(event: EventAction): void {
    takeEvent(words, this.#slot, event);
  }

  /** Hashes a tag as if a range were not in it, wherever that stands. */
  takeWithout(goneFrom: number, goneTo: number, to: number): void {
    const bytes = this.#bytes, begun = this.from, length = to - begun;
    if (scratch.length < length) scratch = new Uint8Array(length * 2);
    const cut = goneFrom < 0 ? to : goneFrom, gone = goneFrom < 0 ? 0 : goneTo - goneFrom;
    scratch.set(bytes.subarray(begun, cut));
    if (goneFrom >= 0) scratch.set(bytes.subarray(goneTo, to), cut - begun);
    take(words, this.#slot, scratch, 0, length - gone);
    this.from = to;
  }

  /** Hashes what stands between ids of a tag that were made up, and the value of an element. */
  cut(madeUp: readonly number[], valueFrom = -1, valueTo = -1, idFrom = -1): void {
    let isValue = valueFrom >= 0;
    for (let at = 0; at < madeUp.length || isValue;) {
      const next = madeUp[at] ?? Infinity, isNext = isValue && valueFrom < next;
      const from = isNext ? valueFrom : next, to = isNext ? valueTo : madeUp[at + 1] ?? 0;
      this.marks.push(from, to, isNext ? idFrom : -1);
      this.take(from);
      this.from = to;
      if (isNext) isValue = false;
      else at += 2;
    }
  }

  /** Remembers what was hashed as what the element is without what it holds. */
  bare(): void {
    words.copyWithin(BARE + this.#slot, this.#slot, this.#slot + 4);
  }

  /** Ends the open element: gives it the hash of all of it, or of it without what it holds. */
  end(node: Pick<Node, "low" | "high">, isBare: boolean): void {
    const slot = this.#slot;
    if (isBare) words.copyWithin(slot, BARE + slot, BARE + slot + 4);
    end(words, slot);
    // As: the words are there.
    node.low = (words[slot] as number) | 1;
    node.high = words[slot + 1] as number;
    this.#slot -= 4;
  }
}
