/**
 * Replays what the original N2O answered: `deno run -A tests/conformance/n2o.ts FILE...`. Each file has one object of JSON in a line; what
 * it is about is told by the lines' fields. For each file it prints `passed N of M`, the failures, and what differs by a name.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Kind, Line } from "./n2o/kind.ts";
import { n2oJson } from "./n2o/json.ts";
import { pickle } from "./n2o/pickle.ts";
import { layout, ring } from "./n2o/ring.ts";
import { session } from "./n2o/session.ts";
import { sid } from "./n2o/sid.ts";
import { uploads } from "./n2o/ftp.ts";
import type { Report, Result } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [pickle, ring, layout, session, n2oJson, sid, uploads];

/** How many failures of a file are printed. */
const SHOWN = 20;

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
    const line = read(text), kind = kinds.find((each) => each.is(line));
    if (kind === undefined) {
      const failure = `no kind of recorded answers has fields ${Object.keys(line).join(", ")}`;
      return { name, failure };
    }
    const [result] = await kind.run([line]);
    return result ?? { name, failure: "its kind did not replay it" };
  } catch (error) {
    return { name, failure: messageOf(error) };
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
    const named = Map.groupBy(
      results.filter(({ failure }) => failure === ""),
      ({ difference }) => difference,
    );
    for (const [difference, those] of named) {
      if (difference !== undefined) print(`  ${those.length} differ: ${difference}`);
    }
  }
}
