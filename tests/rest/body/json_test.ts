import { readJson, RestError } from "../../../rest/mod.ts";
import { assert, equal, throws } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

/** A value of JSON, with everything that text may hold. */
function value(next: () => number, depth = 0): unknown {
  const pick = Math.floor(next() * (depth > 4 ? 6 : 8));
  switch (pick) {
    case 0:
      return null;
    case 1:
      return next() < 0.5;
    case 2:
      return Math.floor((next() - 0.5) * 2 ** 53);
    case 3:
      return (next() - 0.5) * 10 ** Math.floor(next() * 30 - 15);
    case 4:
    case 5:
      return text(next);
    case 6:
      return Array.from({ length: next() * 5 }, () => value(next, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: next() * 5 }, () => [text(next), value(next, depth + 1)]),
      );
  }
}

function text(next: () => number): string {
  const points = Array.from({ length: next() * 6 }, () => Math.floor(next() ** 4 * 0x10ffff));
  return String.fromCodePoint(...points).toWellFormed();
}

Deno.test("what JSON.parse reads is read alike, and what it refuses is refused", () => {
  const { next } = random(15);
  for (let n = 0; n < 3_000; n++) {
    const made = value(next), whole = JSON.stringify(made, null, n % 3);
    if (whole.includes("__proto__")) continue;
    equal(readJson(whole), JSON.parse(whole));
    const at = Math.floor(next() * whole.length), marks = '{}[]",:0-e+.tfn\\u ';
    const broken = whole.slice(0, at) + (marks[Math.floor(next() * marks.length)] ?? "") +
      whole.slice(at + (next() < 0.5 ? 1 : 0));
    compare(broken);
  }
});

/** A text that may be no JSON: no more is taken than JSON.parse takes, and no less but for what two readers would take for two things. */
function compare(broken: string): void {
  let parsed: unknown, isJson = true;
  try {
    parsed = JSON.parse(broken);
  } catch {
    isJson = false;
  }
  try {
    const read = readJson(broken);
    assert(isJson, `taken: ${broken}`);
    equal(read, parsed);
  } catch (error) {
    if (!RestError.is(error, "bad_json")) throw error;
    const [flaw] = error.errors;
    assert(!isJson || flaw?.code !== "syntax", `refused: ${broken}`);
  }
}

Deno.test("what two readers would take for two things is refused, and told where it stands", () => {
  const where = (text: string) => throws(() => readJson(text), RestError).errors[0]?.pointer;
  equal(where('{"a":[{"b":1,"b":2}]}'), "/a/0/b");
  equal(where('{"a":{"\\u0061":1,"a":2}}'), "/a/a");
  equal(where('{"a/b":{"~":"\\ud800"}}'), "/a~1b/~0");
  equal(where('[0,"\\udc00\\ud800"]'), "/1");
  equal(where('{"n":9007199254740993}'), "/n");
  equal(where('{"n":-9007199254740993.0}'), "/n");
  equal(where('{"n":1e400}'), "/n");
  equal(where('{"__proto__":{"a":1}}'), "/__proto__");
  equal(where('{"\\u005f_proto__":1}'), "/__proto__");
  equal(readJson("[9007199254740991,1e-7,-0,0.1]"), [9007199254740991, 1e-7, -0, 0.1]);
});

Deno.test("depth and count are bounded before they cost anything", () => {
  const deep = (n: number) => "[".repeat(n) + "]".repeat(n);
  equal(JSON.stringify(readJson(deep(64))), deep(64));
  throws(() => readJson(deep(65)), RestError, "too_large");
  throws(() => readJson("[".repeat(1_000_000)), RestError, "too_large");
  throws(() => readJson('{"a":'.repeat(1_000_000)), RestError, "too_large");
  throws(() => readJson(`[${"0,".repeat(100_000)}0]`), RestError, "too_large");
  throws(() => readJson("[1,2,3]", { count: 3 }), RestError, "too_large");
});
