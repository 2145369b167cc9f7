/**
 * Replays files of recorded answers, of several kinds of lines.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Kind, Line } from "./kind.ts";
import { kindOf, ofNoKind, read, unanswered } from "./lines.ts";
import type { Report, Result } from "./report.ts";

/**
 * The outcomes of a file's lines that ask for an answer, in their order; what cannot be read or replayed is a failure. The first kind that
 * says so takes a line.
 */
export async function replayed(
  { list, text, kinds, asks = () => true }: {
    readonly list: string;
    readonly text: string;
    readonly kinds: readonly Kind[];
    readonly asks?: (line: Line) => boolean;
  },
): Promise<Report> {
  const results: Result[] = [], found = new Map<Kind, [at: number, line: Line][]>();
  for (const [index, each] of text.split("\n").entries()) {
    if (each.trim() === "") continue;
    const at = results.length, name = `line ${index + 1}`;
    try {
      const line = read(each), kind = kindOf(kinds, line);
      if (!asks(line)) continue;
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

/** Replays lines of a kind together: some of them share a browser. Where that throws, halves of them are, until who throws stands alone. */
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
    const half = Math.ceil(lines.length / 2);
    if (lines.length > 1) {
      await replay(kind, lines.slice(0, half), results);
      return await replay(kind, lines.slice(half), results);
    }
    for (const [at] of lines) {
      results[at] = { name: results[at]?.name ?? "", failure: messageOf(error) };
    }
  }
}
