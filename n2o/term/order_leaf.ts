/**
 * Order of terms that hold no other terms, and of kinds of terms.
 *
 * @module
 */
import { compareText } from "../../base/mod.ts";
import { Atom } from "./atom.ts";
import {
  BitString,
  Export,
  Float,
  Fun,
  ImproperList,
  Pid,
  Port,
  Reference,
  type Term,
  Tuple,
} from "./term.ts";

/** Kinds of terms in Erlang's order; of numbers, integers come before floats as among keys of maps. */
export const Rank = {
  integer: 0,
  float: 1,
  atom: 2,
  reference: 3,
  fun: 4,
  export: 5,
  port: 6,
  pid: 7,
  tuple: 8,
  map: 9,
  nil: 10,
  list: 11,
  bits: 12,
} as const;

const utf8 = new TextEncoder();

/** Position of a term's kind among all kinds. */
export function rankOf(term: Term): number {
  switch (typeof term) {
    case "number":
      return Number.isSafeInteger(term) ? Rank.integer : Rank.float;
    case "bigint":
      return Rank.integer;
    case "boolean":
      return Rank.atom;
    case "string":
      return Rank.bits;
  }
  if (term instanceof Atom) return Rank.atom;
  if (term instanceof Uint8Array || term instanceof BitString) return Rank.bits;
  if (term instanceof Tuple) return Rank.tuple;
  if (Array.isArray(term)) return term.length === 0 ? Rank.nil : Rank.list;
  if (term instanceof Map) return Rank.map;
  if (term instanceof Float) return Rank.float;
  if (term instanceof ImproperList) return Rank.list;
  if (term instanceof Pid) return Rank.pid;
  if (term instanceof Port) return Rank.port;
  if (term instanceof Reference) return Rank.reference;
  return term instanceof Fun ? Rank.fun : Rank.export;
}

/** Order of two terms of one kind; 0 for kinds that hold other terms. */
export function compareLeaves(a: Term, b: Term): number {
  if (isNumber(a) && isNumber(b)) return sign(valueOf(a), valueOf(b));
  if (isName(a) && isName(b)) return compareText(String(a), String(b));
  if (isBits(a) && isBits(b)) return compareBits(bitsOf(a), bitsOf(b));
  if (a instanceof Pid && b instanceof Pid) {
    return sign(a.id, b.id) || sign(a.serial, b.serial) || compareNodes(a, b);
  }
  if (a instanceof Port && b instanceof Port) return compareNodes(a, b) || sign(a.id, b.id);
  if (a instanceof Reference && b instanceof Reference) {
    return compareNodes(a, b) || compareWords(a.words, b.words);
  }
  if (a instanceof Export && b instanceof Export) {
    return compareText(a.module.name, b.module.name) || compareText(a.name.name, b.name.name) ||
      sign(a.arity, b.arity);
  }
  return 0;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function sign(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareNodes(a: Pid | Port | Reference, b: Pid | Port | Reference): number {
  return compareText(a.node.name, b.node.name) || sign(a.creation, b.creation);
}

/** The last word is the most significant one; words that are missing are 0. */
function compareWords(a: readonly number[], b: readonly number[]): number {
  for (let index = Math.max(a.length, b.length) - 1; index >= 0; index--) {
    const order = sign(a[index] ?? 0, b[index] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function isNumber(term: Term): term is number | bigint | Float {
  return typeof term === "number" || typeof term === "bigint" || term instanceof Float;
}

function valueOf(term: number | bigint | Float): number | bigint {
  return term instanceof Float ? term.value : term;
}

function isName(term: Term): term is Atom | boolean {
  return typeof term === "boolean" || term instanceof Atom;
}

function isBits(term: Term): term is string | Uint8Array | BitString {
  return typeof term === "string" || term instanceof Uint8Array || term instanceof BitString;
}

/** Bytes, and how many bits of the last one count. */
interface Bits {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

function bitsOf(term: string | Uint8Array | BitString): Bits {
  if (term instanceof BitString) return term;
  return { bytes: typeof term === "string" ? utf8.encode(term) : term, bits: 8 };
}

function compareBits(a: Bits, b: Bits): number {
  const size = Math.min(a.bytes.length, b.bytes.length);
  for (let index = 0; index < size; index++) {
    const x = a.bytes[index] ?? 0, y = b.bytes[index] ?? 0;
    if (x === y) continue;
    // Only the bits that both have decide.
    const used = Math.min(usedBits(a, index), usedBits(b, index));
    const order = (x >> (8 - used)) - (y >> (8 - used));
    if (order !== 0) return order;
  }
  return (a.bytes.length * 8 + a.bits) - (b.bytes.length * 8 + b.bits);
}

function usedBits({ bytes, bits }: Bits, index: number): number {
  return index === bytes.length - 1 ? bits : 8;
}
