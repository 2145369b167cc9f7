/**
 * Replays what the original NITRO answered: `deno run -A tests/conformance/nitro.ts FILE...`. Each file has one object of JSON in a line;
 * what it is about is told by the lines' fields, and a line with `error` asks for nothing. For each file it prints `passed N of M`, the
 * failures, and by which rules the others differ, each with the number of its lines.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Kind, Line } from "./n2o/kind.ts";
import { action } from "./nitro/actions.ts";
import { conv } from "./nitro/conv.ts";
import { element } from "./nitro/elements.ts";
import type { Report, Result } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [element, action, conv];

/** How many failures of a file are printed. */
const SHOWN = 20;

/** The outcomes of a file's lines that have an answer, in their order; what cannot be read or replayed is a failure. */
export async function run(list: string, text: string): Promise<Report> {
  const results: Result[] = [], found = new Map<Kind, [at: number, line: Line][]>();
  for (const [index, each] of text.split("\n").entries()) {
    if (each.trim() === "") continue;
    const at = results.length, name = `line ${index + 1}`;
    try {
      const line = read(each), kind = kinds.find((each) => each.is(line));
      if ("error" in line) continue;
      const fields = Object.keys(line).join(", ");
      const failure = kind === undefined
        ? `no kind of recorded answers has fields ${fields}`
        : "its kind did not replay it";
      results.push({ name, failure });
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

function read(text: string): Line {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("a line is an object of JSON");
  }
  return Object.fromEntries(Object.entries(value));
}

/** The outcomes of a file; one that is not there, or is no text, is a failure of its own. */
async function runFile(file: string): Promise<Report> {
  try {
    return await run(file, await Deno.readTextFile(file));
  } catch (error) {
    return { list: file, results: [{ name: "the file", failure: messageOf(error) }] };
  }
}

/** How many lines differ by each rule. A line that differs by several counts for each. */
function differences(results: readonly Result[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { failure, difference } of results) {
    if (failure !== "" || difference === undefined) continue;
    for (const rule of difference.split("\n")) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

if (import.meta.main) {
  for (const file of Deno.args) {
    const { list, results } = await runFile(file);
    const failed = results.filter(({ failure }) => failure !== "");

    print(`${list}: passed ${results.length - failed.length} of ${results.length}`);
    for (const { name, failure } of failed.slice(0, SHOWN)) print(`  ${name}: ${failure}`);
    if (failed.length > SHOWN) print(`  and ${failed.length - SHOWN} more`);
    for (const [rule, count] of differences(results)) print(`  ${count} differ: ${rule}`);
  }
}
