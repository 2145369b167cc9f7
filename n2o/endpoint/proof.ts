/**
 * The proof that a UDP peer receives at the address that it sends from: a cookie that says the address and the time, kept by the peer only
 * (as in RFC 6347, 4.2.1, and RFC 9000, 8.1).
 *
 * @module
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../base/mod.ts";

/** How such a datagram begins. */
export const PREFIX = "COOKIE,";
/** Letters of a cookie: 16 bytes in base64url. */
const LETTERS = 22;
/** Bytes of a datagram with a cookie: what asks for one has to be as long. */
export const LENGTH: number = PREFIX.length + LETTERS;
/** How long a cookie is good, at least, and half of how long at most, in milliseconds. */
const WINDOW = 30_000;

/** Makes and checks cookies. */
export interface Proof {
  /** The datagram with the cookie of an address. */
  of(address: string): string;
  /** Whether a datagram has a cookie that was made for this address in the last 30 to 60 s. */
  is(datagram: string, address: string): boolean;
}

/** Cookies under a key that lives as long as the process. */
export function proof(clock: Pick<Clock, "now">): Proof {
  const key = randomBytes(32);
  const made = (address: string, window: number): string =>
    PREFIX +
    createHmac("sha256", key).update(`${window} ${address}`).digest("base64url").slice(0, LETTERS);
  const now = (): number => Math.floor(clock.now() / WINDOW);
  return {
    of: (address) => made(address, now()),
    is(datagram, address) {
      if (datagram.length !== LENGTH || !/^COOKIE,[\w-]{22}$/.test(datagram)) return false;
      const given = new TextEncoder().encode(datagram);
      return [now(), now() - 1].some((window) =>
        timingSafeEqual(given, new TextEncoder().encode(made(address, window)))
      );
    },
  };
}
