/**
 * Random FEEL expressions of known kinds, as trees that know their text.
 *
 * @module
 */
import { random } from "../bpe/engine/random_graph.ts";

/** What an expression gives, unless it gives null. */
export type Kind = "number" | "boolean" | "string" | "list" | "date" | "moment" | "days" | "months";

/** An expression. */
export interface Node {
  /** What it is made by: an operator, a function, a form. */
  readonly is: string;
  readonly text: string;
  /** The expressions in it that stand alone. */
  readonly parts: readonly Node[];
}

/** The variables that expressions name. */
export const VARIABLES: Readonly<Record<string, unknown>> = {
  n: 7,
  half: 2.5,
  s: "approved",
  t: true,
  nothing: null,
  numbers: [3, 1, 2, 3],
  words: ["a", "b", "c"],
  order: { total: 120, lines: [{ price: 10, count: 2 }, { price: 7.5, count: 4 }] },
  "first name": "Ada",
};

/** An expression of a kind, the same for the same seed. */
export function expression(seed: number): Node {
  const next = random(seed);
  const maker = new Maker(next);
  return maker.any(1 + Math.floor(next() * 4));
}

const KINDS: readonly Kind[] = [
  "number",
  "boolean",
  "boolean",
  "string",
  "list",
  "date",
  "moment",
  "days",
  "months",
];

const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  number: ["0", "1", "2", "3", "10", "-4", "2.5", "0.25", "1.1", "n", "half", "order.total"],
  boolean: ["true", "false", "t"],
  string: ['""', '"a"', '"b"', '"abc"', '"a,b,c"', '"Grüße"', "s", "first name"],
  list: ["[]", "[1]", "[1, 2, 3]", "[2.5, 1, 2.5]", "numbers", "order.lines.price"],
  date: ['@"2024-02-29"', 'date("2023-12-31")', "date(2026, 1, 31)"],
  moment: ['@"2024-02-29T12:30:00Z"', 'date and time("2023-12-31T23:59:59Z")'],
  days: ['@"P1D"', '@"PT36H"', 'duration("-PT90M")', '@"PT0S"'],
  months: ['@"P1Y"', '@"P13M"', 'duration("-P2M")', '@"P0M"'],
};

type Shape = readonly [is: string, text: string, ...kinds: Kind[]];

