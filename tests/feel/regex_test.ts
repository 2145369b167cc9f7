import { equal, throws } from "../_support/assert.ts";
import { rounds } from "../_support/long.ts";
import { feel, FeelError } from "../../feel/mod.ts";
import { random } from "../bpe/engine/random_graph.ts";

const { evaluate } = feel();
const value = (text: string, variables = {}) => evaluate(text, variables);

/** A random pattern that means the same to XPath and to the host. */
function pattern(next: () => number, depth: number): string {
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? "";
  const atom = () =>
    depth > 0 && next() < 0.3
      ? `(${pattern(next, depth - 1)})`
      : pick(["a", "b", "ab", ".", "[ab]", "[^a]", "[b-d]", "\\d", "\\s", "(?:ab|c)", "^", "$"]);
  const part = () => {
    const of = atom();
    // What repeats nothing is counted differently by every matcher.
    return new RegExp(`^${of}$`, "u").test("")
      ? of
      : of + pick(["", "", "", "*", "+", "?", "*?", "{1,2}", "{2}"]);
  };
  const sequence = () => Array.from({ length: 1 + Math.floor(next() * 3) }, part).join("");
  return next() < 0.25 ? `${sequence()}|${sequence()}` : sequence();
}

Deno.test("random patterns find what the host's own expressions find", () => {
  for (let seed = 1; seed <= rounds(500, 4_000); seed++) {
    const next = random(seed);
    const p = pattern(next, 2);
    const i = Array.from(
      { length: Math.floor(next() * 12) },
      () => "aabbcd1 "[Math.floor(next() * 8)],
    )
      .join("");
    const place = `seed ${seed}: ${p} in "${i}"`;
    equal(value("matches(i, p)", { i, p }), new RegExp(p, "u").test(i), place);
    equal(value('replace(i, p, "<$0>")', { i, p }), i.replace(new RegExp(p, "gu"), "<$&>"), place);
  }
});

Deno.test("patterns that take other matchers for ever are answered or refused after a bounded number of steps", () => {
  const i = "a".repeat(5_000) + "!";
  for (const p of ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*)*x", "a*a*a*a*a*a*c", "(a?){50}a{50}b"]) {
    equal(typeof value("matches(i, p)", { i: i.slice(0, 1_000), p }), "boolean", p);
  }
  const large = { i: "a".repeat(60_000), p: "(a?){300}b" };
  equal(throws(() => value("matches(i, p)", large), FeelError, "limit").code, "limit");
  const empty = { i: "b".repeat(60_000), p: `${"()".repeat(90)}a` };
  equal(throws(() => value("matches(i, p)", empty), FeelError, "limit").code, "limit");
  for (const p of ["a{2001}", "(((a{99}){99}){99}){99}", "(".repeat(500), "()".repeat(100)]) {
    throws(() => value("matches(i, p)", { i, p }), FeelError, "limit");
  }
  // As many matches as characters, each of which looks to the end.
  throws(() => value('replace(i, "a(.*b)?", "")', { i: "a".repeat(60_000) }), FeelError, "limit");
});

Deno.test("what XPath has and the host has not is there; a back-reference is refused", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['matches("hello world", "hello\\ sworld", "x")', true],
    ['matches("f", "[a-z-[aeiou]]")', true],
    ['matches("e", "[a-z-[aeiou]]")', false],
    ['matches("Q", "[^q]", "i")', false],
    ['matches("é", "\\p{Ll}")', true],
    ['matches("д", "\\p{IsCyrillic}")', true],
    ['matches("d", "\\P{IsCyrillic}")', true],
    ['matches("a.b", "a.b", "q")', true],
    ['matches("axb", "a.b", "q")', false],
    ['matches("a\\nb", "a.b")', false],
    ['matches("a\\nb", "a.b", "s")', true],
    ['matches("a\\nb", "^b$", "m")', true],
    ['matches("\\U01F600", "^.$")', true],
    ['replace("abc", "(b)", "[$1$0\\\\$]")', "a[bb$]c"],
    ['replace("abcdefghijkl", "(a)(b)", "$12")', "a2cdefghijkl"],
    ['split("2026-01-31", "-")', ["2026", "01", "31"]],
    ['split("abc", "")', ["a", "b", "c"]],
    // What is no pattern, flag or replacement gives null (10.3.2.1).
    ['matches("a", "(")', null],
    ['matches("a", "[")', null],
    ['matches("a", "a**")', null],
    ['matches("a", "a{2,1}")', null],
    ['matches("a", "\\q")', null],
    ['matches("a", "a", "g")', null],
    ['replace("a", "a", "$")', null],
    ['replace("a", "a", "\\\\x")', null],
  ];
  for (const [text, wanted] of table) equal(value(text), wanted, text);
  throws(() => value('matches("aa", "(a)\\1")'), FeelError, "expression");
});

Deno.test("patterns that one evaluator keeps are not those of another", () => {
  const [one, other] = [feel(), feel()];
  const seen: string[] = [];
  const { RegExp } = globalThis;
  // Every class of characters that is compiled asks the host for an expression.
  globalThis.RegExp = new Proxy(RegExp, {
    construct: (target, [source, flags]) => (seen.push(String(source)), new target(source, flags)),
  });
  try {
    const made = ({ evaluate }: typeof one) => {
      const before = seen.length;
      equal(evaluate('matches("4", "[3-5]")', {}), true);
      return seen.length - before;
    };
    equal([made(one), made(one), made(other), made(other)], [1, 0, 1, 0]);
  } finally {
    globalThis.RegExp = RegExp;
  }
});
