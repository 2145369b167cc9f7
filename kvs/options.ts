/**
 * What callers give beside records: stores, options, and what stands in them. Whatever is none of
 * that is told at once, as a KvsError, before anything is read or written.
 *
 * @module
 */
import type { Clock } from "../base/mod.ts";
import { given, KvsError } from "./error.ts";
import type { Kv } from "./kv.ts";

/**
 * Options as they are now, the caller's no more: each is read once.
 *
 * @param what whose they are, for the message
 * @throws {KvsError} `bad_argument` for what is no object, and for what reading it throws
 */
export function optionsOf<O extends object>(what: string, options: O | undefined): Partial<O> {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null) {
    throw new KvsError("bad_argument", `${what}: options are an object, not ${kindOf(options)}`);
  }
  return given(what, () => ({ ...options }));
}

/** @throws {KvsError} `bad_argument` for what is no list, and for what reading it throws */
export function listOf<T>(what: string, list: readonly T[]): T[] {
  const copy = given(what, () => Array.isArray(list) ? Array.from(list) : undefined);
  if (copy !== undefined) return copy;
  throw new KvsError("bad_argument", `${what}: give a list, not ${kindOf(list)}`);
}

/** @throws {KvsError} `bad_argument` for what does not end anything */
export function signalOf(what: string, signal: unknown): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  if (has(what, signal, ["addEventListener", "removeEventListener"]) && "aborted" in signal) {
    return signal as AbortSignal; // as: it has what is asked of one
  }
  throw new KvsError("bad_argument", `${what}: a signal is an AbortSignal, not ${kindOf(signal)}`);
}

/** What a clock is asked: the time, and to wake up. */
type Named = keyof Clock & string;

/** @throws {KvsError} `bad_argument` for a clock that does not tell what it is asked for */
export function checkClock(
  what: string,
  clock: Pick<Clock, "now">,
  asked: readonly Named[] = ["now"],
): void {
  const tells = has(what, clock, asked) && given(what, () => Number.isFinite(clock.now()));
  if (!tells) throw new KvsError("bad_argument", `${what}: a clock has ${asked.join(", ")}`);
}

/** @throws {KvsError} `bad_argument` for what is no store */
export function checkKv(what: string, kv: Kv): void {
  if (typeof kv === "object" && kv !== null && has(what, kv, ["atomic"])) return;
  throw new KvsError("bad_argument", `${what}: give a store, not ${kindOf(kv)}`);
}

/** @throws {KvsError} `bad_argument` for what is no commit of a store */
export function checkCommit(what: string, commit: unknown): void {
  if (has(what, commit, ["check", "set", "delete", "sum"])) return;
  throw new KvsError("bad_argument", `${what}: give a Batch, or a commit of the store`);
}

/** @throws {KvsError} `bad_argument` for a function that is none; one that is not given is none */
export function checkFunction(what: string, name: string, given: unknown): void {
  if (given === undefined || typeof given === "function") return;
  throw new KvsError("bad_argument", `${what}: ${name} is a function, not ${kindOf(given)}`);
}

/** The error for what is not what it should be. */
export function misuse(where: string, what: string, given: unknown): KvsError {
  return new KvsError("bad_argument", `${where}: give ${what}, not ${kindOf(given)}`);
}

/** What messages call a value: numbers as they are, all else by its type, which nothing can hide. */
export function kindOf(value: unknown): string {
  if (typeof value === "number") return String(value);
  return value === null ? "null" : `what is of type ${typeof value}`;
}

/** Whether it has methods of these names. */
function has(what: string, value: unknown, names: readonly string[]): value is object {
  if (typeof value !== "object" || value === null) return false;
  return given(what, () => names.every((name) => typeof Reflect.get(value, name) === "function"));
}
