/**
 * Replays what the original FORM answered: `deno run -A tests/conformance/form.ts FILE...`. Each file has one object of JSON in a line;
 * what it is about is told by the lines' fields, and a line with `error` and nothing beside it asks for nothing. For each file it prints
 * `passed N of M`, the failures, and by which rules the others differ, each with the number of its lines.
 *
 * @module
 */
import { check } from "./form/checks.ts";
import { helper } from "./form/helpers.ts";
import { named } from "./form/records.ts";
import { rendered } from "./form/rendered.ts";
import type { Kind, Line } from "./kind.ts";
import { runFiles } from "./lines.ts";
import { replayed } from "./replay.ts";
import type { Report } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [rendered, named, check, helper];

/** The outcomes of a file's lines that have an answer, in their order; what cannot be read or replayed is a failure. */
export function run(list: string, text: string): Promise<Report> {
  return replayed({ list, text, kinds, asks });
}

/** Whether a line has an answer: one of the original, or what it gives once its slips are mended. */
function asks(line: Line): boolean {
  return !("error" in line) || "mended_html" in line;
}

if (import.meta.main) await runFiles(Deno.args, run);
