/**
 * Replays what the original N2O answered: `deno run -A tests/conformance/n2o.ts FILE...`. Each file has one object of JSON in a line; what
 * it is about is told by the lines' fields. For each file it prints `passed N of M`, the failures, and what differs by a name.
 *
 * @module
 */
import type { Kind, Line } from "./n2o/kind.ts";
import { pickle } from "./n2o/pickle.ts";
import { layout, ring } from "./n2o/ring.ts";
import { session } from "./n2o/session.ts";
import { sid } from "./n2o/sid.ts";
import type { Report, Result } from "./report.ts";

/** The kinds of lines, the first that says so taking a line. */
const kinds: readonly Kind[] = [pickle, ring, layout, session, sid];

/** How many failures of a file are printed. */
const SHOWN = 20;

/** The outcomes of a file's lines, in the order of kinds. */
export async function run(list: string, text: string): Promise<Report> {
  const lines = text.split("\n").map((each) => each.trim()).filter((each) => each !== "").map(read);
  const results: Result[] = [];
  for (const kind of kinds) {
    const taken = lines.filter((line) => kindOf(line) === kind);
    if (taken.length > 0) results.push(...await kind.run(taken));
  }
  for (const line of lines) {
    if (kindOf(line) === undefined) {
      const name = `fields ${Object.keys(line).join(", ")}`;
      results.push({ name, failure: "no kind of recorded answers has these" });
    }
  }
  return { list, results };
}

function kindOf(line: Line): Kind | undefined {
  return kinds.find((kind) => kind.is(line));
}

function read(text: string): Line {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new TypeError(`no object: ${text}`);
  return Object.fromEntries(Object.entries(value));
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

if (import.meta.main) {
  for (const file of Deno.args) {
    const { list, results } = await run(file, await Deno.readTextFile(file));
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
