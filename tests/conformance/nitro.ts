/**
 * Replays what the original NITRO answered: `deno run -A tests/conformance/nitro.ts FILE...`. Each file has one object of JSON in a line;
 * what it is about is told by the lines' fields, and a line with `error` asks for nothing. For each file it prints `passed N of M`, the
 * failures, and by which rules the others differ, each with the number of its lines.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Kind, Line } from "./kind.ts";
import { kindOf, ofNoKind, read, runFiles, unanswered } from "./lines.ts";
import { action } from "./nitro/actions.ts";
import { conv } from "./nitro/conv.ts";
import { element } from "./nitro/elements.ts";
import type { Report, Result } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [element, action, conv];

/** The outcomes of a file's lines that have an answer, in their order; what cannot be read or replayed is a failure. */
export async function run(list: string, text: string): Promise<Report> {
  const results: Result[] = [], found = new Map<Kind, [at: number, line: Line][]>();
  for (const [index, each] of text.split("\n").entries()) {
    if (each.trim() === "") continue;
    const at = results.length, name = `line ${index + 1}`;
    try {
      const line = read(each), kind = kindOf(kinds, line);
      if ("error" in line) continue;
      results.push({ name, failure: kind === undefined ? ofNoKind(line) : unanswered });
      if (kind !== undefined) {
        const lines = found.get(kind);
        if (lines === undefined) found.set(kind, [[at, line]]);
        else lines.push([at, line]);
      }
    } catch (error) {
      results.push({ name, failure: messageOf(error) });
    }
  }
  for (const [kind, lines] of found) await replay(kind, lines, results);
  return { list, results };
}

/** Replays lines of a kind together: some of them share a browser. */
async function replay(
  kind: Kind,
  lines: readonly (readonly [number, Line])[],
  results: Result[],
): Promise<void> {
  try {
    const replayed = await kind.run(lines.map(([, line]) => line));
    for (const [index, result] of replayed.entries()) {
      const at = lines[index]?.[0];
      if (at !== undefined) results[at] = result;
    }
  } catch (error) {
    for (const [at] of lines) {
      results[at] = { name: results[at]?.name ?? "", failure: messageOf(error) };
    }
  }
}

if (import.meta.main) await runFiles(Deno.args, run);
