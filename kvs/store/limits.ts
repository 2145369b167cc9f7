/** The limits of Deno KV, as it enforces them. */
export const LIMITS = {
  writeKeyBytes: 2048,
  /** One more than is written, for the end of a range. */
  readKeyBytes: 2049,
  valueBytes: 65_536,
  getManyKeys: 10,
  batchEntries: 1000,
  checks: 100,
  mutations: 1000,
  watchedKeys: 10,
  commitBytes: 819_200,
  commitKeyBytes: 81_920,
  /** The longest delay of a message of the queue, in milliseconds: 30 days. */
  queueDelay: 2_592_000_000,
  backoffIntervals: 5,
  /** The longest wait between two attempts to deliver a message, in milliseconds: an hour. */
  backoffInterval: 3_600_000,
  /** The last moment that an entry can expire at: the end of the year 262142. */
  lastExpiry: 8_210_266_876_799_999,
} as const;

/**
 * Throws a TypeError, in Deno KV's words, for a key, or an end of a range, that is too long to be
 * read.
 */
export function checkReadKey(length: number): void {
  if (length > LIMITS.readKeyBytes) {
    throw new TypeError(`Key too large for read (max ${LIMITS.readKeyBytes} bytes)`);
  }
}

/** Throws a TypeError, in Deno KV's words, for a key too long, or too short, to be written. */
export function checkWriteKey(key: Uint8Array): void {
  if (key.length === 0) throw new TypeError("key cannot be empty");
  if (key.length > LIMITS.writeKeyBytes) {
    throw new TypeError(`Key too large for write (max ${LIMITS.writeKeyBytes} bytes)`);
  }
}

/** Throws a TypeError, in Deno KV's words, for an `expireIn` that is no number of milliseconds. */
export function checkExpireIn(expireIn: number | undefined): void {
  if (expireIn !== undefined && (!Number.isInteger(expireIn) || expireIn < 0)) {
    throw new TypeError(`expireIn must be a non-negative integer: received ${expireIn}`);
  }
}

/** Throws a TypeError, in Deno KV's words, for a delay of the queue out of its bounds. */
export function checkDelay(delay: number): void {
  if (typeof delay !== "number") throw new TypeError(`Delay must be a number: ${typeof delay}`);
  if (delay < 0) throw new TypeError(`Delay must be >= 0: received ${delay}`);
  if (delay > LIMITS.queueDelay) {
    throw new TypeError(`Delay cannot be greater than 30 days: received ${delay}`);
  }
  if (Number.isNaN(delay)) throw new TypeError("Delay cannot be NaN");
}

/** Throws a TypeError, in Deno KV's words, for a schedule of attempts out of its bounds. */
export function checkBackoff(schedule: readonly number[]): void {
  if (schedule.length > LIMITS.backoffIntervals) {
    throw new TypeError(
      `Invalid backoffSchedule, max ${LIMITS.backoffIntervals} intervals allowed`,
    );
  }
  schedule.forEach((interval, i) => {
    if (typeof interval !== "number" || !(interval >= 0 && interval <= LIMITS.backoffInterval)) {
      throw new TypeError(`Invalid backoffSchedule, interval at index ${i} is invalid`);
    }
  });
}