/** In a text, `#` is the next part. */
const SHAPES: Readonly<Record<Kind, readonly Shape[]>> = {
  number: [
    ["+", "(# + #)", "number", "number"],
    ["-", "(# - #)", "number", "number"],
    ["*", "(# * #)", "number", "number"],
    ["/", "(# / #)", "number", "number"],
    ["**", "(# ** 2)", "number"],
    ["negation", "(-(#))", "number"],
    ["if", "(if # then # else #)", "boolean", "number", "number"],
    ["count", "count(#)", "list"],
    ["sum", "sum(#)", "list"],
    ["min", "min(#)", "list"],
    ["max", "max(#, #)", "number", "number"],
    ["mean", "mean(#)", "list"],
    ["median", "median(#)", "list"],
    ["product", "product(#)", "list"],
    ["abs", "abs(#)", "number"],
    ["floor", "floor(#)", "number"],
    ["ceiling", "ceiling(#, 1)", "number"],
    ["round half up", "round half up(#, 1)", "number"],
    ["round down", "round down(#, 0)", "number"],
    ["decimal", "decimal(#, 1)", "number"],
    ["modulo", "modulo(#, #)", "number", "number"],
    ["string length", "string length(#)", "string"],
    ["index", "(#)[1]", "list"],
    ["index", "(#)[-2]", "list"],
    ["property", "(#).year", "date"],
    ["property", "(#).weekday", "date"],
    ["property", "(#).minute", "moment"],
    ["property", "(#).hours", "days"],
    ["property", "(#).months", "months"],
    ["day of year", "day of year(#)", "date"],
    ["week of year", "week of year(#)", "date"],
    ["/", "(# / #)", "days", "days"],
    ["call", "(function(a, b) a * b - a)(#, #)", "number", "number"],
  ],
  boolean: [
    ["and", "(# and #)", "boolean", "boolean"],
    ["or", "(# or #)", "boolean", "boolean"],
    ["not", "not(#)", "boolean"],
    ["=", "(# = #)", "number", "number"],
    ["=", "(# = #)", "string", "string"],
    ["=", "(# = #)", "list", "list"],
    ["=", "(# = #)", "number", "string"],
    ["=", "(# = null)", "string"],
    ["!=", "(# != #)", "boolean", "boolean"],
    ["<", "(# < #)", "number", "number"],
    [">=", "(# >= #)", "string", "string"],
    ["<", "(# < #)", "date", "date"],
    ["<=", "(# <= #)", "moment", "moment"],
    [">", "(# > #)", "days", "days"],
    ["<", "(# < #)", "number", "string"],
    ["between", "(# between # and #)", "number", "number", "number"],
    ["in", "(# in (#, #))", "number", "number", "number"],
    ["in", "(# in [#..#])", "number", "number", "number"],
    ["in", "(# in (> #))", "number", "number"],
    ["in", "(# in #)", "number", "list"],
    ["contains", "contains(#, #)", "string", "string"],
    ["starts with", "starts with(#, #)", "string", "string"],
    ["matches", 'matches(#, "^[a-c]+$")', "string"],
    ["list contains", "list contains(#, #)", "list", "number"],
    ["some", "(some x in # satisfies x > 1)", "list"],
    ["every", "(every x in # satisfies x < 10)", "list"],
    ["all", "all([#, #])", "boolean", "boolean"],
    ["any", "any([#, #])", "boolean", "boolean"],
    ["instance of", "(# instance of number)", "number"],
    ["odd", "odd(#)", "number"],
    ["before", "before(#, #)", "number", "number"],
    ["overlaps", "overlaps([1..#], [#..9])", "number", "number"],
    ["includes", "includes([0..5], #)", "number"],
  ],
  string: [
    ["+", "(# + #)", "string", "string"],
    ["if", "(if # then # else #)", "boolean", "string", "string"],
    ["substring", "substring(#, 2)", "string"],
    ["substring", "substring(#, -2, 1)", "string"],
    ["upper case", "upper case(#)", "string"],
    ["lower case", "lower case(#)", "string"],
    ["substring before", "substring before(#, #)", "string", "string"],
    ["substring after", "substring after(#, #)", "string", "string"],
    ["replace", 'replace(#, "[ab]", "-$0")', "string"],
    ["string", "string(#)", "boolean"],
    ["string", "string(#)", "date"],
    ["string", "string(#)", "days"],
    ["string join", 'string join(split(#, ","), "+")', "string"],
    ["day of week", "day of week(#)", "date"],
  ],
  list: [
    ["list", "[#, #]", "number", "number"],
    ["filter", "(#)[item > 1]", "list"],
    ["for", "(for x in # return x + 1)", "list"],
    ["for", "(for i in 1..3, x in # return i * x)", "list"],
    ["append", "append(#, #)", "list", "number"],
    ["concatenate", "concatenate(#, #)", "list", "list"],
    ["reverse", "reverse(#)", "list"],
    ["distinct values", "distinct values(#)", "list"],
    ["union", "union(#, #)", "list", "list"],
    ["flatten", "flatten([#, [#]])", "list", "list"],
    ["index of", "index of(#, #)", "list", "number"],
    ["sublist", "sublist(#, 1, 2)", "list"],
    ["insert before", "insert before(#, 1, #)", "list", "number"],
    ["remove", "remove(#, 1)", "list"],
    ["sort", "sort(#, function(a, b) a < b)", "list"],
    ["mode", "mode(#)", "list"],
    ["path", "[{v: #}, {v: #}].v", "number", "number"],
  ],
  date: [
    ["+", "(# + #)", "date", "months"],
    ["-", "(# - #)", "date", "days"],
    ["date", "date(#)", "moment"],
  ],
  moment: [
    ["+", "(# + #)", "moment", "days"],
    ["-", "(# - #)", "moment", "months"],
  ],
  days: [
    ["+", "(# + #)", "days", "days"],
    ["-", "(# - #)", "date", "date"],
    ["-", "(# - #)", "moment", "moment"],
    ["*", "(# * 3)", "days"],
    ["negation", "(-(#))", "days"],
  ],
  months: [
    ["+", "(# + #)", "months", "months"],
    ["*", "(2 * #)", "months"],
    ["years and months duration", "years and months duration(#, #)", "date", "date"],
  ],
};

class Maker {
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }

  any(depth: number): Node {
    return this.make(this.#pick(KINDS), depth);
  }

  make(kind: Kind, depth: number): Node {
    const roll = this.#next();
    // Now and then nothing, or something else than is asked for.
    if (roll < 0.03) {
      return { is: "leaf", text: this.#next() < 0.5 ? "null" : "nothing", parts: [] };
    }
    if (roll < 0.05) return this.make(this.#pick(KINDS), depth);
    if (depth === 0) return { is: "leaf", text: this.#pick(LEAVES[kind]), parts: [] };
    const [is, text, ...kinds] = this.#pick(SHAPES[kind]);
    const parts = kinds.map((each) => this.make(each, Math.max(0, depth - 1)));
    let used = 0;
    return { is, text: text.replace(/#/g, () => parts[used++]?.text ?? ""), parts };
  }

  #pick<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.#next() * from.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  }
}
