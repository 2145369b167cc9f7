import { pattern } from "../../../form/value/pattern/pattern.ts";
import { FormError } from "../../../form/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type Random, random } from "../../_support/random.ts";

const PARTS = [
  "a",
  "b",
  "-",
  "é",
  "😀",
  "\\d",
  "\\w",
  "\\s",
  "\\D",
  ".",
  "[a-c]",
  "[^a]",
  "[\\d\\-]",
] as const;
const COUNTS = ["", "", "", "?", "*", "+", "{2}", "{1,2}", "{0,}", "*?"] as const;

/** A pattern, at most so deep. */
function drawn(from: Random, depth: number): string {
  const parts = Array.from({ length: 1 + from.below(3) }, () => {
    const isGroup = depth > 0 && from.below(4) === 0;
    const part = isGroup
      ? `(${from.below(2) ? "?:" : ""}${drawn(from, depth - 1)})`
      : from.pick(PARTS);
    return part + from.pick(COUNTS);
  });
  return from.below(5) === 0 ? `${parts.join("")}|${from.pick(PARTS)}` : parts.join("");
}

const SIGNS = ["a", "b", "c", "1", "2", "-", " ", "é", "😀", "\n", "\u00a0", "A", "_"] as const;

const seed = 20261128;
Deno.test(`a pattern says of a text what the browser's own does (seed ${seed})`, () => {
  const from = random(seed);
  for (let at = 0; at < 400; at++) {
    const source = drawn(from, 2), own = new RegExp(`^(?:${source})$`, "v");
    const made = pattern(source);
    for (let each = 0; each < 12; each++) {
      const text = Array.from({ length: from.below(7) }, () => from.pick(SIGNS)).join("");
      equal(
        [source, text, made.test(text)],
        [source, text, own.test(text)],
      );
    }
  }
});

Deno.test("what a pattern may be is what the browser takes, and no more", () => {
  const taken = [
    ["\\p{Lu}\\P{L}", "Ж1"],
    ["[\\p{L}\\s]+", "Привіт світ"],
    ["\\u{1F600}\\x41\\u0042\\cJ\\0", "😀AB\n\0"],
    ["[\\s\\S]{3}", "a\nb"],
    ["[^]*", "\n"],
    ["(?<year>\\d{4})", "2024"],
    ["\\ud83d\\ude00", "😀"],
    ["", ""],
    ["^a$", "a"],
  ] as const;
  for (const [source, text] of taken) {
    assert(new RegExp(`^(?:${source})$`, "v").test(text), source);
    assert(pattern(source).test(text), source);
  }
  const refused = [
    "*",
    "a**",
    "a{2,1}",
    "(",
    ")",
    "[",
    "[b-a]",
    "]",
    "{",
    "\\-",
    "\\_",
    "[a-\\d]",
    "[(]",
    "^*",
    "(?i:a)",
  ];
  for (const source of refused) {
    let error: unknown;
    try {
      pattern(source);
    } catch (caught) {
      error = caught;
    }
    assert(FormError.is(error, "document"), source);
  }
});

Deno.test("a browser is given only patterns that cannot keep it busy", () => {
  const slow = [
    "(a+)+",
    "[^@]+@[^@]+\\.[^@]+",
    "(a|a)*",
    "(a?){40}",
    "(\\d+-?)*",
    ".*.*.*.*.*",
    "a{0,90}a{0,90}a{0,90}a{0,90}a{0,90}",
  ];
  const quick = [
    "[A-Z]{2}\\d+",
    "\\d{4}-\\d{2}",
    "(a|b)c?",
    "(\\d{3}-){2}\\d{4}",
  ];
  equal(slow.filter((each) => pattern(each).isQuick), []);
  equal(quick.filter((each) => !pattern(each).isQuick), []);
});
