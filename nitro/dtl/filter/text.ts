/**
 * Filters of text.
 *
 * @module
 */
import type { Filter } from "../compile/filter.ts";
import { numberText } from "../value/number.ts";
import { escape, Safe } from "../value/safe.ts";
import { textOf } from "../value/text.ts";
import { WHITE, wordsOf } from "../value/white.ts";
import { titled } from "../value/words.ts";
import { formatted } from "./format.ts";
import { count, room, text, value, whole, word } from "./kinds.ts";
import { wrapped } from "./wrap.ts";

const NEWLINES = /\r\n|\r/g;

/** Escapes for a text within a literal of JavaScript. */
function inScript(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex -- they are what is escaped
    /[\u0000-\u001f\\'"<>&=\-;`\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

function title(text: string): string {
  return titled(text).replace(/([a-z])'([A-Z])/g, (found) => found.toLowerCase())
    .replace(/\p{Nd}[A-Z]/gu, (found) => found.toLowerCase());
}

const ODD = new RegExp(`[^\\w${WHITE}-]`, "g"), GAPS = new RegExp(`[-${WHITE}]+`, "g");

function slug(text: string): string {
  // deno-lint-ignore no-control-regex -- all that is not ASCII
  const ascii = text.normalize("NFKD").replace(/[^\u0000-\u007f]/g, "").toLowerCase();
  return ascii.replace(ODD, "").replace(GAPS, "-").replace(/^[-_]+/, "")
    .replace(/(?<![-_])[-_]+$/, "");
}

function numbered(text: string, isPlain: boolean): Safe {
  const lines = text.split("\n"), width = String(lines.length).length;
  const made = lines.map((line, at) =>
    `${String(at + 1).padStart(width, "0")}. ${isPlain ? line : escape(line)}`
  );
  return new Safe(made.join("\n"));
}

const KEYS = "22233344455566677778889999";
const keyed = (text: string): string =>
  text.toLowerCase().replace(/[a-z]/g, (sign) => KEYS.charAt(sign.charCodeAt(0) - 97));

function paragraphs(text: string, isPlain: boolean): Safe {
  const made = text.replace(NEWLINES, "\n").split(/\n{2,}/).map((part) =>
    `<p>${(isPlain ? part : escape(part)).replaceAll("\n", "<br>")}</p>`
  );
  return new Safe(made.join("\n\n"));
}

const length = (text: string): number => [...text].length;

const ljust: Filter = text((given, argument, all) => {
  const width = count(argument);
  room(width, all);
  return given + " ".repeat(Math.max(0, width - length(given)));
}, "one");

const rjust: Filter = text((given, argument, all) => {
  const width = count(argument);
  room(width, all);
  return " ".repeat(Math.max(0, width - length(given))) + given;
}, "one");

const center: Filter = text((given, argument, all) => {
  const width = count(argument), space = Math.max(0, width - length(given));
  room(width, all);
  // Where it is odd, Python gives the left side the more for odd widths.
  const left = (space >> 1) + (space & width & 1);
  return " ".repeat(left) + given + " ".repeat(space - left);
}, "one");

const cut: Filter = text(
  (given, argument, { isSafe }) => {
    const part = word(argument), made = part === "" ? given : given.replaceAll(part, "");
    return isSafe && part !== ";" ? new Safe(made) : made;
  },
  "one",
  false,
);

const wordwrap: Filter = text((given, argument) => wrapped(given, count(argument)), "one");

const digit: Filter = value((given, argument) => {
  const at = whole(argument);
  if (at === undefined) return given;
  const number = whole(given);
  if (number === undefined || at < 1) return given;
  const digits = numberText(number), found = digits.at(-Number(at));
  return at > digits.length ? 0 : Number(found) || 0;
}, "one");

/** The filters of text by their names, such as `slugify`. */
export const texts: readonly (readonly [string, Filter])[] = [
  ["addslashes", text((given) => given.replace(/[\\"']/g, "\\$&"))],
  [
    "capfirst",
    text((given) => {
      const [first = ""] = given;
      return first.toUpperCase() + given.slice(first.length);
    }),
  ],
  ["center", center],
  ["cut", cut],
  ["escape", text((given, _, { isSafe }) => new Safe(isSafe ? given : escape(given)))],
  ["escapejs", text((given) => new Safe(inScript(given)), "none", false)],
  ["force_escape", text((given) => new Safe(escape(given)))],
  ["get_digit", digit],
  ["linebreaks", text((given, _, { cx, isSafe }) => paragraphs(given, isSafe || !cx.autoescape))],
  [
    "linebreaksbr",
    text((given, _, { cx, isSafe }) => {
      const lines = given.replace(NEWLINES, "\n");
      return new Safe((isSafe || !cx.autoescape ? lines : escape(lines)).replaceAll("\n", "<br>"));
    }),
  ],
  ["linenumbers", text((given, _, { cx, isSafe }) => numbered(given, isSafe || !cx.autoescape))],
  ["ljust", ljust],
  ["lower", text((given) => given.toLowerCase())],
  ["make_list", text((given) => [...given], "none", false)],
  ["phone2numeric", value((given) => keyed(word(given)), "none", true)],
  ["rjust", rjust],
  ["safe", text((given) => new Safe(given))],
  ["slugify", text(slug)],
  [
    "stringformat",
    value(
      (given, argument, all) => formatted(given, textOf(argument), (length) => room(length, all)),
      "one",
      true,
    ),
  ],
  ["title", text(title)],
  ["upper", text((given) => given.toUpperCase(), "none", false)],
  ["wordcount", text((given) => wordsOf(given).length, "none", false)],
  ["wordwrap", wordwrap],
];
