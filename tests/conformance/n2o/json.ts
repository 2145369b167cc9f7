/**
 * What the original's JSON formatter made of terms: `term`, and `json` or `error`.
 *
 * @module
 */
import { encode } from "../../../n2o/bert/bert.ts";
import { json } from "../../../n2o/format/json/json.ts";
import { read } from "../../../n2o/format/text/read.ts";
import { type Term, Tuple } from "../../../n2o/term/term.ts";
import type { Result } from "../report.ts";
import { failureOf, field, type Kind, type Line } from "./kind.ts";

const TEXT = "a tuple stays one, where the original has Erlang's text of it";
const NAMED = "a record of three keeps its name, where the original calls each io";
const FIRST = "what begins a tuple and is no atom is not called one";
const CARRIED = "what the original refuses is carried, and read back";
const RECORDED = ["term", "json", "error"];

/** JSON of the original. */
export const n2oJson: Kind = {
  is: (line) =>
    "term" in line && ("json" in line || "error" in line) &&
    Object.keys(line).every((name) => RECORDED.includes(name)),
  run: (lines) => lines.map(result),
};

function result(line: Line): Result {
  const differences = new Set<string>(), name = field(line, "term");
  const failure = failureOf(() => {
    const term = read(name), written = String(json.encode(term)), again = json.decode(written);
    if (again === undefined) throw new Error(`${written} is no frame of a term`);
    if ("error" in line) {
      const [came, went] = [again, term].map((each) => encode(each).toHex());
      if (came !== went) throw new Error(`${written} is read as ${came}`);
      differences.add(CARRIED);
    } else compare(JSON.parse(written), JSON.parse(field(line, "json")), term, differences);
  });
  const [difference] = differences;
  return { name, failure, ...(difference === undefined ? {} : { difference }) };
}

/** Throws for what is otherwise and has no name. */
function compare(ours: unknown, theirs: unknown, term: Term, differences: Set<string>): void {
  if (same(ours, theirs)) return;
  if (tagOf(ours) === 104 && tagOf(theirs) === 104 && term instanceof Tuple) {
    const [mine, its] = [elements(ours), elements(theirs)];
    for (const [at, each] of mine.entries()) {
      if (at === 0 && !same(each, its[0])) first(each, its[0], mine.length, differences);
      else compare(each, its[at], term.elements[at] ?? [], differences);
    }
    if (mine.length === its.length) return;
  }
  if (tagOf(ours) === 109 && tagOf(theirs) === 109) {
    return within(Reflect.get(Object(ours), "v"), Reflect.get(Object(theirs), "v"), differences);
  }
  within(ours, tagOf(theirs) === 109 ? Reflect.get(Object(theirs), "v") : theirs, differences);
}

function first(ours: unknown, theirs: unknown, size: number, differences: Set<string>): void {
  const isIo = size === 3 && same(theirs, { t: 100, v: "io" });
  const isCalledAtom = tagOf(theirs) === 100 && tagOf(ours) !== 100;
  if (!isIo && !isCalledAtom) throw different(ours, theirs);
  differences.add(isIo ? NAMED : FIRST);
}

/** Below a tuple: values of JSON, in which ours has a tuple where the original has its text. */
function within(ours: unknown, theirs: unknown, differences: Set<string>): void {
  if (same(ours, theirs)) return;
  if (typeof theirs === "string" && tagOf(ours) !== undefined) {
    const meant = read(theirs), mine = json.decode(JSON.stringify(ours)) ?? [];
    // By way of JSON, since an atom within comes back as text.
    if (json.encode(meant) !== json.encode(mine)) throw different(ours, theirs);
    return void differences.add(TEXT);
  }
  const [mine, its] = [membersOf(ours), membersOf(theirs)];
  if (mine.length === 0 || mine.length !== its.length) throw different(ours, theirs);
  for (const [at, [name, value]] of mine.entries()) {
    if (name !== its[at]?.[0]) throw different(ours, theirs);
    within(value, its[at]?.[1], differences);
  }
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    : [];
}

function tagOf(value: unknown): number | undefined {
  return typeof value === "object" && value !== null && "t" in value && typeof value.t === "number"
    ? value.t
    : undefined;
}

function elements(tuple: unknown): readonly unknown[] {
  const found: unknown = Reflect.get(Object(tuple), "v");
  return Array.isArray(found) ? found : [];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return typeof value === "object" && value !== null
    ? membersOf(value).map(([name, each]) => [name, sorted(each)])
    : value;
}

function different(ours: unknown, theirs: unknown): Error {
  return new Error(`${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`);
}
