/**
 * Replays what the original NITRO answered: `deno run -A tests/conformance/nitro.ts FILE...`. Each file has one object of JSON in a line;
 * what it is about is told by the lines' fields, and a line with `error` asks for nothing, but of a template. For each file it prints `passed N of M`, the
 * failures, and by which rules the others differ, each with the number of its lines.
 *
 * @module
 */
import type { Kind } from "./kind.ts";
import { runFiles } from "./lines.ts";
import { action } from "./nitro/actions.ts";
import { conv } from "./nitro/conv.ts";
import { template } from "./nitro/dtl.ts";
import { element } from "./nitro/elements.ts";
import { replayed } from "./replay.ts";
import type { Report } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [element, action, conv, template];

/** The outcomes of a file's lines that have an answer, in their order; what cannot be read or replayed is a failure. */
export function run(list: string, text: string): Promise<Report> {
  return replayed({ list, text, kinds, asks: (line) => !("error" in line) || template.is(line) });
}

if (import.meta.main) await runFiles(Deno.args, run);
