/**
 * What the original's functions of escaping and conversion gave: `fun`, `arg`, `result`.
 *
 * @module
 */
import { decode } from "../../../n2o/bert/bert.ts";
import { Atom, ImproperList, type Term } from "../../../n2o/term/term.ts";
import { hte, jse } from "../../../nitro/escape.ts";
import { failureOf, field, type Kind, type Line } from "../n2o/kind.ts";
import type { Result } from "../report.ts";

const PLAIN =
  "not compared: conversions between the original's kinds of text: JavaScript's own strings do it";
const MORE =
  "whatever would end a literal, a template or a script is escaped, beyond what the original does";
const ENTITY = "line breaks and blanks stay as they are, where the original turns them into markup";
const URLS = "not compared: escapes of addresses are JavaScript's own: blanks as %20, UTF-8";
const KINDS = "not compared: what is no text is refused by the compiler";

const ESCAPES: Readonly<Record<string, (text: string) => string>> = {
  "nitro:hte/1": hte,
  "nitro:html_encode/1": hte,
  "nitro_conv:html_encode/1": hte,
  "nitro:jse/1": jse,
  "nitro:js_escape/1": jse,
};

/** Escaping and conversions of the original. */
export const conv: Kind = {
  is: (line) => "fun" in line && "arg_hex" in line,
  run: (lines) => lines.map(result),
};

function result(line: Line): Result {
  const name = `${field(line, "fun")} ${field(line, "arg")}`, rules: string[] = [];
  const failure = failureOf(() => {
    const rule = compare(line);
    if (rule !== undefined) rules.push(rule);
  });
  const [difference] = rules;
  return { name, failure, ...(difference === undefined ? {} : { difference }) };
}

/** The rule by which a line differs. */
function compare(line: Line): string | undefined {
  const called = field(line, "fun"), escape = ESCAPES[called];
  if (escape === undefined) return called.includes("url_") ? URLS : PLAIN;
  const given = textOf(decode(Uint8Array.fromHex(field(line, "arg_hex"))));
  const theirs = textOf(decode(Uint8Array.fromHex(field(line, "result_hex"))));
  if (given === undefined || theirs === undefined) return KINDS;
  const ours = escape(given);
  if (ours === theirs) return undefined;
  if (escape === jse && unescaped(ours) === given) return MORE;
  if (escape === hte && unmarked(theirs) === ours) return ENTITY;
  throw new Error(`${JSON.stringify(ours)}, not ${JSON.stringify(theirs)}`);
}

/** A text of JavaScript read back, so that nothing of it is lost. */
function unescaped(text: string): string {
  return text.replace(
    /\\u([\da-f]{4})|\\(.)/g,
    (_, code?: string, character?: string) =>
      code === undefined
        ? SHORT[character ?? ""] ?? character ?? ""
        : String.fromCharCode(parseInt(code, 16)),
  );
}

const SHORT: Readonly<Record<string, string>> = { n: "\n", r: "\r" };

function unmarked(html: string): string {
  return html.replaceAll("<br>", "\n").replaceAll("&nbsp;", " ");
}

function textOf(term: Term): string | undefined {
  if (term instanceof Atom) return term.name;
  if (term instanceof Uint8Array) return new TextDecoder().decode(term);
  if (term instanceof ImproperList || !Array.isArray(term)) return undefined;
  const isText = term.every((each) => typeof each === "number" && each >= 0 && each < 0x110000);
  return isText ? String.fromCodePoint(...term.map(Number)) : undefined;
}
