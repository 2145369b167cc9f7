/**
 * Patterns of HTML's `pattern` attribute, matched in time linear in the text: no pattern, and no text, makes the server wait.
 *
 * What HTML takes (the whole text, flag `v`) is read and written as a pattern of FEEL, whose machine tries all possibilities at once. Taken
 * are characters and their escapes, classes without operations between them, `\d`, `\w`, `\s`, `\p{...}` of general categories, groups,
 * choices and counts, greedy or lazy, `^` and `$`. Not taken, and refused where the document is made: what a linear machine cannot have
 * (back-references, looking ahead and behind), `\b`, and the rest of classes (`&&`, `--`, classes in classes, `\q`, properties of strings).
 *
 * @module
 */
import { feel, FeelError } from "../../../feel/mod.ts";
import { FormError } from "../../error.ts";
import { Reading } from "./reading.ts";

/** A pattern made ready. */
export interface Pattern {
  /**
   * Whether the whole of a text is what it says.
   *
   * @throws {FormError} `limit` for a text that would take too much work: some 100,000 characters, fewer of a long pattern
   */
  test(text: string): boolean;
  /**
   * Whether a browser may be given it. A browser's own machine tries one possibility after the other: what repeats something repeated can
   * keep it busy for ever.
   */
  readonly isQuick: boolean;
}

/** How much work one text may make: steps of FEEL. */
const FUEL = 400_000;
/** How many endless repeats a browser's machine is given beside each other: each multiplies what it may have to try by the text's length. */
const MOST_REPEATS = 2;

/**
 * Makes a pattern ready.
 *
 * @throws {FormError} `document` for what is no pattern, or one that cannot be matched in linear time
 * @example
 * ```ts
 * import { pattern } from "./pattern.ts";
 *
 * const code = pattern("[A-Z]{2}-\\d+");
 * if (!code.test("UA-7") || code.test("UA-7 ")) throw new Error("misread");
 * if (pattern("(a+)+").test("a".repeat(10_000) + "!")) throw new Error("misread");
 * ```
 */
export function pattern(source: string): Pattern {
  const reading = new Reading(source);
  const xpath = `^(?:${reading.whole()})$`;
  const { evaluate } = feel({ fuel: FUEL });
  const ask = (text: string): unknown => {
    try {
      return evaluate("matches(text, pattern)", { text, pattern: xpath });
    } catch (cause) {
      if (!FeelError.is(cause)) throw cause;
      throw new FormError("limit", "it is too long to be compared with its pattern", { cause });
    }
  };
  let isRight: unknown;
  try {
    isRight = ask("");
  } catch (cause) {
    throw new FormError("document", `the pattern ${source} has too many parts`, { cause });
  }
  if (typeof isRight !== "boolean") throw reading.refusal("is none", 0);
  return {
    test: (text) => ask(text) === true,
    isQuick: !reading.isNested && reading.long <= MOST_REPEATS,
  };
}

/** Patterns of fields, made ready once. */
const ready = new WeakMap<object, Pattern>();

/** The pattern of a field; undefined where it has none. */
export function patternOf(field: { readonly pattern?: string }): Pattern | undefined {
  const { pattern: text } = field;
  if (text === undefined) return undefined;
  const made = ready.get(field) ?? pattern(text);
  ready.set(field, made);
  return made;
}

/**
 * The pattern of a field as a browser is given it: with room for the blanks that reading takes away. One that could keep a browser busy it is
 * not given: the server compares it alone.
 */
export function browserPattern(field: { readonly pattern?: string }): string | undefined {
  const isQuick = patternOf(field)?.isQuick === true;
  return isQuick ? `\\s{0,20}(?:${field.pattern})\\s{0,20}` : undefined;
}
