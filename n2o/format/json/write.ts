/**
 * Terms as JSON in the original's shape.
 *
 * @module
 */
import { isInteger, toBase64 } from "../../../base/mod.ts";
import { encode } from "../../bert/bert.ts";
import { Atom, Float, type Term, text, Tuple } from "../../term/term.ts";
import { deep, DEPTH } from "../formatter.ts";
import { ATOM, BERT, MAP, TUPLE, VALUE } from "./tag.ts";

/** The names that JSON has words for. */
const WORDS = ["true", "false", "null"];

/** A term with its tag. */
export function tagged(term: Term, depth: number = DEPTH): string {
  if (depth < 0) throw deep("JSON");
  if (term instanceof Tuple && dateOf(term) === undefined && objectOf(term, depth) === undefined) {
    return tupleOf(term, depth);
  }
  if (term instanceof Uint8Array && text(term) === undefined) {
    return `{"t":${VALUE},"b":"${toBase64(term)}"}`;
  }
  const value = valueOf(term, depth);
  return /^\{"t":\d/.test(value) ? value : `{"t":${VALUE},"v":${value}}`;
}

function tupleOf({ elements: [name, ...rest] }: Tuple, depth: number): string {
  if (name === undefined) return `{"t":${TUPLE},"v":[]}`;
  const first = name instanceof Atom || typeof name === "boolean"
    ? `{"t":${ATOM},"v":${valueOf(name, depth - 1)}}`
    : tagged(name, depth - 1);
  return `{"t":${TUPLE},"v":[${
    [first, ...rest.map((each) => tagged(each, depth - 1))].join(",")
  }]}`;
}

/** A term as a value of JSON, with a tag only where JSON has nothing for it. */
function valueOf(term: Term, depth: number): string {
  if (depth < 0) throw deep("JSON");
  if (typeof term === "string") return JSON.stringify(term.toWellFormed());
  if (typeof term === "boolean" || typeof term === "bigint" || typeof term === "number") {
    return String(term);
  }
  if (term instanceof Atom) {
    return WORDS.includes(term.name) ? term.name : JSON.stringify(term.name);
  }
  if (term instanceof Float) return floatOf(term.value);
  if (Array.isArray(term)) return listOf(term, depth);
  if (term instanceof Map) return mapOf(term, depth);
  if (term instanceof Tuple) {
    const date = dateOf(term);
    return date === undefined
      ? objectOf(term, depth) ?? tupleOf(term, depth)
      : JSON.stringify(date);
  }
  const known = term instanceof Uint8Array ? text(term) : undefined;
  if (known !== undefined) return JSON.stringify(known);
  return term instanceof Uint8Array
    ? tagged(term, depth)
    : `{"t":${BERT},"v":"${toBase64(encode(term))}"}`;
}

/** With a point, so that it is no integer; one that none can be taken for is as it is. */
function floatOf(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  return Number.isSafeInteger(value) ? `${value}.0` : String(value);
}

/** A list; one of pairs with names is an object, as of Erlang's property lists. */
function listOf(terms: readonly Term[], depth: number): string {
  const [only] = terms;
  if (terms.length === 1 && only instanceof Tuple && only.length === 0) return "{}";
  const pairs = terms.length > 0 && terms.every(isPair)
    ? membersOf(terms.map(({ elements }) => elements), depth)
    : undefined;
  return pairs ?? `[${terms.map((each) => valueOf(each, depth - 1)).join(",")}]`;
}

/** Pairs within a tuple of one, as EEP 18 writes an object; `undefined` for any other tuple. */
function objectOf({ length, elements: [terms] }: Tuple, depth: number): string | undefined {
  if (length !== 1 || !Array.isArray(terms) || !terms.every(isPair)) return undefined;
  return membersOf(terms.map(({ elements }) => elements), depth);
}

function isPair(term: Term): term is Tuple {
  return term instanceof Tuple && term.length === 2;
}

function mapOf(map: Map<Term, Term>, depth: number): string {
  return membersOf([...map], depth) ??
    `{"t":${MAP},"v":[${
      [...map].map(([key, value]) =>
        `{"k":${tagged(key, depth - 1)},"v":${tagged(value, depth - 1)}}`
      )
        .join(",")
    }]}`;
}

/** The object of pairs; `undefined` where their keys are no names, are not distinct, or would be taken for a tag. */
function membersOf(pairs: readonly (readonly Term[])[], depth: number): string | undefined {
  const names = pairs.map(([key = []]) => nameOf(key)), distinct = new Set(names);
  if (distinct.has(undefined) || distinct.size < names.length) return undefined;
  if (distinct.has("__proto__")) return undefined;
  const values = pairs.map(([, value = []]) => valueOf(value, depth - 1));
  // A number there is a tag.
  if (/^[-\d]/.test(values[names.indexOf("t")] ?? "")) return undefined;
  const members = values.map((value, at) => `${JSON.stringify(names[at])}:${value}`);
  return `{${members.join(",")}}`;
}

function nameOf(key: Term): string | undefined {
  return key instanceof Atom ? key.name : text(key);
}

/** A time of Erlang, `{{Year, Month, Day}, {Hour, Minute, Second}}`, as ISO 8601 has it. */
function dateOf({ elements: [date, time, ...rest] }: Tuple): string | undefined {
  if (!(date instanceof Tuple && time instanceof Tuple) || rest.length > 0) return undefined;
  if (date.length !== 3 || time.length !== 3) return undefined;
  const [year, month, day] = date, [hour, minute, second] = time;
  const fits = isInteger(year, 0, 9_999) && isInteger(month, 1, 12) && isInteger(day, 1, 31) &&
    isInteger(hour, 0, 23) && isInteger(minute, 0, 59) && isInteger(second, 0, 59);
  if (!fits) return undefined;
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${
    two(second)
  }Z`;
}
