/**
 * BERT for an API: bodies and answers in Erlang's external term format, which lose no bigint, no bytes and no date.
 *
 * @module
 */
import { isRecord } from "../../../base/mod.ts";
import {
  Atom,
  atom,
  decode,
  encode,
  Float,
  float,
  type Term,
  text,
  Tuple,
  tuple,
} from "../../../n2o/mod.ts";
import { type Format, RestError, toJson } from "../../../rest/mod.ts";

const TRUE = atom("true"),
  FALSE = atom("false"),
  NULL = atom("null"),
  UNDEFINED = atom("undefined");
const BERT = atom("bert"), TIME = atom("time"), BYTES = atom("bytes");
/** No other atom is taken: a client would fill the table of them. */
const WORDS: ReadonlyMap<string, boolean | null | undefined> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
  ["nil", null],
  ["undefined", undefined],
]);
const KNOWN = new Set([...WORDS.keys(), "bert", "time", "bytes"]);
/** The most bytes that what is compressed may become, and how deep a body may be. */
const SIZE = 1_048_576, DEPTH = 64;

/**
 * The type `application/x-bert`. Objects are maps with binary keys, text is a binary of UTF-8, bytes are `{bytes,Binary}`, so that they are not taken
 * for text, arrays and sets are lists, a date is `{bert,time,Megaseconds,Seconds,Microseconds}` (bert-rpc.org), true, false, null and undefined are
 * atoms, and numbers that are not finite their text. Read back, a number is no bigint where it need not be, and other tuples are arrays.
 *
 * Its `read` throws for what is no term, for atoms and kinds of terms that no value has, and beyond 1 MiB unpacked or a depth of 64: the answer is
 * 400.
 *
 * @example
 * ```ts
 * import { bert } from "@n2o/n2o/host/rest";
 *
 * const bytes = bert.write({ id: "ann", big: 2n ** 70n });
 * const read = typeof bytes === "string" ? undefined : bert.read?.(bytes);
 * if (!(read instanceof Object) || !("big" in read) || read.big !== 2n ** 70n) throw read;
 * ```
 */
export const bert: Format = {
  type: "application/x-bert",
  variant: "bert",
  raw: true,
  write: (value) => encode(termOf(value, 0)).slice(),
  read: (bytes) =>
    valueOf(decode(bytes, { maxSize: SIZE, maxDepth: DEPTH, atoms: (name) => KNOWN.has(name) })),
};

function termOf(value: unknown, depth: number): Term {
  if (depth > DEPTH) {
    throw new RestError("fault", `a value is deeper than ${DEPTH}: no BERT is made`);
  }
  const term = (each: unknown) => termOf(each, depth + 1);
  switch (typeof value) {
    case "string":
      return value.toWellFormed();
    case "boolean":
      return value ? TRUE : FALSE;
    case "number":
      return numberOf(value);
    case "bigint":
      return value;
    case "undefined":
      return UNDEFINED;
  }
  if (value === null) return NULL;
  if (value instanceof Uint8Array) return tuple(BYTES, value.slice());
  if (value instanceof Date) return timeOf(value);
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, term);
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [term(key), term(each)]));
  }
  if (!isRecord(value)) return term(toJson(value));
  return new Map(Object.entries(value).map(([name, each]) => [name.toWellFormed(), term(each)]));
}

function numberOf(value: number): Term {
  if (!Number.isFinite(value)) return String(value);
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : float(value);
}

function timeOf(date: Date): Term {
  const ms = date.getTime();
  if (Number.isNaN(ms)) return NULL;
  const seconds = Math.floor(ms / 1_000), micros = (ms - seconds * 1_000) * 1_000;
  const mega = Math.floor(seconds / 1_000_000);
  return tuple(BERT, TIME, mega, seconds - mega * 1_000_000, micros);
}

function valueOf(term: Term): unknown {
  if (typeof term === "string" || typeof term === "number" || typeof term === "bigint") return term;
  if (term instanceof Float) return term.value;
  if (term instanceof Uint8Array) return text(term) ?? term.slice();
  if (term instanceof Atom && WORDS.has(term.name)) return WORDS.get(term.name);
  if (Array.isArray(term)) return term.map(valueOf);
  if (term instanceof Tuple) return bytesOf(term) ?? dateOf(term) ?? term.elements.map(valueOf);
  if (term instanceof Map) return objectOf(term);
  throw new RestError("bad_request", "the body has a term that no value stands for");
}

function bytesOf({ elements: [first, bytes, ...more] }: Tuple): Uint8Array | undefined {
  if (first !== BYTES || !(bytes instanceof Uint8Array) || more.length > 0) return undefined;
  return bytes.slice();
}

function dateOf({ elements }: Tuple): Date | undefined {
  const [first, second, ...parts] = elements;
  if (first !== BERT || second !== TIME) return undefined;
  const [mega, seconds, micros, ...more] = parts;
  if (
    more.length > 0 || typeof mega !== "number" || typeof seconds !== "number" ||
    typeof micros !== "number"
  ) throw noTime();
  const date = new Date((mega * 1_000_000 + seconds) * 1_000 + micros / 1_000);
  if (Number.isNaN(date.getTime())) throw noTime();
  return date;
}

function noTime(): RestError {
  return new RestError("bad_request", "the body has a time that is none");
}

function objectOf(map: ReadonlyMap<Term, Term>): unknown {
  const fields = [...map].map(([key, value]) => [valueOf(key), valueOf(value)] as const);
  const names = new Set(fields.map(([name]) => name));
  if (names.has("__proto__") || names.size < fields.length) {
    throw new RestError("bad_request", "the body has a key that is not taken, or one twice");
  }
  if (fields.some(([name]) => typeof name !== "string")) return new Map(fields);
  return Object.fromEntries(fields);
}
