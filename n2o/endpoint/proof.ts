/**
 * The proof that a UDP peer receives at the address that it sends from: a cookie that says the address and the time, kept by the peer only
 * (as in RFC 6347, 4.2.1, and RFC 9000, 8.1).
 *
 * @module
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../base/mod.ts";

/** How such a datagram begins. */
export const PREFIX = "COOKIE,";
/** Letters of a cookie. */
const LETTERS = 22;
/** Letters by which anybody can tell that a server made it: how likely it is that they stand there by chance is 1 to 2^24. */
const SUM = 4;
/** Bytes of a datagram with a cookie: what asks for one has to be as long. */
export const LENGTH: number = PREFIX.length + LETTERS;
/** How long a cookie is good, at least, and half of how long at most, in milliseconds. */
const WINDOW = 30_000;

/** Makes and checks cookies. */
export interface Proof {
  /** The datagram with the cookie of an address. */
  of(address: string): string;
  /** Whether a server has made the cookie of a datagram, whichever and when: no client asks with it for the first time. */
  isMade(datagram: string): boolean;
  /** Whether a datagram has a cookie that was made for this address in the last 30 to 60 s. */
  is(datagram: string, address: string): boolean;
}

/** Cookies under a key that lives as long as the process. */
export function proof(clock: Pick<Clock, "now">): Proof {
  const key = randomBytes(32);
  const made = (address: string, window: number): string =>
    summed(createHmac("sha256", key).update(`${window} ${address}`).digest("base64url"));
  const now = (): number => Math.floor(clock.now() / WINDOW);
  return {
    of: (address) => made(address, now()),
    isMade: (datagram) => summed(datagram.slice(PREFIX.length)) === datagram,
    is(datagram, address) {
      if (datagram.length !== LENGTH || !/^COOKIE,[\w-]{22}$/.test(datagram)) return false;
      const given = new TextEncoder().encode(datagram);
      return [now(), now() - 1].some((window) =>
        timingSafeEqual(given, new TextEncoder().encode(made(address, window)))
      );
    },
  };
}

/** The datagram of the first letters, with those that say that a server made it. */
function summed(letters: string): string {
  const known = letters.slice(0, LETTERS - SUM);
  const sum = createHash("sha256").update(`n2o ${known}`).digest("base64url").slice(0, SUM);
  return PREFIX + known + sum;
}

/** Answers in a second to an address, and counters of them: addresses that share one share that. */
const ANSWERS = 16, COUNTERS = 65_536;

/** Counts answers to addresses that have proven nothing, in memory that does not grow. */
export class Answers {
  readonly #clock: Pick<Clock, "now">;
  readonly #counts = new Uint8Array(COUNTERS);
  readonly #key = randomBytes(16);
  #second = 0;

  /** Seconds are those of this clock. */
  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** Whether one more may go to an address in this second; counts it. */
  admits(address: string): boolean {
    const second = Math.floor(this.#clock.now() / 1_000);
    if (second !== this.#second) this.#counts.fill(0);
    this.#second = second;
    // Nobody else can tell who shares a counter with whom.
    const at = createHmac("sha256", this.#key).update(address).digest().readUInt16BE();
    const count = this.#counts[at] ?? 0;
    this.#counts[at] = Math.min(count + 1, ANSWERS);
    return count < ANSWERS;
  }
}
