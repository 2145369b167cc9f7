/**
 * Functions of the original: `function`, `args` and `result`, terms as text.
 *
 * @module
 */
import { messageOf } from "../../../base/mod.ts";
import { idsOf, parse, RestError, toBinary, toJson } from "../../../rest/mod.ts";
import type { Kind, Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { same } from "./rules.ts";

/** The rules by which a function may answer otherwise. */
const RULES = {
  text: "7: text is text, where the original has lists of code points and of small integers",
  number: "7: a float that is whole is written as the number it is",
  id: "8: an id that is none is refused",
  evaluated: "3: what would have to be evaluated is refused",
} as const;

/** What ours answers to the arguments of a function, read. */
const CALLS: Readonly<Record<string, (first: unknown) => unknown>> = {
  "rest:to_json/1": (value) => value, // told as JSON below
  "rest:to_binary/1": toBinary,
  "rest:parse/1": (text) => parse(String(text)),
  "rest_kvs:parse_id/1": (text) => idsOf(String(text), undefined),
};

/** Terms that JSON has no like of: their counterparts are plain objects, of which other tests tell. */
const TERMS = /[#(]|\{|\|/;

/** Functions whose arguments and results JSON can say. */
export const functions: Kind = {
  is: (line) => "function" in line,
  run: (lines) => lines.map(result),
};

/** Whether a function has a counterpart that takes what the line gives, and answers what JSON can say. */
export function isCounterpart({ function: name, args, resultJson }: Line): boolean {
  const [first] = Array.isArray(args) ? args : [];
  return typeof name === "string" && Object.hasOwn(CALLS, name) && resultJson !== undefined &&
    (name === "rest:parse/1" || name === "rest_kvs:parse_id/1" || !TERMS.test(String(first)));
}

function result({ function: name, args, resultJson }: Line): Result {
  const [first] = Array.isArray(args) ? args : [], label = `${name} ${first}`;
  const theirs = jsonOf(resultJson);
  try {
    const given = valueOf(String(first)), isId = name === "rest_kvs:parse_id/1";
    const value = CALLS[String(name)]?.(given), ours = toJson(value);
    // A text may mean several ids: what the original reads is one of them.
    const all = isId && Array.isArray(ours) ? ours : [ours];
    if (all.some((each) => same(each, theirs))) return { name: label, failure: "" };
    if (all.some((each) => same(plain(each), plain(theirs)))) {
      return { name: label, failure: "", difference: RULES.text };
    }
    if (value instanceof Uint8Array && plain(new TextDecoder().decode(value)) === plain(theirs)) {
      return { name: label, failure: "", difference: RULES.text };
    }
    const [own] = all;
    if (typeof theirs !== "object" && Number(own) === Number(theirs)) {
      return { name: label, failure: "", difference: RULES.number };
    }
    if (isId && !isPlainId(String(given))) {
      return { name: label, failure: "", difference: RULES.evaluated };
    }
    return {
      name: label,
      failure: `answers ${JSON.stringify(own)}, and not ${JSON.stringify(theirs)}`,
    };
  } catch (error) {
    if (RestError.is(error, "bad_id")) return { name: label, failure: "", difference: RULES.id };
    if (RestError.is(error, "bad_request")) {
      return { name: label, failure: "", difference: RULES.evaluated };
    }
    return { name: label, failure: messageOf(error) };
  }
}

/** Whether an id has parts that are atoms, numbers and texts as they stand: the original evaluates any other. */
function isPlainId(text: string): boolean {
  const part = String.raw`(?:[a-z]\w*|-?\d+(?:\.\d+)?|"[^"\\]*")`;
  return new RegExp(`^${part}(?:,${part})+$`).test(text);
}

/** The value of a term's text: as `parse` reads it, but for binaries with a type, and what has no text here. */
function valueOf(text: string): unknown {
  const utf8 = /^<<("(?:[^"\\]|\\.)*")\/utf8>>$/.exec(text);
  if (text === "null") return null;
  return parse(utf8?.[1] ?? text.replace(/^<<>>$/, '""'));
}

/** JSON; an integer that a number does not hold is its digits. */
function jsonOf(text: unknown): unknown {
  return JSON.parse(
    String(text),
    (_, value: unknown, context?: { readonly source?: string }) =>
      typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) &&
        /^-?\d+$/.test(context?.source ?? "")
        ? context?.source
        : value,
  );
}

const TOKENS = /"(?:[^"\\]|\\.)*"|'[^']*'|[a-z][\w@]*|-?\d+(?:\.\d+(?:e[+-]?\d+)?)?|[{}[\],]/g;

/** The text of a tuple as a list; undefined for what is none. */
function tupleOf(text: string): unknown {
  if (!/^\{.*\}$/s.test(text) || text.replace(TOKENS, "").trim() !== "") return undefined;
  const json = text.replace(TOKENS, (token) => {
    if (token === "{") return "[";
    if (token === "}") return "]";
    if (token.startsWith("'")) return JSON.stringify(token.slice(1, -1));
    return /^[a-z]/.test(token) && !["true", "false", "null"].includes(token)
      ? `"${token}"`
      : token;
  });
  try {
    return jsonOf(json);
  } catch {
    return undefined;
  }
}

/** Lists of integers and bytes as text, control characters as their numbers, tuples and property lists as lists. */
function plain(value: unknown): unknown {
  if (value === null) return "null";
  if (typeof value === "string") return plainText(value);
  if (typeof value === "number") return String(value);
  if (!Array.isArray(value)) {
    return typeof value === "object" ? plain(Object.entries(value)) : String(value);
  }
  if (value.length > 3 && value.every((each) => typeof each === "number" && each < 256)) {
    return new TextDecoder().decode(Uint8Array.from(value));
  }
  const isPoints = value.length > 0 && value.every(isPoint);
  if (isPoints) return String.fromCodePoint(...value);
  const parts = value.map(plain);
  return parts.every((part) => typeof part === "string") ? parts.join("") : parts;
}

function isPoint(each: unknown): each is number {
  return typeof each === "number" && Number.isInteger(each) && each > 31 && each !== 127 &&
    each <= 0x10ffff;
}

function plainText(value: string): unknown {
  const tuple = tupleOf(value);
  if (tuple !== undefined) return plain(tuple);
  const time = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(value);
  if (time !== null) {
    const [year, month, day, ...clock] = time.slice(1).map(Number);
    return plain([[year, month, day], clock]);
  }
  return Array.from(
    value,
    (each) => each < " " || each === "\x7f" ? each.charCodeAt(0) : each,
  ).join("");
}
