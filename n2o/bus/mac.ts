/**
 * HMAC-SHA256 (RFC 2104) of many short messages under one key, by the host's hash of one call where it has it: a third of the cost.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import * as crypto from "node:crypto";

/** Bytes of SHA-256's blocks. */
const BLOCK = 64;

/** The hash of one call; hosts before 2025 have none. */
const hash: typeof crypto.hash | undefined = crypto.hash;

/** Answers the HMAC of a channel's name and bytes; `key` has 64 bytes at most. */
export function mac(key: Uint8Array): (channel: string, bytes: Uint8Array) => Uint8Array {
  if (hash === undefined) {
    return (channel, bytes) =>
      crypto.createHmac("sha256", key).update(`${channel}\0`).update(bytes).digest();
  }
  const padded = (pad: number) =>
    Uint8Array.from({ length: BLOCK }, (_, at) => (key[at] ?? 0) ^ pad);
  const inner = padded(0x36), outer = new Uint8Array(BLOCK + 32);
  outer.set(padded(0x5c));
  return (channel, bytes) => {
    const message = Buffer.allocUnsafe(BLOCK + channel.length + 1 + bytes.length);
    message.set(inner);
    message.write(channel, BLOCK, "latin1");
    message[BLOCK + channel.length] = 0;
    message.set(bytes, BLOCK + channel.length + 1);
    outer.set(hash("sha256", message, "buffer"), BLOCK);
    return hash("sha256", outer, "buffer");
  };
}
