import { equal, throws } from "../_support/assert.ts";
import { rounds, SEED } from "../_support/long.ts";
import { random } from "../_support/random.ts";
import { feel, FeelError } from "../../feel/mod.ts";

const { evaluate } = feel();

/** First words, none of them a keyword (DMN 1.5, 10.3.1.2, rule 30 with its ranges). */
const STARTS = [
  "a",
  "x1",
  "Student",
  "_",
  "Größe",
  "名前",
  "ключ",
  "𝒳",
  "?q",
  "ⅷ",
  "ª",
  "instance",
  "date",
  "item",
] as const;

/** Words that go on: whatever a name part may be, keywords too. */
const WORDS = [
  ...STARTS,
  ...["2", "2nd", "10", "e5", "and", "or", "then", "else", "return", "satisfies", "between", "if"],
  ...["null", "true", "not", "for", "of", "function", "external", "some", "·", "é́"],
] as const;

const SIGNS = [".", "/", "-", "'", "+", "*", "**", ".."] as const;

const SPACES = [
  "",
  "",
  " ",
  " ",
  "  ",
  "\n",
  "\t",
  "\u00a0",
  "\u2003",
  "\u3000",
  "\ufeff",
] as const;

/** A name by its parts. */
function drawn(seed: number): string[] {
  const { below, pick } = random(seed);
  const parts: string[] = [pick(STARTS)];
  for (let left = below(6); left > 0; left--) {
    parts.push(below(2) === 0 ? pick(SIGNS) : pick(WORDS));
  }
  return parts;
}

const isSign = (part: string | undefined) => SIGNS.some((sign) => sign === part);

/** The parts with white space of any kind around signs, and between words at least some. */
function spelled(parts: readonly string[], seed: number): string {
  const { pick } = random(seed);
  return parts.map((part, index) => {
    if (index === 0) return part;
    const space = pick(SPACES);
    const apart = !isSign(part) && !isSign(parts[index - 1]) && space === "";
    return (apart ? " " : space) + part;
  }).join("");
}

