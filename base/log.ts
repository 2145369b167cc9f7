/**
 * Where a module reports what a person should know.
 *
 * @module
 */

/** How grave an entry is. */
export type Level = "info" | "warning" | "error";

/** Receives an entry: one incident, one call. `details` holds plain facts and, for errors, `error`. */
export type Log = (
  level: Level,
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

/**
 * Writes entries to the console, all of them to the standard error stream: the standard output is the program's own.
 *
 * @example
 * ```ts
 * import { consoleLog, type Log } from "@n2o/n2o/base";
 *
 * const graver: Log = (level, message, details) => {
 *   if (level !== "info") consoleLog(level, message, details);
 * };
 * graver("info", "nobody needs to know");
 * ```
 */
export const consoleLog: Log = (level, message, details) => {
  const text = details === undefined ? [message] : [message, details];
  // deno-lint-ignore no-console -- the console is this log's whole purpose
  (level === "error" ? console.error : console.warn)(...text);
};

/** Drops every entry. */
export const silentLog: Log = () => {};
