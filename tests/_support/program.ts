/**
 * Programs beside Deno that some tests need. Where one is missing its tests are reported as ignored,
 * but under `CI=true` they run, and fail.
 *
 * @module
 */
import { permitted, variable } from "./permission.ts";

/** Whether a missing program is a failure. */
export const CI: boolean = variable("CI") === "true";

/** Whether the tests of a program are left out: it is not here, or may not be run, and this is not CI. */
export function absent(program: string, ...args: readonly string[]): boolean {
  return !CI && !runs(program, ...args);
}

/** Whether a program may be started and ends well with these arguments, by default `--version`. */
export function runs(program: string, ...args: readonly string[]): boolean {
  if (!permitted({ name: "run", command: program })) return false;
  try {
    const { success } = new Deno.Command(program, {
      args: args.length > 0 ? [...args] : ["--version"],
      stdout: "null",
      stderr: "null",
    }).outputSync();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
