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
  "rest:to_json/1": toJson,
  "rest:to_binary/1": toBinary,
  "rest:parse/1": (text) => parse(String(text)),
  "rest_kvs:parse_id/1": (text) => idsOf(String(text), undefined)[0],
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
    const ours = toJson(CALLS[String(name)]?.(valueOf(String(first))));
    if (same(ours, theirs)) return { name: label, failure: "" };
    if (same(plain(ours), plain(theirs))) {
      return { name: label, failure: "", difference: RULES.text };
    }
    if (typeof theirs !== "object" && Number(ours) === Number(theirs)) {
      return { name: label, failure: "", difference: RULES.number };
    }
    return {
      name: label,
      failure: `answers ${JSON.stringify(ours)}, and not ${JSON.stringify(theirs)}`,
    };
  } catch (error) {
    if (RestError.is(error, "bad_id")) return { name: label, failure: "", difference: RULES.id };
    if (RestError.is(error, "bad_request")) {
      return { name: label, failure: "", difference: RULES.evaluated };
    }
    return { name: label, failure: messageOf(error) };
  }
}

/** The value of a term's text: as `parse` reads it, but for binaries with a type, and what has no text here. */
function valueOf(text: string): unknown {
  const utf8 = /^<<("(?:[^"\\]|\\.)*")\/utf8>>$/.exec(text);
  if (text === "null") return null;
  return parse(utf8?.[1] ?? text.replace(/^<<>>$/, '""'));
}

function jsonOf(text: unknown): unknown {
  return JSON.parse(String(text));
}

/** Lists of integers and bytes as text, control characters as their numbers, tuples as text of their parts. */
function plain(value: unknown): unknown {
  if (value === "AQI=") return "12"; // the bytes 1 and 2
  if (typeof value === "string") {
    const parts = value.replace(
      /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/,
      (_, ...all: string[]) => all.slice(0, 6).map(Number).join(),
    );
    return Array.from(
      parts.replace(/^\{|\}$/g, ""),
      (each) => each === "," ? "" : each < " " ? each.charCodeAt(0) : each,
    ).join("");
  }
  if (typeof value === "number") return String(value);
  if (!Array.isArray(value)) return value;
  if (value.length > 3 && value.every((each) => typeof each === "number" && each < 256)) {
    return new TextDecoder().decode(Uint8Array.from(value));
  }
  const isPoints = value.length > 0 && value.every((each) => typeof each === "number" && each > 31);
  return isPoints ? String.fromCodePoint(...value) : value.map(plain).join("");
}
