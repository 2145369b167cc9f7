/**
 * zlib of the host, for the compressed form of terms. Kept apart so that a browser can use the codec without it.
 *
 * @module
 */
import { deflateSync, inflateSync } from "node:zlib";

/** Compresses to the zlib format (RFC 1950) at a level of 0 to 9. */
export function deflate(bytes: Uint8Array, level: number): Uint8Array {
  return deflateSync(bytes, { level });
}

/**
 * Inflates the zlib data at the start of `bytes`; what follows it is ignored.
 *
 * @param bytes The compressed data.
 * @param limit The most bytes that may come out.
 * @throws what the host throws for bad data or for more than `limit` bytes.
 */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array {
  return inflateSync(bytes, { maxOutputLength: Math.max(1, limit) });
}
