/**
 * Files of recorded answers, an object of JSON in a line, and what a runner prints of them.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Kind, Line } from "./kind.ts";
import type { Report, Result } from "./report.ts";

/** How many failures of a file are printed. */
const SHOWN = 20;

/**
 * The object of a line.
 *
 * @throws {Error} for one that is none.
 */
export function read(text: string): Line {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("a line is an object of JSON");
  }
  return Object.fromEntries(Object.entries(value));
}

/** What is wrong with a line of no kind. */
export function ofNoKind(line: Line): string {
  return `no kind of recorded answers has fields ${Object.keys(line).join(", ")}`;
}

/** What is wrong with a line of which its kind says nothing. */
export const unanswered = "its kind did not replay it";

/** The kind of a line: the first that says so. */
export function kindOf(kinds: readonly Kind[], line: Line): Kind | undefined {
  return kinds.find((each) => each.is(line));
}

/**
 * Runs files and prints for each `passed N of M`, its failures, and by which rules others differ, each with the number of its lines. A file
 * that is not there, or is no text, is a failure of its own.
 */
export async function runFiles(
  files: readonly string[],
  run: (list: string, text: string) => Promise<Report>,
): Promise<void> {
  for (const file of files) {
    const { list, results } = await outcome(file, run);
    const failed = results.filter(({ failure }) => failure !== "");
    print(`${list}: passed ${results.length - failed.length} of ${results.length}`);
    for (const { name, failure } of failed.slice(0, SHOWN)) print(`  ${name}: ${failure}`);
    if (failed.length > SHOWN) print(`  and ${failed.length - SHOWN} more`);
    for (const [rule, count] of differences(results)) print(`  ${count} differ: ${rule}`);
  }
}

async function outcome(
  file: string,
  run: (list: string, text: string) => Promise<Report>,
): Promise<Report> {
  try {
    return await run(file, await Deno.readTextFile(file));
  } catch (error) {
    return { list: file, results: [{ name: "the file", failure: messageOf(error) }] };
  }
}

/** How many lines differ by each rule, the most first. A line that differs by several counts for each. */
function differences(results: readonly Result[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { failure, difference } of results) {
    if (failure !== "" || difference === undefined) continue;
    for (const rule of difference.split("\n")) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/** Writes a line to the standard output. */
export function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}
