/**
 * Replays what the original N2O answered: `deno run -A tests/conformance/n2o.ts FILE...`. Each file has one object of JSON in a line; what
 * it is about is told by the lines' fields. For each file it prints `passed N of M`, the failures, and what differs by a name.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Kind } from "./kind.ts";
import { kindOf, ofNoKind, read, runFiles, unanswered } from "./lines.ts";
import { n2oJson } from "./n2o/json.ts";
import { pickle } from "./n2o/pickle.ts";
import { layout, ring } from "./n2o/ring.ts";
import { session } from "./n2o/session.ts";
import { sid } from "./n2o/sid.ts";
import { uploads } from "./n2o/ftp.ts";
import type { Report, Result } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [pickle, ring, layout, session, n2oJson, sid, uploads];

/** The outcomes of a file's lines, in their order: one for each that is not blank, and a failure for what cannot be read or replayed. */
export async function run(list: string, text: string): Promise<Report> {
  const results: Result[] = [];
  for (const [index, each] of text.split("\n").entries()) {
    const line = each.trim();
    if (line !== "") results.push(await replayed(line, `line ${index + 1}`));
  }
  return { list, results };
}

async function replayed(text: string, name: string): Promise<Result> {
  try {
    const line = read(text), kind = kindOf(kinds, line);
    if (kind === undefined) return { name, failure: ofNoKind(line) };
    const [result] = await kind.run([line]);
    return result ?? { name, failure: unanswered };
  } catch (error) {
    return { name, failure: messageOf(error) };
  }
}

if (import.meta.main) await runFiles(Deno.args, run);
