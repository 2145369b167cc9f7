/**
 * Replays what the original N2O answered: `deno run -A tests/conformance/n2o.ts FILE...`. Each file has one object of JSON in a line; what
 * it is about is told by the lines' fields. For each file it prints `passed N of M`, the failures, and what differs by a name.
 *
 * @module
 */
import type { Kind } from "./kind.ts";
import { runFiles } from "./lines.ts";
import { n2oJson } from "./n2o/json.ts";
import { pickle } from "./n2o/pickle.ts";
import { layout, ring } from "./n2o/ring.ts";
import { session } from "./n2o/session.ts";
import { sid } from "./n2o/sid.ts";
import { uploads } from "./n2o/ftp.ts";
import { replayed } from "./replay.ts";
import type { Report } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [pickle, ring, layout, session, n2oJson, sid, uploads];

/** The outcomes of a file's lines, in their order: one for each that is not blank, and a failure for what cannot be read or replayed. */
export function run(list: string, text: string): Promise<Report> {
  return replayed({ list, text, kinds });
}

if (import.meta.main) await runFiles(Deno.args, run);
