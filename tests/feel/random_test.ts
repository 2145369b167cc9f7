import { equal } from "../_support/assert.ts";
import { type Feel, feel } from "../../feel/mod.ts";
import { feelin } from "../_support/feelin/feelin.ts";
import { long } from "../_support/long.ts";
import { expression, type Node, VARIABLES } from "./random_feel.ts";

const ours = feel();
const theirs = feelin();

/** A value as both evaluators have it: dates, times and durations as text, no integer longer than doubles are. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (/^Feel/.test(value.constructor.name)) return canonical(String(value));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

/** The text of a date, time or duration as ours writes it. */
function canonical(text: string): unknown {
  return ours.evaluate(`string(@"${text}")`, {});
}

function value(evaluator: Pick<Feel, "evaluate">, text: string): unknown {
  try {
    return plain(evaluator.evaluate(text, VARIABLES));
  } catch (error) {
    if (evaluator === ours) throw error;
    return { thrown: String(error) };
  }
}

function alike(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return near(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => alike(each, b[index]));
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

/** feelin counts in binary; with us numbers are decimals of thirty-four digits. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}

/** A smallest part of which the two have different ideas, though not of what is in it. */
function culprit(node: Node): Node {
  const part = node.parts.find(({ text }) => !alike(value(ours, text), value(theirs, text)));
  return part === undefined ? node : culprit(part);
}

interface Difference {
  readonly is: string;
  readonly values: readonly unknown[];
  readonly ours: unknown;
  readonly theirs: unknown;
}

const isDuration = (value: unknown) => typeof value === "string" && /^-?P\d|^-?PT/.test(value);
const isDate = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
const isNumber = (value: unknown): value is number => typeof value === "number";

/** The kind of a value as far as its text tells. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (isDuration(value)) return "duration";
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value)) return "date";
  return Array.isArray(value) ? "list" : typeof value;
}

const isMixed = (values: readonly unknown[]) => new Set(values.map(kindOf)).size > 1;

/** Where feelin departs from the standard, or from us, and why ours is kept. Sections are those of DMN 1.5. */
const EXCEPTIONS: Readonly<Record<string, (it: Difference) => boolean>> = {
  "feelin throws for a comparison that has no answer: null (table 54)": ({ theirs }) =>
    typeof theirs === "object" && theirs !== null && Object.hasOwn(theirs, "thrown"),
  "feelin orders values of different kinds: null (table 54)": ({ is, values, ours }) =>
    ["<", "<=", ">", ">="].includes(is) && isMixed(values) && ours === null,
  "feelin negates, multiplies and divides no durations (tables 57, 59, 61)": (
    { is, values, ours, theirs },
  ) =>
    ["negation", "*", "/"].includes(is) && values.some(isDuration) && ours !== null &&
    (theirs === null || Number.isNaN(theirs)),
  "feelin makes a date and time of a date that it adds hours to: a date (table 55, and the conformance kit's 0100)":
    ({ is, values, ours }) =>
      ["+", "-"].includes(is) && values.some(isDate) && values.some(isDuration) && isDate(ours),
  "feelin gives no months back in time, and counts a month that the end has reached by hour (table 75, and 1121)":
    ({ is, ours }) => is === "years and months duration" && isDuration(ours),
  "feelin takes a list, string or position beyond its end; null (tables 76, 77)": (
    { is, values, ours },
  ) =>
    ["substring", "sublist", "remove", "insert before"].includes(is) && ours === null &&
    (values[0] === "" || Array.isArray(values[0]) || typeof values[0] === "string" ||
      isNumber(values[0])),
  "feelin gives the most frequent numbers as they come; ascending (table 77)": (
    { is, ours, theirs },
  ) =>
    is === "mode" && Array.isArray(theirs) &&
    alike(ours, theirs.toSorted((a, b) => Number(a) - Number(b))),
  "feelin turns a range round whose ends are the wrong way; such a range has nothing in it (10.3.2.7)":
    ({ is, values: [value, low, high], ours }) =>
      ["in", "between"].includes(is) && isNumber(value) && isNumber(low) && isNumber(high) &&
      low > high && ours === false,
  "feelin takes `between` and `in` with a null for null where the answer is no all the same (tables 50, 53)":
    ({ is, values, ours, theirs }) =>
      ["between", "in"].includes(is) && values.includes(null) && ours === false && theirs === null,
  "feelin takes points and ranges with null, or of two kinds, for something; null (table 78, and 0072)":
    ({ is, values, ours }) =>
      ["before", "overlaps", "includes", "in"].includes(is) &&
      (values.includes(null) || isMixed(values)) && ours === null,
  "feelin has no minimum, maximum, sum and mean of anything but numbers (table 77: comparable items)":
    ({ is, values, theirs }) =>
      ["min", "max", "sum", "mean"].includes(is) && values.flat().some((each) => !isNumber(each)) &&
      theirs === null,
  "feelin joins no lists with null or single values in `union`, though in `concatenate` (10.3.2.9.4)":
    ({ is, values, theirs }) =>
      is === "union" && values.some((each) => !Array.isArray(each)) && theirs === null,
  "feelin goes on with anything that is not false in `if`: only true counts (table 49)": (
    { is, values: [test] },
  ) => is === "if" && test !== true && test !== false,
  "feelin makes no list of a single value in `for`, `some` and `every` (10.3.2.9.4)": (
    { is, values },
  ) => ["for", "some", "every"].includes(is) && values.some((each) => !Array.isArray(each)),
  "feelin takes a test of a quantifier that is null for false; null, as for `or` and `and` (table 49)":
    ({ is, values: [list], ours, theirs }) =>
      ["some", "every"].includes(is) && Array.isArray(list) && ours === null && theirs === false,
  "feelin filters null to null; to the empty list (0001 of the kit: a filter gives a list)": (
    { is, values, ours },
  ) => is === "filter" && values[0] === null && isEmpty(ours),
  "feelin compares lists of different lengths, one of which is short, to null; false (table 53)": (
    { is, values, ours, theirs },
  ) => is === "=" && values.every(Array.isArray) && ours === false && theirs === null,
  "feelin does not find null in a list by `index of` (table 77)": ({ is, values }) =>
    is === "index of" && values[1] === null,
};

Deno.test("random expressions have the value that feelin gives them, but for what is named here", () => {
  const met = new Set<string>();
  const odd: string[] = [];
  for (let seed = 1; seed <= (long ? 6_000 : 1_200); seed++) {
    const whole = expression(seed);
    if (alike(value(ours, whole.text), value(theirs, whole.text))) continue;
    const { is, text, parts } = culprit(whole);
    const it = {
      is,
      values: parts.map((part) => value(ours, part.text)),
      ours: value(ours, text),
      theirs: value(theirs, text),
    };
    const found = Object.entries(EXCEPTIONS).find(([, fits]) => fits(it))?.[0];
    if (found !== undefined) met.add(found);
    else odd.push(`seed ${seed}: ${text} is ${JSON.stringify(it)}`);
  }
  equal(odd, []);
  // Rare ones need all seeds.
  if (long) equal([...met].toSorted(), Object.keys(EXCEPTIONS).toSorted());
});
