/**
 * A keyed hash of 64 bits over short parts of text: HalfSipHash-1-3 (Aumasson and Bernstein), which needs numbers of 32 bits only.
 *
 * It tells whether a text is the one that was there before. Whoever does not have the key cannot make up two texts that have one hash: no
 * hash is ever shown.
 *
 * @module
 */

/** Words of hashes under way, four each. */
export type Words = Int32Array;

/** Begins a hash: the four words from a place on. */
export function begin(words: Words, at: number, low: number, high: number): void {
  words[at] = low;
  words[at + 1] = high ^ 0xee;
  words[at + 2] = low ^ 0x6c796765;
  words[at + 3] = high ^ 0x74656462;
}

/** Takes in bytes, how many there are first: parts that follow each other are told from one. */
export function take(words: Words, at: number, bytes: Uint8Array, from: number, to: number): void {
  let a = word(words, at), b = word(words, at + 1);
  let c = word(words, at + 2) ^ to - from, d = word(words, at + 3), place = from;
  do {
    let block = 0;
    if (place + 4 <= to) {
      block = byte(bytes, place) | byte(bytes, place + 1) << 8 | byte(bytes, place + 2) << 16 |
        byte(bytes, place + 3) << 24;
    } else {
      for (let last = place, shift = 0; last < to; last++, shift += 8) {
        block |= byte(bytes, last) << shift;
      }
    }
    // As `rounds`, written out: this is what the time of an update goes into.
    d ^= block;
    a = a + b | 0;
    b = (b << 5 | b >>> 27) ^ a;
    a = a << 16 | a >>> 16;
    c = c + d | 0;
    d = (d << 8 | d >>> 24) ^ c;
    a = a + d | 0;
    d = (d << 7 | d >>> 25) ^ a;
    c = c + b | 0;
    b = (b << 13 | b >>> 19) ^ c;
    c = c << 16 | c >>> 16;
    a ^= block;
    place += 4;
  } while (place < to);
  words[at] = a;
  words[at + 1] = b;
  words[at + 2] = c;
  words[at + 3] = d;
}

/** Takes in numbers of 32 bits, how many there are first. */
export function takeInts(words: Words, at: number, ints: Int32Array, count: number): void {
  let a = word(words, at), b = word(words, at + 1);
  let c = word(words, at + 2) ^ count, d = word(words, at + 3);
  for (let place = 0; place < count; place++) {
    const block = word(ints, place);
    // As in `take`.
    d ^= block;
    a = a + b | 0;
    b = (b << 5 | b >>> 27) ^ a;
    a = a << 16 | a >>> 16;
    c = c + d | 0;
    d = (d << 8 | d >>> 24) ^ c;
    a = a + d | 0;
    d = (d << 7 | d >>> 25) ^ a;
    c = c + b | 0;
    b = (b << 13 | b >>> 19) ^ c;
    c = c << 16 | c >>> 16;
    a ^= block;
  }
  words[at] = a;
  words[at + 1] = b;
  words[at + 2] = c;
  words[at + 3] = d;
}

/** Ends a hash: its two halves are the first two of its words then. */
export function end(words: Words, at: number): void {
  words[at + 2] = word(words, at + 2) ^ 0xee;
  rounds(words, at, 0, 3);
  const low = word(words, at + 1) ^ word(words, at + 3);
  words[at + 1] = word(words, at + 1) ^ 0xdd;
  rounds(words, at, 0, 3);
  words[at + 1] = word(words, at + 1) ^ word(words, at + 3);
  words[at] = low;
}

function rounds(words: Words, at: number, block: number, count: number): void {
  let a = word(words, at), b = word(words, at + 1);
  let c = word(words, at + 2), d = word(words, at + 3) ^ block;
  for (let round = 0; round < count; round++) {
    a = a + b | 0;
    b = (b << 5 | b >>> 27) ^ a;
    a = a << 16 | a >>> 16;
    c = c + d | 0;
    d = (d << 8 | d >>> 24) ^ c;
    a = a + d | 0;
    d = (d << 7 | d >>> 25) ^ a;
    c = c + b | 0;
    b = (b << 13 | b >>> 19) ^ c;
    c = c << 16 | c >>> 16;
  }
  words[at] = a ^ block;
  words[at + 1] = b;
  words[at + 2] = c;
  words[at + 3] = d;
}

function word(words: Words, at: number): number {
  return words[at] as number; // as: callers stay within, and a check of each would cost as much as the rounds
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number; // as: callers stay within
}
