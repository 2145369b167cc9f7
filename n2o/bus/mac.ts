/**
 * Seals of many short messages under one key: SipHash-2-4 of 128 bits over channel and bytes.
 *
 * SipHash is made for this, a message of some hundred bytes under a secret key of 128 bits; the host's HMAC or hash takes several times what
 * all else takes that is done with a message.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { absorb, end, SIPHASH, type SipHash, sipHash } from "./siphash.ts";

/** Bytes of a seal. */
export const SEAL: number = SIPHASH;

/** Seals under one key. */
export interface Mac {
  /** Writes the seal of the bytes from a place on right before that place. */
  seal(channel: string, bytes: Uint8Array, from: number): void;
  /** Whether the seal before a place is that of the bytes from there on; takes as long wherever they differ. */
  isSealed(channel: string, bytes: Uint8Array, from: number): boolean;
}

/** Channels whose beginning is kept at hand. */
const KEPT = 4_096;
const utf8 = new TextEncoder();

/** The beginning of all that is sealed for a channel. */
interface Beginning {
  readonly hash: SipHash;
  readonly bytes: number;
}

/** Seals under a key of its own, which is made of the secret: nothing else that the same secret seals has it. */
export function mac(secret: string): Mac {
  const whole = sipHash(createHmac("sha256", secret).update("n2o bus 2").digest());
  const begun = new Map<string, Beginning>();
  // One for all: nothing is called between a hash and its use.
  const work = whole.slice();

  function begin(channel: string): Beginning {
    const name = utf8.encode(`${channel}\0`), hash = whole.slice();
    const bytes = new Uint8Array(Math.ceil(name.length / 8) * 8);
    bytes.set(name);
    absorb(hash, bytes);
    if (begun.size >= KEPT) begun.clear();
    const made = { hash, bytes: bytes.length };
    begun.set(channel, made);
    return made;
  }

  function compute(channel: string, bytes: Uint8Array, from: number): void {
    const { hash, bytes: before } = begun.get(channel) ?? begin(channel);
    for (let at = 0; at < hash.length; at++) work[at] = hash[at] ?? 0;
    end(work, before, bytes, from);
  }

  /** A byte of what was computed; the low one of a word is the first. */
  const byte = (at: number) => ((work[at >> 2] ?? 0) >>> (8 * (at & 3))) & 255;

  return {
    seal(channel, bytes, from) {
      compute(channel, bytes, from);
      for (let at = 0; at < SEAL; at++) bytes[from - SEAL + at] = byte(at);
    },
    isSealed(channel, bytes, from) {
      compute(channel, bytes, from);
      let difference = 0;
      for (let at = 0; at < SEAL; at++) difference |= byte(at) ^ (bytes[from - SEAL + at] ?? 0);
      return difference === 0;
    },
  };
}
