/**
 * Replays what the original REST answered: `deno run -A tests/conformance/rest.ts FILE...`. Each file has one object of JSON in a line: a request with
 * its response, or a function with its result; a line with `raises` asks for nothing. For each file it prints `passed N of M`, the failures, and by which
 * rules the others differ, each with the number of its lines.
 *
 * @module
 */
import type { Kind, Line } from "./kind.ts";
import { runFiles } from "./lines.ts";
import { replayed } from "./replay.ts";
import type { Report } from "./report.ts";
import { functions, isCounterpart } from "./rest/functions.ts";
import { requests } from "./rest/requests.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [requests, functions];

/** The outcomes of a file's lines that have an answer, in their order; what cannot be read or replayed is a failure. */
export function run(list: string, text: string): Promise<Report> {
  return replayed({ list, text, kinds, asks });
}

function asks(line: Line): boolean {
  return !("raises" in line) && (!("function" in line) || isCounterpart(line));
}

if (import.meta.main) await runFiles(Deno.args, run);
