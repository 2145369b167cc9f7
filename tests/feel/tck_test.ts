import { equal } from "../_support/assert.ts";
import { feel } from "../../feel/mod.ts";
import { folder } from "../_support/golden.ts";
import { isThere } from "../_support/permission.ts";

/** A value as the kit writes it: `n` a number, `s` a string, `c` a context, `t` and `v` the type and text of a time. */
type Written =
  | null
  | boolean
  | readonly Written[]
  | { readonly n: string }
  | { readonly s: string }
  | { readonly c: Readonly<Record<string, Written>> }
  | { readonly t: string; readonly v: string };

interface Case {
  readonly suite: string;
  readonly node: string;
  readonly text: string;
  readonly inputs?: Readonly<Record<string, Written>>;
  readonly expected: Written;
  readonly error?: true;
}

/** One case a line: the literal expressions of the DMN technology compatibility kit, levels 2 and 3. */
const file = new URL("dmn/tck.jsonl", folder);

/** Why a case of the kit is not met, by suite and names of its decisions. */
const EXCEPTIONS: readonly (readonly [string, RegExp, string])[] = [
  ["0070-feel-instance-of", /./, "names a type that its file defines, which the cases do not have"],
  [
    "0082-feel-coercion",
    /./,
    "wants the value fitted to the type of a decision (DMN 1.5, 10.3.2.9.4), which no expression has",
  ],
  [
    "0021-singleton-list",
    /./,
    "wants the value fitted to the type of a decision (DMN 1.5, 10.3.2.9.4), which no expression has",
  ],
  [
    "0068-feel-equality",
    /^(time_005|datetime_003_a)$/,
    "says of itself that times of different fractions of a second are not equal, and expects that they are",
  ],
  [
    "1111-feel-matches-function",
    /^K2-MatchesFunc-17$/,
    "has a back-reference, for which no bounded time is known",
  ],
];

const { evaluate } = feel({ clock: { now: () => Date.UTC(2026, 0, 1) } });
const value = (text: string, variables = {}) => evaluate(text, variables);

function read(written: Written): unknown {
  if (typeof written !== "object" || written === null) return written;
  if (Array.isArray(written)) return written.map(read);
  if ("n" in written) return Number(written.n);
  if ("s" in written) return written.s;
  if ("v" in written) return value(`string(@"${written.v}")`);
  return "c" in written
    ? Object.fromEntries(Object.entries(written.c).map(([name, each]) => [name, read(each)]))
    : undefined;
}

/** A value as an application gives it: dates, times and durations are Temporal's. */
function given(written: Written): unknown {
  if (typeof written !== "object" || written === null) return written;
  if (Array.isArray(written)) return written.map(given);
  if ("c" in written) {
    return Object.fromEntries(Object.entries(written.c).map(([name, each]) => [name, given(each)]));
  }
  if (!("v" in written)) return read(written);
  switch (written.t) {
    case "date":
      return Temporal.PlainDate.from(written.v);
    case "time":
      return Temporal.PlainTime.from(written.v);
    case "dateTime":
      return Temporal.PlainDateTime.from(written.v);
    default:
      return Temporal.Duration.from(written.v);
  }
}

/** The same value; numbers to eight places, as the kit's own runner compares them. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") {
    return Math.abs(a - b) <= 1e-8 * Math.max(1, Math.abs(b));
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const names = Object.keys(b);
  return Array.isArray(a) === Array.isArray(b) && Object.keys(a).length === names.length &&
    names.every((name) => same(Reflect.get(a, name), Reflect.get(b, name)));
}

function isMet({ text, inputs = {}, expected, error }: Case): boolean {
  const variables = Object.fromEntries(
    Object.entries(inputs).map(([name, each]) => [name, given(each)]),
  );
  try {
    return same(value(text, variables), read(expected));
  } catch {
    // What the kit calls an error and gives null for may be refused.
    return error === true;
  }
}

Deno.test({
  name:
    "the expressions of the DMN compatibility kit have the values it expects, but for what is named here",
  ignore: !isThere(file),
  fn() {
    const cases: Case[] = Deno.readTextFileSync(file).split("\n").filter(Boolean)
      .map((line) => JSON.parse(line));
    const missed = cases.filter((each) => !isMet(each));
    const odd = missed.filter(({ suite, node }) =>
      !EXCEPTIONS.some(([of, names]) => of === suite && names.test(node))
    );
    equal(odd.map(({ suite, node, text }) => `${suite} ${node}: ${text}`), []);
    const needless = EXCEPTIONS.filter(([of, names]) =>
      !missed.some(({ suite, node }) => of === suite && names.test(node))
    );
    equal(needless, []);
    equal([cases.length, missed.length], [3_182, 29]);
  },
});
