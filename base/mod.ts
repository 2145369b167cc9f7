/**
 * The ground floor: what every room of the project uses and what knows none of them. It runs wherever ECMAScript 2022 does: Deno,
 * Node 20, workerd, browsers.
 *
 * @example
 * ```ts
 * import { backoff, CodedError, deadline, sleep, systemClock } from "@n2o/n2o/base";
 *
 * class ShopError extends CodedError<"timeout"> {
 *   static override readonly name = "ShopError";
 * }
 *
 * const wait = backoff({ first: 1, longest: 8 });
 * const ask = (attempt: number) => attempt < 2 ? Promise.reject(new Error("busy")) : Promise.resolve("tea");
 *
 * async function order(attempt = 0): Promise<string> {
 *   try {
 *     const error = () => new ShopError("timeout", "the shop has not answered: ask again tomorrow");
 *     return await deadline(ask(attempt), { ms: 1_000, error });
 *   } catch (error) {
 *     if (ShopError.is(error)) throw error;
 *     await sleep(systemClock, wait(attempt));
 *     return order(attempt + 1);
 *   }
 * }
 *
 * if (await order() !== "tea") throw new Error("no tea");
 * ```
 *
 * @module
 */
export {
  backoff,
  type BackoffOptions,
  type Clock,
  LONGEST_TIMER,
  sleep,
  systemClock,
} from "./clock.ts";
export { type Base64Options, fromBase64, fromHex, toBase64, toHex } from "./encoding.ts";
export {
  compareText,
  concatBytes,
  equalBytes,
  equalSecrets,
  fromVarint,
  toVarint,
} from "./bytes.ts";
export { deadline, type DeadlineOptions } from "./deadline.ts";
export { CodedError, type CodedErrorClass, messageOf } from "./error.ts";
export { fingerprint, sha256, sha256Sync } from "./hash.ts";
export { isInteger, isObject, isPlainObject, isRecord, isThenable } from "./guard.ts";
export { randomId, timeId } from "./id.ts";
export { Latch } from "./latch.ts";
export { consoleLog, type Level, type Log, silentLog } from "./log.ts";
export { isAdmittedOrigin, isOwnOrigin, type OriginClaim } from "./origin.ts";
export { type SerialQueue, serialQueue } from "./serial.ts";
