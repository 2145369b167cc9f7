/**
 * Runs the BPMN conformance suites: `deno run -A tests/conformance/bpmn.ts FOLDER`. Every folder in it (or itself) that has an
 * expected.json is run; for each list of tests it prints `passed N of M`, the failures, and what
 * differs by a rule that is chosen here and named. A folder of models without one is
 * checked for whether they load.
 *
 * @module
 */
import { type Betsy, betsy } from "./betsy.ts";
import type { Report } from "./report.ts";
import { print } from "./lines.ts";
import { loads } from "./loads.ts";
import type { Spiff } from "./spiff/recording.ts";
import { spiff } from "./spiff/spiff.ts";

/** Runs the suite in a folder. */
export function run(folder: URL): Report[] {
  const expected = read(folder);
  if (expected === undefined) return [];
  const given: unknown = JSON.parse(expected);
  if (isBetsy(given)) return betsy(folder, given);
  return isSpiff(given) ? spiff(folder, given) : [];
}

function read(folder: URL): string | undefined {
  try {
    return Deno.readTextFileSync(new URL("expected.json", folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function isBetsy(given: unknown): given is Betsy {
  return typeof given === "object" && given !== null && "constraints" in given;
}

function isSpiff(given: unknown): given is Spiff {
  return typeof given === "object" && given !== null && "tests" in given && "steps" in given;
}

function foldersIn(folder: URL): URL[] {
  if (read(folder) !== undefined) return [folder];
  const inside = [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => new URL(`${name}/`, folder));
  return [...inside.filter((each) => read(each) !== undefined)];
}

if (import.meta.main) {
  const [path = "."] = Deno.args;
  const root = new URL(`file://${Deno.realPathSync(path)}/`);
  const suites = foldersIn(root);
  const reports = suites.length > 0
    ? suites.flatMap((folder) => run(folder).map((report) => ({ folder, report })))
    : [{ folder: root, report: loads(root) }];
  for (const { folder, report } of reports) {
    const failed = report.results.filter(({ failure }) => failure !== "");
    const differing = report.results.filter(({ difference }) => difference !== undefined);
    const name = folder.pathname.split("/").at(-2);
    print(
      `${name} ${report.list}: passed ${
        report.results.length - failed.length - differing.length
      } of ${report.results.length}${
        differing.length === 0 ? "" : `, ${differing.length} by a named difference`
      }`,
    );
    for (const { name, failure } of failed) print(`  ${name}: ${failure}`);
    for (const { name, difference } of differing) print(`  ${name} differs: ${difference}`);
  }
}
