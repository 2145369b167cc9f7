/**
 * Terms of JSON in the original's shape, and of what its browser client makes of a term (`tuple`, `atom`, `bin`, ...) as JSON.
 *
 * @module
 */
import { fromBase64, isInteger, isObject } from "../../../base/mod.ts";
import { decode } from "../../bert/bert.ts";
import { atom, float, type Term, Tuple } from "../../term/term.ts";
import { DEPTH, type ReadBounds } from "../formatter.ts";
import * as tag from "./tag.ts";

const utf8 = new TextEncoder();

/** The term of a value of JSON; throws for one that has none. */
export function termOf(value: unknown, { maxSize, atoms }: ReadBounds): Term {
  let left = atoms;
  const fresh = () => left-- > 0;

  function term(value: unknown, depth: number): Term {
    if (depth < 0) throw new RangeError(`deeper than ${DEPTH}`);
    if (typeof value === "string") return utf8.encode(value.toWellFormed());
    if (typeof value === "number") return finite(value);
    if (typeof value === "bigint") return value;
    if (typeof value === "boolean" || value === null) return atom(String(value));
    if (Array.isArray(value)) return value.map((each) => term(each, depth - 1));
    if (!isObject(value)) throw new TypeError(`a ${typeof value}`);
    if (typeof value.t === "number") return tagged(value.t, value, depth - 1);
    return new Map(
      Object.entries(value).map((
        [key, each],
      ) => [utf8.encode(key.toWellFormed()), term(each, depth - 1)]),
    );
  }

  function tagged(kind: number, { v, b }: Record<string, unknown>, depth: number): Term {
    switch (kind) {
      case tag.TUPLE:
      case tag.LARGE_TUPLE:
        return new Tuple(list(v).map((each) => term(each, depth)));
      case tag.LIST:
        return list(v).map((each) => term(each, depth));
      case tag.NIL:
        return [];
      case tag.VALUE:
        return b === undefined ? term(v, depth) : fromBase64(words(b));
      case tag.ATOM:
      case tag.SMALL_ATOM:
      case tag.UTF8_ATOM:
      case tag.SMALL_UTF8_ATOM:
        if (!fresh()) throw new RangeError(`more than ${atoms} atoms`);
        return atom(typeof v === "boolean" || v === null ? String(v) : words(v));
      case tag.STRING:
        return Array.from(words(v), (letter) => letter.codePointAt(0) ?? 0);
      case tag.MAP:
        return new Map(
          list(v).map((each) => {
            if (!isObject(each)) throw new TypeError("a map of something else than objects");
            return [term(each.k, depth), term(each.v, depth)];
          }),
        );
      case tag.BERT:
        return decode(fromBase64(words(v)), { maxSize, maxDepth: DEPTH, atoms: fresh });
      default:
        return number(kind, v);
    }
  }

  return term(value, DEPTH);
}

function number(kind: number, v: unknown): Term {
  switch (kind) {
    case tag.FLOAT:
    case tag.FLOAT_TEXT:
      return float(finite(v));
    case tag.SMALL:
    case tag.INTEGER:
    case tag.BIG:
    case tag.LARGE_BIG:
      return integer(v);
    default:
      throw new TypeError(`no term has the tag ${kind}`);
  }
}

function integer(v: unknown): Term {
  if (isInteger(v, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)) return v;
  const big = typeof v === "bigint" ? v : BigInt(/^-?\d{1,4096}$/.exec(words(v))?.[0] ?? "x");
  return Number.isSafeInteger(Number(big)) ? Number(big) : big;
}

function finite(v: unknown): number {
  if (typeof v !== "number" || !Number.isFinite(v)) throw new TypeError("no number");
  return v;
}

function list(v: unknown): readonly unknown[] {
  if (!Array.isArray(v)) throw new TypeError("no list");
  return v;
}

function words(v: unknown): string {
  if (typeof v !== "string") throw new TypeError("no text");
  return v;
}
