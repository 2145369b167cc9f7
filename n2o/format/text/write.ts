/**
 * Writes a term as Erlang's text, which `file:consult/1`, the shell and `erl_parse` read.
 *
 * @module
 */
import { toBase64 } from "../../../base/mod.ts";
import { encode } from "../../bert/bert.ts";
import { Atom, BitString, Float, ImproperList, type Term, text, Tuple } from "../../term/term.ts";
import { deep, DEPTH } from "../formatter.ts";

/** Words of the language, which are atoms only in quotes ("Reserved Words" in Erlang's reference manual). */
const RESERVED = new Set(
  ("after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end fun if let maybe not of or orelse receive rem " +
    "try when xor").split(" "),
);

/** The text of a term. What Erlang has no text for that can be read back, a pid or a function, is `{'$bert', <<"BERT in base64">>}`. */
export function write(term: Term, depth: number = DEPTH): string {
  if (depth < 0) throw deep("Erlang's text");
  const each = (terms: readonly Term[]) => terms.map((one) => write(one, depth - 1)).join(",");
  if (typeof term === "number" || typeof term === "bigint") return numberOf(term);
  if (term instanceof Float) return floatOf(term.value);
  if (term instanceof Atom) return atomOf(term.name);
  if (typeof term === "boolean") return String(term);
  if (typeof term === "string" || term instanceof Uint8Array) return binaryOf(term);
  if (term instanceof Tuple) return `{${each(term.elements)}}`;
  if (Array.isArray(term)) return `[${each(term)}]`;
  if (term instanceof ImproperList) {
    return `[${each(term.elements)}|${write(term.tail, depth - 1)}]`;
  }
  if (term instanceof Map) {
    const pairs = [...term].map(([key, value]) => `${each([key])}=>${each([value])}`);
    return `#{${pairs.join(",")}}`;
  }
  if (term instanceof BitString) return bitsOf(term);
  return `{'$bert',<<"${toBase64(encode(term))}">>}`;
}

function floatOf(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  return Number.isSafeInteger(value) ? `${value}.0` : numberOf(value);
}

function numberOf(value: number | bigint): string {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
  // Erlang wants a point before an exponent.
  const [mantissa = "", exponent] = String(value).split("e");
  const whole = mantissa.includes(".") ? mantissa : `${mantissa}.0`;
  return exponent === undefined ? whole : `${whole}e${exponent}`;
}

function atomOf(name: string): string {
  return /^[a-z][\w@]*$/.test(name) && !RESERVED.has(name) ? name : `'${escaped(name, "'")}'`;
}

function binaryOf(bytes: string | Uint8Array): string {
  const known = text(bytes)?.toWellFormed();
  if (known === undefined) return `<<${(bytes as Uint8Array).join(",")}>>`; // As: text has no text of no string
  return /^\p{ASCII}*$/u.test(known)
    ? `<<"${escaped(known, '"')}">>`
    : `<<"${escaped(known, '"')}"/utf8>>`;
}

function bitsOf({ bytes, bits }: BitString): string {
  const last = bytes.length - 1, parts = [...bytes].map(String);
  parts[last] = `${(bytes[last] ?? 0) >> (8 - bits)}:${bits}`;
  return `<<${parts.join(",")}>>`;
}

function escaped(text: string, quote: string): string {
  return text.replace(/[\\'"\p{Cc}]/gu, (letter) => {
    if (letter === "\\" || letter === quote) return `\\${letter}`;
    if (letter === "'" || letter === '"') return letter;
    return `\\x{${letter.charCodeAt(0).toString(16)}}`;
  });
}
