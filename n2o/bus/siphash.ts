/**
 * SipHash-2-4 with a result of 128 bits (Aumasson and Bernstein, 2012): a keyed hash for short messages.
 *
 * It runs in the language itself, because a call into the host's cryptography takes several times as long as the hash.
 *
 * @module
 */

/** Bytes of a key and of a result. */
export const SIPHASH = 16;

/** A hash under way: four words of 64 bits, the low half of each first. */
export type SipHash = Int32Array;

/** The beginning of every hash under a key of 16 bytes. */
export function sipHash(key: Uint8Array): SipHash {
  const view = new DataView(key.buffer, key.byteOffset, SIPHASH);
  const words = Int32Array.of(
    0x70736575,
    0x736f6d65,
    0x6e646f6d ^ 0xee, // says that the result has 128 bits
    0x646f7261,
    0x6e657261,
    0x6c796765,
    0x79746573,
    0x74656462,
  );
  return words.map((word, at) => word ^ view.getInt32(4 * (at % 4), true));
}

/** Takes bytes in, whole blocks of 8. */
export function absorb(hash: SipHash, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 8) block(hash, bytes, at);
}

/**
 * Ends a hash with the bytes from a place on: the result stands in its first 16 bytes then.
 *
 * @param before how many bytes were taken in
 */
export function end(hash: SipHash, before: number, bytes: Uint8Array, from: number): void {
  const length = bytes.length;
  let at = from;
  for (; at + 8 <= length; at += 8) block(hash, bytes, at);
  // The last block: what is left, and how many bytes there were in all.
  let low = 0, high = (before + length - from) << 24;
  for (let shift = 0; at < length; at++, shift += 8) {
    if (shift < 32) low |= byte(bytes, at) << shift;
    else high |= byte(bytes, at) << (shift - 32);
  }
  rounds(hash, 2, low, high);
  hash[4] = word(hash, 4) ^ 0xee;
  rounds(hash, 4, 0, 0);
  const low1 = folded(hash, 0), high1 = folded(hash, 1);
  hash[2] = word(hash, 2) ^ 0xdd;
  rounds(hash, 4, 0, 0);
  hash[2] = folded(hash, 0);
  hash[3] = folded(hash, 1);
  hash[0] = low1;
  hash[1] = high1;
}

function folded(hash: SipHash, half: number): number {
  return word(hash, half) ^ word(hash, half + 2) ^ word(hash, half + 4) ^ word(hash, half + 6);
}

/** Takes in the block at a place. */
function block(hash: SipHash, bytes: Uint8Array, at: number): void {
  rounds(hash, 2, half(bytes, at), half(bytes, at + 4));
}

function half(bytes: Uint8Array, at: number): number {
  return byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) |
    (byte(bytes, at + 3) << 24);
}

/** Rounds with a block of two halves. The carry of a sum is found by its bits, which takes half the time of a comparison. */
function rounds(hash: SipHash, count: number, low: number, high: number): void {
  let a0 = word(hash, 0), a1 = word(hash, 1), b0 = word(hash, 2), b1 = word(hash, 3);
  let c0 = word(hash, 4), c1 = word(hash, 5), d0 = word(hash, 6) ^ low, d1 = word(hash, 7) ^ high;
  for (let round = 0; round < count; round++) {
    let sum = (a0 + b0) | 0;
    a1 = (a1 + b1 + (((a0 & b0) | ((a0 | b0) & ~sum)) >>> 31)) | 0;
    a0 = sum;
    let turned = ((b0 << 13) | (b1 >>> 19)) ^ a0;
    b1 = ((b1 << 13) | (b0 >>> 19)) ^ a1;
    b0 = turned;
    sum = (c0 + d0) | 0;
    c1 = (c1 + d1 + (((c0 & d0) | ((c0 | d0) & ~sum)) >>> 31)) | 0;
    c0 = sum;
    turned = ((d0 << 16) | (d1 >>> 16)) ^ c0;
    d1 = ((d1 << 16) | (d0 >>> 16)) ^ c1;
    d0 = turned;
    // From here on the first word is turned by half: its halves have changed places.
    sum = (a1 + d0) | 0;
    turned = (a0 + d1 + (((a1 & d0) | ((a1 | d0) & ~sum)) >>> 31)) | 0;
    a0 = sum;
    a1 = turned;
    turned = ((d0 << 21) | (d1 >>> 11)) ^ a0;
    d1 = ((d1 << 21) | (d0 >>> 11)) ^ a1;
    d0 = turned;
    sum = (c0 + b0) | 0;
    turned = (c1 + b1 + (((c0 & b0) | ((c0 | b0) & ~sum)) >>> 31)) | 0;
    c1 = sum;
    c0 = turned;
    turned = ((b0 << 17) | (b1 >>> 15)) ^ c1;
    b1 = ((b1 << 17) | (b0 >>> 15)) ^ c0;
    b0 = turned;
  }
  hash[0] = a0 ^ low;
  hash[1] = a1 ^ high;
  hash[2] = b0;
  hash[3] = b1;
  hash[4] = c0;
  hash[5] = c1;
  hash[6] = d0;
  hash[7] = d1;
}

function word(hash: SipHash, at: number): number {
  return hash[at] as number; // as: a hash has eight words, and a check of each would cost as much as the rounds
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number; // as: callers stay within
}