Deno.test("a name of the grammar means what it is bound to, however it is bound and spelled", () => {
  for (let seed = SEED; seed < SEED + rounds(600, 8_000); seed++) {
    const parts = drawn(seed);
    const bound = spelled(parts, seed);
    // Where a name is defined, two slashes or a slash and a star begin a comment.
    const text = spelled(parts, seed + 1);
    const is = (expression: string, wanted: unknown, variables = {}) => {
      const shown = JSON.stringify(expression);
      equal(evaluate(expression, variables), wanted, `seed ${seed}: ${shown}`);
    };
    is(text, 42, { [bound]: 42 });
    is(`(${text}) + 1`, 43, { [bound]: 42 });
    is(`${text} = 42`, true, { a: 1, item: 2, date: 3, [bound]: 42 });
    is(`o.${text}`, 42, { o: { [bound]: 42 } });
    is(`o.p.${text} > 41`, true, { o: { p: { [bound]: 42 } } });
    is(`l.${text}`, [42, null], { l: [{ [bound]: 42 }, {}] });
    is(`l[${text} > 1].${text}`, [42], { l: [{ [bound]: 42 }] });
    is(`for e in l return e.${text}`, [42], { l: [{ [bound]: 42 }] });
    is(`sort(l, function(v, w) v.${text} < w.${text})[1].${text}`, 1, {
      l: [{ [bound]: 2 }, { [bound]: 1 }],
    });
    if (/\/[/*]/.test(bound.replace(/[^/*]/g, "")) && /\/\s*[/*]/.test(bound + text)) continue;
    is(`{${bound}: 42}.${text}`, 42);
    is(`{${bound}: 42, r: ${text}}.r`, 42);
    is(`{${bound}: 42, r: {s: [${text}]}}.r.s[1]`, 42);
    is(`{c: {${bound}: 42}, r: c.${text}}.r`, 42);
    is(`[{${bound}: 42}][${text} = 42].${text}`, [42]);
    is(`(function(${bound}) ${text})(42)`, 42);
    is(`(function(other, ${bound}: number) ${text} + other)(${text}: 42, other: 1)`, 43);
    is(`(function(c: context<${bound}: number>) c.${text})({${bound}: 42})`, 42);
    is(`{f: function(n) {${bound}: n}, r: f(42).${text}}.r`, 42);
    is(`for ${bound} in [42], j in [${text}] return ${text} + j`, [84]);
    is(`some ${bound} in [1, 42] satisfies ${text} = 42`, true);
    is(`every ${bound} in [42] satisfies ${text} = 42`, true);
  }
});

Deno.test("the longest name that is known goes before what its signs and keywords would say", () => {
  const table: readonly (readonly [string, unknown, Record<string, unknown>])[] = [
    ["Student's name", "Ada", { "Student's name": "Ada" }],
    ["Student's name + Teacher's name", "AB", { "Student's name": "A", "Teacher's name": "B" }],
    ["Student's name = 'Ada'", true, { "Student's name": "Ada" }],
    ["resolve A 2.1 * 2", 8, { "resolve A 2.1": 4 }],
    ["resolve A 2 + .1", 4.1, { "resolve A 2": 4 }],
    ["unit-price * 2", 8, { "unit-price": 4, unit: 1, price: 1 }],
    ["unit-price * 2", -1, { unit: 1, price: 1 }],
    ["unit - price", 4, { "unit-price": 4 }],
    ["unit-price", 4, { "unit  - price": 4 }],
    ["a**b", 8, { a: 2, b: 3 }],
    ["a**b", 5, { "a**b": 5, a: 2, b: 3 }],
    ["a*b**c", 5, { "a*b**c": 5, a: 2, b: 3 }],
    ["a-b-c", 1, { "a-b": 3, c: 2 }],
    ["a-b-c", 9, { "a-b": 3, c: 2, "a-b-c": 9 }],
    ["o.a //", 42, { o: { "a //": 42 } }],
    ["o.a // b", 42, { o: { "a // b": 42, a: 1 } }],
    ["o.a // b", 1, { o: { a: 1 } }],
    ["x.y.z", 1, { "x.y": { z: 1 }, x: { y: { z: 2 } } }],
    ["x.y.z", 3, { "x.y": { z: 1 }, x: { "y.z": 2 }, "x.y.z": 3 }],
    ["x.y.z", 2, { x: { "y.z": 2, y: { z: 1 } } }],
    ["C++ + 1", 3, { "C++": 2 }],
    ["Log in = true", true, { "Log in": true }],
    ["profit and loss > 1 and open", true, { "profit and loss": 2, open: true, profit: 0 }],
    ["if then or now then 1 else 2", undefined, {}],
    ["if x or else then 1 else 2", 1, { "x or else": true }],
    ["first name", "Ada", { "first\u00a0\u2003name": "Ada" }],
    ["first\u3000\n name", "Ada", { "first name": "Ada" }],
    ["order.unit-price", 4, { order: { "unit-price": 4 } }],
    ["order.unit-price", 2, { order: { unit: 3 }, price: 1 }],
    ["order[1].lines[unit-price > 1].unit-price", [4], {
      order: [{ lines: [{ "unit-price": 4 }, { "unit-price": 1 }] }],
    }],
    ["date and time", "x", { "date and time": "x" }],
    ["date and time", true, { date: true, time: true }],
    ['{f: date and time, r: f("2026-01-01T00:00:00")}.r.year', 2_026, {}],
    ["Student's name", null, {}],
    ["Student's name = null and x's = null", true, {}],
    ["dogs' owner", 1, { "dogs' owner": 1 }],
    ["dogs 'owner", 1, { "dogs' owner": 1 }],
    ["o.dogs' owner's name", 1, { o: { "dogs' owner's name": 1 } }],
    ["decision A 2.1", null, {}],
    ["o.part 2.1 + 1", 2, { o: { "part 2.1": 1 } }],
    ["x in'a'", true, { x: "a" }],
    ["if x or'a'='a'then'b'else'c'", "b", {}],
    ["not paid", 5, { "not paid": 5, paid: true }],
    ["not-paid", 5, { "not-paid": 5 }],
    ["not paid", false, { paid: true }],
    ["in stock + or-der", 3, { "in stock": 1, "or-der": 2 }],
    ["true north = null value", false, { "true north": 1, "null value": 2 }],
    ["true and fair", false, { "true and fair": 1, fair: false }],
    ["a /* one */ - /* two */ b", 3, { "a-b": 3 }],
    ["first /* one */ name // two", "Ada", { "first name": "Ada" }],
    ["a//b", 3, { "a//b": 3 }],
    ["a//b", 3, { a: 3 }],
    ['o["k"].c-d + get value(o, "k").c-d', 2, { o: { k: { "c-d": 1 } } }],
    ["concatenate(l, l).c-d", [1, 1], { l: [{ "c-d": 1 }] }],
    ["(if true then o else null).c-d", 1, { o: { "c-d": 1 } }],
    ["(o).c-d * -o.c-d", -4, { o: { "c-d": 2 } }],
    ["x in (o.c-d, 5) and x in [o.c-d..9]", true, { x: 2, o: { "c-d": 2 } }],
    ["unknown-name", null, {}],
    ["o.unknown-name", null, { o: {} }],
    ['get value(o, "a-b")', 1, { o: { "a-b": 1 } }],
    ['{"a-b": 1, c: a-b}.c', 1, {}],
    ['{"a  b": 1, c: a b}.c', 1, {}],
    ["{a-b: 1, a - b: 2}", null, {}],
  ];
  for (const [text, wanted, variables] of table) {
    if (wanted === undefined) throws(() => evaluate(text, variables), FeelError, "expression");
    else equal(evaluate(text, variables), wanted, `${text} of ${JSON.stringify(variables)}`);
  }
});

Deno.test("a text that is kept is read again where other names are known", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`v${index}`, index]));
  for (const more of [{}, { z: 1, y: 2, x: 3, w: 4, v: 5, u: 6, t: 7, s: 8, r: 9 }, many]) {
    const is = (text: string, variables: Record<string, unknown>, wanted: unknown) =>
      equal(evaluate(text, { ...more, ...variables }), wanted, text);
    for (let again = 0; again < 2; again++) {
      is("a-b", { a: 3, b: 1 }, 2);
      is("a-b", { b: 1, a: 3 }, 2);
      is("a-b", { a: 3, b: 1, "a-b": 9 }, 9);
      is("a-b", { "a - b": 9 }, 9);
      is("o.a-b", { o: { "a-b": 9 } }, 9);
      is("o.a-b", { o: { a: 3 }, b: 1 }, 2);
      is("o.a-b", { o: { "a-b": 9 }, b: 1 }, 9);
      is("o.a-b", { o: { a: 3, "a-b": 9 }, b: 1 }, 9);
      is("o.a-b", { o: { a: 3 }, b: 1 }, 2);
      is("o.a-b", { o: { a: 4, b: 7 }, b: 1 }, 3);
      is("o.a-b", { o: { "a - b": 8, a: 3 }, b: 1 }, 8);
      is("l[a-b > 1].c", { l: [{ a: 2, b: 1, c: 4 }] }, []);
      is("l[a-b > 1].c", { l: [{ a: 2, b: 1, "a-b": 3, c: 4 }] }, [4]);
      is("l[a-b > 1].c", { l: [{ a: 2, b: 1, c: 4 }] }, []);
      is("l[a-b > 1].c", { l: [{ "a-b": 9, c: 5 }] }, [5]);
      is("l[a-b > 1].c", { l: [{ a: 9, b: 1, c: 6 }] }, [6]);
      is("for e in l return e.a-b", { l: [{ "a-b": 1 }, { c: 2 }] }, [1, null]);
      is("for e in l return e.a-b", { l: [{ a: 3 }], b: 1 }, [2]);
      is("for e in l return e.f g", { l: [{ "f  g": 3 }] }, [3]);
      is("for e in l return e.f g", { l: [{ "f g": 3 }] }, [3]);
      is("a + b + c + d - e * f", { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, 3);
      is("a + b + c + d - e * f", { "a + b": 5, c: 1, d: 1, e: 1, f: 1 }, 6);
      is("date and time", { date: true, time: false }, false);
    }
  }
});

