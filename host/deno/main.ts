/**
 * The main function of a program.
 *
 * @module
 */
import { CodedError } from "../../base/mod.ts";

/** Codes of what is wrong around a program, not in it. */
const OUTSIDE: ReadonlySet<string> = new Set(["config", "host", "open"]);

/**
 * Runs a program. Where its settings, its port or its store do not allow that, it says so in one line and ends with the exit code 1;
 * any other error is the program's own and is thrown on.
 *
 * @example
 * ```ts
 * import { main } from "@n2o/n2o/host/deno";
 *
 * await main(() => Promise.resolve());
 * ```
 */
export async function main(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!CodedError.is(error) || !OUTSIDE.has(error.code)) throw error;
    // deno-lint-ignore no-console -- whoever started the program reads it
    console.error(`error: ${error.message}`);
    Deno.exit(1);
  }
}
