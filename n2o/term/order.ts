/**
 * Erlang's exact order of terms, by which maps sort their keys ("Term Comparisons" in the Erlang reference manual; among
 * keys an integer comes before every float).
 *
 * It runs on a stack of its own, and a comparison costs no more than the smaller term, so hostile keys can neither
 * overflow the call stack nor make decoding quadratic.
 *
 * @module
 */
import { compareText } from "../../base/mod.ts";
import { compareLeaves, Rank, rankOf, sign } from "./order_leaf.ts";
import { Atom, Fun, ImproperList, type Term, Tuple } from "./term.ts";

/** What is known of the order of maps' keys during one call of encode or decode. */
export interface Orders {
  /** Keys of maps that were sorted already. */
  readonly sorted: Map<Map<Term, Term>, readonly Term[]>;
  /** How many maps around the one that is being sorted have it in their keys. */
  depth: number;
}

/** Orders of a call that begins. */
export function orders(): Orders {
  return { sorted: new Map(), depth: 0 };
}

/** How deep maps may be nested in keys of maps. */
const MAX_MAPS = 200;

/** Thrown when maps are nested in keys of maps too deeply to be ordered. */
export class OrderError extends Error {}

type List = Pick<ImproperList, "elements" | "tail">;

/** Pairs of terms that remain to be compared. */
interface Step {
  readonly a: readonly Term[];
  readonly b: readonly Term[];
  /** How many pairs there are. */
  readonly size: number;
  /** Index of the next pair. */
  at: number;
  /** The answer when all pairs are equal. */
  readonly rest: number;
  readonly up: Step | undefined;
}

/** Negative, zero or positive as `a` sorts before, with or after `b`. */
function compare(a: Term, b: Term, orders: Orders): number {
  let left = a, right = b, step: Step | undefined;
  for (;;) {
    if (left !== right) {
      const order = rankOf(left) - rankOf(right) || compareLeaves(left, right);
      if (order !== 0) return order;
      step = open(left, right, orders, step);
    }
    while (step !== undefined && step.at === step.size) {
      if (step.rest !== 0) return step.rest;
      step = step.up;
    }
    if (step === undefined) return 0;
    left = element(step.a, step.at);
    right = element(step.b, step.at++);
  }
}

/** The keys of a map in order. */
export function sortedKeys(map: Map<Term, Term>, orders: Orders): readonly Term[] {
  const known = orders.sorted.get(map);
  if (known !== undefined) return known;
  if (orders.depth > MAX_MAPS) {
    throw new OrderError(`Maps are nested in keys more than ${MAX_MAPS} deep`);
  }
  const keys = [...map.keys()];
  orders.depth++;
  keys.sort((a, b) => compare(a, b, orders));
  orders.depth--;
  orders.sorted.set(map, keys);
  return keys;
}

/** Whether no two keys of a map are equal terms; a `Map` itself sees that of plain numbers and atoms only. */
export function isDistinct(map: Map<Term, Term>, orders: Orders): boolean {
  if (map.size < 2 || [...map.keys()].every(isPlain)) return true;
  const keys = sortedKeys(map, orders);
  for (let index = 1; index < keys.length; index++) {
    if (compare(element(keys, index - 1), element(keys, index), orders) === 0) return false;
  }
  return true;
}

function isPlain(key: Term): boolean {
  return typeof key === "number" || key instanceof Atom;
}

/** What remains to be compared of two terms of one kind: nothing more for leaves. */
function open(a: Term, b: Term, orders: Orders, up: Step | undefined) {
  if (a instanceof Tuple && b instanceof Tuple) {
    return sized(a.length - b.length, up, () => pairs(a.elements, b.elements, up));
  }
  if (a instanceof Map && b instanceof Map) {
    return sized(
      a.size - b.size,
      up,
      () => pairs(flat(a, orders), flat(b, orders), up),
    );
  }
  if (a instanceof Fun && b instanceof Fun) {
    return sized(compareFuns(a, b), up, () => pairs(a.free, b.free, up));
  }
  const x = listOf(a), y = listOf(b);
  return x === undefined || y === undefined ? up : lists(x, y, up);
}

/** Goes into the elements only when nothing outside of them has decided. */
function sized(order: number, up: Step | undefined, inner: () => Step): Step {
  return order === 0 ? inner() : { a: [], b: [], size: 0, at: 0, rest: order, up };
}

function pairs(a: readonly Term[], b: readonly Term[], up: Step | undefined, rest = 0): Step {
  return { a, b, size: Math.min(a.length, b.length), at: 0, rest, up };
}

/** The elements, then what follows the shorter list: its tail against the other's tail or remaining list. */
function lists(a: List, b: List, up: Step | undefined): Step {
  const longer = a.elements.length - b.elements.length;
  if (longer === 0) return pairs(a.elements, b.elements, pairs([a.tail], [b.tail], up));
  const rest = longer > 0 ? Rank.list - rankOf(b.tail) : rankOf(a.tail) - Rank.list;
  return pairs(a.elements, b.elements, up, rest);
}

/** Any list but the empty one, which is a leaf, as elements and tail. */
function listOf(term: Term): List | undefined {
  if (term instanceof ImproperList) return term;
  return Array.isArray(term) && term.length > 0 ? { elements: term, tail: [] } : undefined;
}

/** Keys of a map in order, then their values. */
function flat(map: Map<Term, Term>, orders: Orders): Term[] {
  const keys = sortedKeys(map, orders), all = [...keys];
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) all.push(value);
  }
  return all;
}

function compareFuns(a: Fun, b: Fun): number {
  return compareText(a.module.name, b.module.name) || sign(a.oldIndex, b.oldIndex) ||
    sign(a.oldUniq, b.oldUniq) || a.free.length - b.free.length;
}

function element(terms: readonly Term[], index: number): Term {
  const term = terms[index];
  if (term === undefined) throw new OrderError(`There is a hole at index ${index}`);
  return term;
}