Deno.test("what cannot be known beforehand is an error, and no silent null", () => {
  const unknown = "(function(p) p.a-b)(q)";
  const error = throws(() => evaluate(unknown, { q: { "a-b": 1 } }), FeelError, "expression");
  equal(error.message.includes('"a-b"') && error.message.includes("get value"), true);
  equal(evaluate(unknown, { q: { a: 3 }, b: 1 }), 2);
  equal(evaluate('(function(p) get value(p, "a-b"))(q)', { q: { "a-b": 1 } }), 1);
});

Deno.test("names of keywords, functions and prototypes are variables as far as the standard lets them", () => {
  for (
    const name of ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "proc"]
  ) {
    const variables = JSON.parse(
      `{"${name}": 1, "${name}-x": 2, "o": {"${name}": 3, "${name}.x": 4}}`,
    );
    equal(evaluate(`[${name}, ${name}-x, o.${name}, o.${name}.x]`, variables), [1, 2, 3, 4], name);
    equal(evaluate(`{${name}-y: 5, r: [${name}-y, ${name}]}.r`, variables), [5, 1], name);
    equal(evaluate(`[${name}, ${name}-x, o.${name}-x]`, { o: {} }), [null, null, null], name);
    equal(evaluate(`(function(${name}) ${name})(7)`, {}), 7);
  }
  for (
    const name of ["abs", "count", "date", "string length", "sort", "list contains", "instance"]
  ) {
    equal(evaluate(`[${name}, ${name} + 1]`, { [name]: 6 }), [6, 7], name);
  }
  // A keyword starts no name: what it says comes first.
  for (const name of ["if", "for", "in", "and", "then", "return"]) {
    throws(() => evaluate(name, { [name]: 1 }), FeelError, "expression");
    equal(evaluate(`get value(o, "${name}")`, { o: { [name]: 1 } }), 1);
    equal(evaluate(`o.${name}`, { o: { [name]: 1 } }), 1);
  }
  equal(evaluate("[true, null]", { true: 1, null: 2 }), [true, null]);
});

