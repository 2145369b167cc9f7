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
import { failureOf, field, type Kind, type Line } from "../kind.ts";

const TEXT = "a tuple stays one, where the original has Erlang's text of it";
const NAMED = "a record of three keeps its name, where the original calls each io";
const FIRST = "what begins a tuple and is no atom is not called one";
const PAIRED = "pairs of one name twice, and a number under the name t, stay pairs";
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
      // What JSON does not tell apart comes back as the plainer one.
      if (!isAlike(again, term)) throw new Error(`${written} is read as ${encode(again).toHex()}`);
      differences.add(CARRIED);
    } else compare(parsed(written), parsed(field(line, "json")), term, differences);
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
    const mine = json.decode(written(ours));
    if (mine === undefined || !isAlike(mine, read(theirs))) throw different(ours, theirs);
    return void differences.add(TEXT);
  }
  const pairs = Array.isArray(theirs) ? undefined : pairsOf(ours);
  if (pairs !== undefined) {
    differences.add(PAIRED);
    return within(pairs, theirs, differences);
  }
  const [mine, its] = [membersOf(ours), membersOf(theirs)];
  if (mine.length === 0 || mine.length !== its.length) throw different(ours, theirs);
  for (const [at, [name, value]] of mine.entries()) {
    if (name !== its[at]?.[0]) throw different(ours, theirs);
    within(value, its[at]?.[1], differences);
  }
}

/** The object of what stayed pairs, the last of a name as a reader of JSON has it. */
function pairsOf(ours: unknown): unknown {
  const all = Array.isArray(ours) ? ours : tagOf(ours) === 116 ? elements(ours) : [];
  const members = all.map((each) => {
    const { k, v } = Object(each), [key, value] = tagOf(each) === 104 ? elements(each) : [k, v];
    return [Reflect.get(Object(key), "v"), tagOf(value) === 109 && "v" in value ? value.v : value];
  });
  const isNamed = members.every(([name]) => name === null || typeof name !== "object");
  return all.length > 0 && isNamed ? Object.fromEntries(members) : undefined;
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
  return written(sorted(a)) === written(sorted(b));
}

/** Whether two terms are one in JSON, where an atom within is a text, pairs are a map, and a map has no order. */
function isAlike(a: Term, b: Term): boolean {
  return same(parsed(String(json.encode(a))), parsed(String(json.encode(b))));
}

/** The value of a text of JSON, with each integer whole. */
function parsed(text: string): unknown {
  return JSON.parse(text, (_key, value, context?: { readonly source?: string }) => {
    const source = context?.source ?? "";
    return typeof value === "number" && /^-?\d{16,}$/.test(source) ? BigInt(source) : value;
  });
}

/** The text of such a value. */
function written(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) =>
    `${JSON.stringify(name)}:${written(each)}`
  );
  return `{${members.join(",")}}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (tagOf(value) === 116) {
    const pairs = elements(value).map(sorted);
    return { t: 116, v: pairs.sort((a, b) => written(a) < written(b) ? -1 : 1) };
  }
  return typeof value === "object" && value !== null
    ? membersOf(value).map(([name, each]) => [name, sorted(each)])
    : value;
}

function different(ours: unknown, theirs: unknown): Error {
  return new Error(`${written(ours)}, not ${written(theirs)}`);
}
