/**
 * Texts and bytes in short: SHA-256 (FIPS 180-4), by the host for whatever is large and at once for what is small, and a fingerprint that
 * protects against nobody.
 *
 * @module
 */

/** The round constants: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUNDS = Int32Array.of(
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4],
  ...[0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe],
  ...[0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f],
  ...[0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7],
  ...[0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc],
  ...[0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b],
  ...[0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116],
  ...[0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7],
  0xc67178f2,
);
/** The same of the square roots of the first eight. */
const START = Int32Array.of(
  ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab],
  0x5be0cd19,
);
const utf8 = new TextEncoder();

/**
 * The 32 bytes of the SHA-256 of bytes, or of a text in UTF-8, by WebCrypto: for documents, definitions, files.
 *
 * @example
 * ```ts
 * import { sha256, toHex } from "@n2o/n2o/base";
 *
 * if (!toHex(await sha256("abc")).startsWith("ba7816bf8f01cfea")) throw new Error("not FIPS 180-4");
 * ```
 */
export async function sha256(data: string | Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  // A copy, so that bytes of shared memory are taken as well.
  const bytes = typeof data === "string" ? utf8.encode(data) : new Uint8Array(data);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/**
 * The same at once, without the host: for keys, names and tags of up to a kilobyte or so, where a promise would cost more than the hash
 * does.
 *
 * @example
 * ```ts
 * import { sha256, sha256Sync, toBase64 } from "@n2o/n2o/base";
 *
 * const tag = toBase64(sha256Sync("session 7"), { alphabet: "base64url" });
 * if (tag !== toBase64(await sha256("session 7"), { alphabet: "base64url" })) throw tag;
 * ```
 */
export function sha256Sync(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const message = padded(typeof data === "string" ? utf8.encode(data) : data);
  const state = START.slice(), schedule = new Int32Array(64);
  for (let at = 0; at < message.byteLength; at += 64) compress(state, schedule, message, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setInt32(i * 4, word));
  return new Uint8Array(digest.buffer);
}

/** The message, a bit that is set, zeros, and its length in bits as 64 of them (section 5.1.1). */
function padded(data: Uint8Array): DataView {
  const message = new Uint8Array(Math.ceil((data.length + 9) / 64) * 64);
  message.set(data);
  message[data.length] = 0x80;
  const view = new DataView(message.buffer), end = message.length;
  view.setUint32(end - 8, Math.floor(data.length / 2 ** 29));
  view.setUint32(end - 4, data.length << 3);
  return view;
}

/** One block of 64 bytes (section 6.2.2). Indices are in range: the assertions keep the loops free of checks. */
function compress(state: Int32Array, schedule: Int32Array, message: DataView, at: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = message.getInt32(at + t * 4);
  for (let t = 16; t < 64; t++) {
    const x = schedule[t - 15]!, y = schedule[t - 2]!;
    const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
    const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
    schedule[t] = schedule[t - 16]! + schedule[t - 7]! + s0 + s1;
  }
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!;
  let e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
    const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
    const t1 = (h + s1 + (e & f ^ ~e & g) + ROUNDS[t]! + schedule[t]!) | 0;
    const t2 = (s0 + (a & b ^ a & c ^ b & c)) | 0;
    h = g, g = f, f = e, e = (d + t1) | 0;
    d = c, c = b, b = a, a = (t1 + t2) | 0;
  }
  state[0]! += a, state[1]! += b, state[2]! += c, state[3]! += d;
  state[4]! += e, state[5]! += f, state[6]! += g, state[7]! += h;
}

/**
 * 106 bits of a text as 20 or so digits of base 36: equal texts give equal ones, different ones most likely not. It protects against
 * nobody; what is found by it is compared as a whole. Keys in stores are made of it: it never changes.
 *
 * @example
 * ```ts
 * import { fingerprint } from "@n2o/n2o/base";
 *
 * if (fingerprint("order") !== fingerprint("order")) throw new Error("it differs");
 * if (fingerprint("x".repeat(1_000_000)).length > 22) throw new Error("it is long");
 * ```
 */
export function fingerprint(text: string): string {
  return half(text, 0).toString(36) + half(text, 0x9e37_79b9).toString(36);
}

/** Two multiplicative hashes of 32 bits, mixed to 53 (cyrb53). */
function half(text: string, seed: number): number {
  let a = 0xdead_beef ^ seed, b = 0x41c6_ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (b & 0x1f_ffff) + (a >>> 0);
}