Deno.test("many names, long names and deep values take bounded time", () => {
  const sum = Array.from({ length: 1_000 }, (_, index) => `v${index % 10}`).join("+");
  const variables: Record<string, unknown> = {};
  for (let index = 0; index < 5_000; index++) variables[`n${index}-x`] = index;
  equal(evaluate(sum, variables), null);
  equal(evaluate(Array(50).fill("v").join("+"), { ...variables, v: 1 }), 50);
  const name = Array(32).fill("a").join("-");
  equal(evaluate(`${name} + 1`, { [name]: 1 }), 2);
  let text = "{a0: {x-y: 1}";
  for (let index = 1; index <= 60; index++) text += `, a${index}: [a${index - 1}, a${index - 1}]`;
  throws(() => evaluate(`${text}, r: a60.x-y}`, {}), FeelError);
  const long = Array(300).fill("v").join("+");
  for (const [open, close] of [["l[", "]"], ["{a-b: ", "}"], ["function(p-q) ", ""], ["[", "]"]]) {
    const nested = `count([${open?.repeat(50)}${long}${close?.repeat(50)}])`;
    equal(evaluate(nested, { l: [{ "x-y": 1 }, { l: [{ "x-z": 1 }] }] }), 1, open);
  }
  const cycle: Record<string, unknown> = { "x-y": 1 };
  cycle.self = cycle;
  cycle.list = [cycle, cycle];
  equal(evaluate("c.self.list.self.x-y", { c: cycle }), [1, 1]);
  equal(evaluate("c" + ".self".repeat(100) + ".self", { c: cycle }), cycle);
});
