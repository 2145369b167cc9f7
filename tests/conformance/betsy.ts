/**
 * The conformance tests of betsy: scripts that leave a trace, and models that must be refused.
 *
 * @module
 */
import { type Definition, NONE, processOf } from "../../bpe/definition/definition.ts";
import { BpeError } from "../../bpe/error.ts";
import { type Expressions, expressions } from "../../bpe/expression/expression.ts";
import { parse } from "../../bpe/parse.ts";
import { advance } from "./clock.ts";
import { type Job, listen, type Outcome, start, world } from "./world.ts";
import type { Report } from "./report.ts";

interface Case {
  readonly case: number;
  readonly variables: Record<string, unknown>;
  readonly expectedTrace: readonly string[];
  readonly alsoStartFirst?: string;
  readonly waitMs?: number;
}

/** What expected.json of betsy says. */
export interface Betsy {
  readonly expressionsAsFeel: Readonly<Record<string, string>>;
  readonly tests: readonly {
    readonly name: string;
    readonly file: string;
    readonly processId: string;
    readonly cases: readonly Case[];
  }[];
  readonly constraints: readonly { readonly name: string; readonly file: string }[];
}

/** How long a test runs that does not say: milliseconds. */
const WAIT = 10_000;

/** Runs all tests. */
export function betsy(folder: URL, expected: Betsy): Report[] {
  const tests = expected.tests.map((test) => {
    const failures = test.cases.flatMap((each) => {
      const trace = traceOf(folder, expected, test.file, test.processId, each);
      const same = fits(trace, each.expectedTrace);
      return same
        ? []
        : [`case ${each.case}: ${trace.join(" ")} instead of ${each.expectedTrace.join(" ")}`];
    });
    return { name: test.name, failure: failures.join("; ") };
  });
  const constraints = expected.constraints.map(({ name, file }) => ({
    name,
    failure: refused(folder, file),
  }));
  return [{ list: "tests", results: tests }, { list: "constraints", results: constraints }];
}

function fits(actual: readonly string[], wanted: readonly string[]): boolean {
  const loose = wanted.includes("ERROR")
    ? actual.map((each) => each.startsWith("ERROR") ? "ERROR" : each)
    : actual;
  return JSON.stringify(loose.toSorted()) === JSON.stringify(wanted.toSorted());
}

function refused(folder: URL, file: string): string {
  try {
    parse(Deno.readTextFileSync(new URL(file, folder)), { strict: true });
    return "is accepted";
  } catch (error) {
    if (!(error instanceof BpeError)) return `throws ${error}`;
    return error.element !== undefined ? "" : `names no element: ${error.message}`;
  }
}

function traceOf(
  folder: URL,
  expected: Betsy,
  file: string,
  process: string,
  test: Case,
): string[] {
  let definition: Definition;
  try {
    const text = Deno.readTextFileSync(new URL(file, folder));
    definition = parse(text, { expressions: mapped(expected.expressionsAsFeel) });
  } catch (error) {
    if (error instanceof BpeError) return ["ERROR_deployment"];
    throw error;
  }
  const trace: string[] = [];
  const marks = { marker: false, first: NaN };
  const place = world([definition], (job) => script(job, trace, marks), {
    expressions: mapped(expected.expressionsAsFeel),
  });
  const begin = place.now;
  for (const { index, id } of definition.processes) {
    listen(place, index, id === process ? test.variables : {});
  }
  if (test.alsoStartFirst !== undefined) start(place, test.alsoStartFirst, {});
  if (startsItself(definition, process)) start(place, process, test.variables);
  advance(place, begin + (test.waitMs ?? WAIT));
  // The marker is looked for only by the tests that ask for it.
  if (marks.marker && test.expectedTrace.includes("MARKER_exists")) trace.push("MARKER_exists");
  for (const state of place.states.values()) {
    if (state.incidents.length > 0) trace.push("ERROR_runtime");
    if (state.status === "failed") trace.push("ERROR_thrownErrorEvent");
  }
  return trace;
}

/** A process that waits for a trigger is not started by hand. */
function startsItself(definition: Definition, id: string): boolean {
  const scope = definition.scopes[processOf(definition, id)?.scope ?? NONE];
  return (scope?.starts.length ?? 0) > 0 || (scope?.triggers.length ?? 0) === 0;
}

/** The suite's expressions, mapped as it says. One model has a stray `>` behind its condition. */
function mapped(texts: Readonly<Record<string, string>>): Expressions {
  const { evaluate } = expressions();
  return {
    evaluate: (expression, variables) =>
      evaluate({ ...expression, text: textOf(expression.text, texts) }, variables),
  };
}

function textOf(text: string, texts: Readonly<Record<string, string>>): string {
  const clean = text.replace(/(?<=\))>$/, "");
  return texts[clean] ?? clean;
}

function script(job: Job, trace: string[], marks: { marker: boolean; first: number }): Outcome {
  const text = job.node.activity?.script?.text ?? "";
  const count = Number(job.variables.integerVariable ?? 0);
  if (text.startsWith("SCRIPT_task")) trace.push(text);
  switch (text) {
    case "CREATE_MARKER_FILE":
      marks.marker = true;
      return {};
    case "INCREMENT_INTEGER_VARIABLE":
      return { variables: { integerVariable: count + 1 } };
    case "INCREMENT_INTEGER_VARIABLE_AND_LOG":
      trace.push("INCREMENT_correct");
      return { variables: { integerVariable: count + 1 } };
    case "SET_STRING_DATA":
      return { variables: { data: "String" } };
    case "LOG_DATA":
      if (Object.values(job.variables).includes("String")) trace.push("DATA_correct");
      return {};
    case "THROW_ERROR":
      return { error: "ERR_CODE" };
    case "WAIT_TEN_SECONDS":
      return { after: 10_000 };
    case "CREATE_TIMESTAMP_LOG_1":
    case "CREATE_TIMESTAMP_LOG_2":
      if (Math.abs(job.now - marks.first) < 10_000) trace.push("EXECUTION_parallel");
      else marks.first = job.now;
      return { after: 10_000 };
    default:
      return {};
  }
}
