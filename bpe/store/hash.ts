/**
 * Short texts for long ones.
 *
 * @module
 */

/**
 * 106 bits of a text, as base 36: equal texts give equal ones, different ones most likely not. It protects against nobody; what
 * is found by it is compared as a whole.
 */
export function hash(text: string): string {
  return half(text, 0).toString(36) + half(text, 0x9e37_79b9).toString(36);
}

/** SHA-256 of a text, as 64 hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Two multiplicative hashes of 32 bits, mixed to 53. */
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
