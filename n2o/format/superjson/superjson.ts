/**
 * JSON by superjson: what a program in TypeScript reads without a codec of its own, and what it loses nothing by.
 *
 * A binary that is UTF-8 is a string, `true`, `false` and `null` are themselves, a list is an array, a map a `Map`, a big integer a
 * `bigint`; the rest is named in superjson's `meta`: `atom`, `tuple`, `bytes`, `float` and `bert` for what has nothing nearer. Everything
 * reads back as it was. What a peer sends may also be plain objects, which are maps.
 *
 * Frames are text. One that begins with `{` is a term, any other is a text, as `PING` and `N2O,` are.
 *
 * ```ts
 * import { atom, tuple } from "@n2o/n2o/n2o";
 * import { superjson } from "@n2o/n2o/n2o/superjson";
 *
 * const frame = superjson.encode(tuple(atom("ok"), "tea", new Map([["cups", 2]])));
 * if (typeof frame !== "string" || !frame.includes('"tea"')) throw new Error("no JSON");
 * const term = superjson.decode(frame);
 * if (superjson.encode(term ?? []) !== frame) throw new Error("another term");
 * ```
 *
 * @module
 */
import { fromBase64, isObject, isPlainObject, toBase64 } from "../../../base/mod.ts";
import { decode, encode } from "../../bert/bert.ts";
import { Atom, atom, Float, type Term, text, Tuple } from "../../term/term.ts";
import {
  bad,
  deep,
  DEFAULT,
  DEPTH,
  type Formatter,
  type ReadBounds,
  textOf,
} from "../formatter.ts";
import { SuperJSON } from "./deps.ts";

export type { Formatter };

/** How many values a frame may name the kind of: superjson looks for each from the top, past all that stand before it in a map. */
const NAMED = 16_384;

/** The elements of a tuple, as superjson knows it. */
class Elements {
  constructor(readonly elements: readonly unknown[]) {}
}

/** A term in a base of its own, by its bytes. */
class Other {
  constructor(readonly bert: string) {}
}

const library = new SuperJSON();
library.registerClass(Elements, { identifier: "tuple" });
library.registerCustom<Atom, string>({
  isApplicable: (value): value is Atom => value instanceof Atom,
  serialize: ({ name }) => name,
  deserialize: (name) => atom(name),
}, "atom");
library.registerCustom<Float, string>({
  isApplicable: (value): value is Float => value instanceof Float,
  serialize: ({ value }) => Object.is(value, -0) ? "-0" : String(value),
  deserialize: (value) => new Float(Number(value)),
}, "float");
library.registerCustom<Uint8Array, string>({
  isApplicable: (value): value is Uint8Array => value instanceof Uint8Array,
  serialize: (bytes) => toBase64(bytes),
  deserialize: (bytes) => fromBase64(bytes),
}, "bytes");
library.registerCustom<Other, string>({
  isApplicable: (value): value is Other => value instanceof Other,
  serialize: ({ bert }) => bert,
  deserialize: (bert) => new Other(bert),
}, "bert");

/** Terms as the JSON of superjson, whose `meta` says what JSON has no words for. */
export const superjson: Formatter = {
  name: "superjson",
  encode(term) {
    const { json, meta } = library.serialize(valueOf(term, DEPTH));
    // That two values are one object means nothing between terms.
    return JSON.stringify(
      meta?.values === undefined ? { json } : { json, meta: { values: meta.values, v: meta.v } },
    );
  },
  decode(frame, { maxSize, atoms } = DEFAULT) {
    const source = textOf(frame);
    if (!source.startsWith("{")) return undefined;
    try {
      return termOf(revived(JSON.parse(source)), { maxSize, most: atoms, atoms }, DEPTH);
    } catch (cause) {
      throw bad("JSON by superjson", cause);
    }
  },
};

const WORDS = new Map<string, boolean | null>([["true", true], ["false", false], ["null", null]]);

/** What superjson is to write. */
function valueOf(term: Term, depth: number): unknown {
  if (depth < 0) throw deep("JSON");
  if (typeof term === "string") return term.toWellFormed();
  if (term instanceof Uint8Array) return text(term) ?? term;
  if (term instanceof Atom) return WORDS.has(term.name) ? WORDS.get(term.name) : term;
  if (term instanceof Tuple) {
    return new Elements(term.elements.map((each) => valueOf(each, depth - 1)));
  }
  if (Array.isArray(term)) return term.map((each) => valueOf(each, depth - 1));
  if (term instanceof Map) {
    return new Map(
      [...term].map((pair) => pair.map((each) => valueOf(each, depth - 1)) as [unknown, unknown]),
    ); // As: pairs stay pairs
  }
  return typeof term === "object" && !(term instanceof Float)
    ? new Other(toBase64(encode(term)))
    : term;
}

/** What superjson makes of a value that came, without references, by which a small one would grow without end. */
function revived(given: unknown): unknown {
  if (!isObject(given) || !("json" in given)) throw new TypeError("no json");
  const meta = isObject(given.meta) ? given.meta.values : undefined;
  // As: superjson checks what it is given, and the terms are checked here.
  const json = given.json as Parameters<typeof library.deserialize>[0]["json"];
  if (meta === undefined) return json;
  if (counted(meta, NAMED) < 0) throw new RangeError(`more than ${NAMED} values are named`);
  return library.deserialize({ json, meta: { values: meta as never, v: 1 } });
}

/** How many of `left` are left when the keys of a value are taken off. */
function counted(value: unknown, left: number): number {
  if (!isObject(value)) return left - 1;
  for (const each of Object.values(value)) if ((left = counted(each, left - 1)) < 0) break;
  return left;
}

interface Left {
  readonly maxSize: ReadBounds["maxSize"];
  readonly most: number;
  atoms: number;
}

const utf8 = new TextEncoder();

/** An array in which nothing is missing: what names a place far behind the end of one would make one of holes. */
function whole(array: unknown[]): unknown[] {
  if (Object.keys(array).length < array.length) throw new RangeError("an array with holes");
  return array;
}

/** The term of what superjson read; throws for what is none. */
function termOf(value: unknown, bounds: Left, depth: number): Term {
  const term = (each: unknown) => termOf(each, bounds, depth - 1);
  if (depth < 0) throw new RangeError(`deeper than ${DEPTH}`);
  if (typeof value === "string") return utf8.encode(value.toWellFormed());
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "boolean" || value === null) return atom(String(value));
  if (value instanceof Atom) {
    if (bounds.atoms-- <= 0) throw new RangeError(`more than ${bounds.most} atoms`);
    return value;
  }
  if (value instanceof Float && Number.isSafeInteger(value.value)) return value;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Elements && Array.isArray(value.elements)) {
    return new Tuple(whole(value.elements).map(term));
  }
  if (value instanceof Other) {
    return decode(fromBase64(value.bert), {
      maxSize: bounds.maxSize,
      maxDepth: DEPTH,
      atoms: () => bounds.atoms-- > 0,
    });
  }
  if (Array.isArray(value)) return whole(value).map(term);
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [term(key), term(each)]));
  }
  if (isPlainObject(value)) {
    return new Map(
      Object.entries(value).map(([key, each]) => [utf8.encode(key.toWellFormed()), term(each)]),
    );
  }
  throw new TypeError(`no term is a ${typeof value}`);
}
