/**
 * Seals of many short messages under one key: BLAKE2b (RFC 7693) over key, channel and bytes, cut to 16 bytes.
 *
 * BLAKE2 needs no HMAC: nothing can be appended to what it has hashed. It is hashed in one call where the host has that: the host's HMAC
 * costs several times what all else that is done with a message does.
 *
 * @module
 */
import * as crypto from "node:crypto";

/** Bytes of a seal. */
export const SEAL = 16;

/** Channels whose beginning is kept at hand. */
const KEPT = 4_096;
const utf8 = new TextEncoder();

/** Hashes of one call; some hosts have none. */
const once: typeof crypto.hash | undefined = crypto.hash;

function hash(bytes: Uint8Array): Uint8Array {
  return once === undefined
    ? crypto.createHash("blake2b512").update(bytes).digest()
    : once("blake2b512", bytes, "buffer");
}

/** Answers the seal of bytes on a channel; `key` has always the same length. */
export function mac(key: Uint8Array): (channel: string, bytes: Uint8Array) => Uint8Array {
  const begun = new Map<string, Uint8Array>();
  const begin = (channel: string) => {
    const name = utf8.encode(`${channel}\0`), start = new Uint8Array(key.length + name.length);
    start.set(key);
    start.set(name, key.length);
    if (begun.size >= KEPT) begun.clear();
    begun.set(channel, start);
    return start;
  };
  return (channel, bytes) => {
    const start = begun.get(channel) ?? begin(channel);
    const whole = new Uint8Array(start.length + bytes.length);
    whole.set(start);
    whole.set(bytes, start.length);
    return hash(whole).subarray(0, SEAL);
  };
}
