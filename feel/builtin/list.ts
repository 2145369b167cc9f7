/**
 * Functions on lists (DMN 1.5, 10.3.4.4), and `sort` (10.3.4.7).
 *
 * @module
 */
import { call, takes } from "./call.ts";
import { equal } from "../operator/equal.ts";
import { DEPTH } from "../limits.ts";
import { bounded, spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { FeelError } from "../error.ts";
import { type Table, way } from "./signature.ts";
import { Decimal, hashOf, weightOf } from "../number/decimal.ts";
import { adopt } from "../time/moment.ts";
import type { FeelFunction } from "../value/value.ts";

type List = readonly unknown[];

/** The functions on lists, by name. */
export const LISTS: Table = {
  "list contains": [
    way(
      [["list", "list"], ["element", "any"]],
      (machine, list, element) =>
        list.findIndex((item) => equal(machine, item, element) === true) >= 0,
    ),
  ],
  sublist: [
    way(
      [["list", "list"], ["start position", "measure"], ["length", "measure?"]],
      (machine, list, start, length) => {
        spend(machine, list.length);
        return part(list, start, length);
      },
    ),
  ],
  append: [
    way(
      [["list", "list"], ["...item", "list"]],
      (machine, list, items) => joined(machine, [list, items]),
    ),
  ],
  concatenate: [
    way(
      [["...list", "list"]],
      (machine, lists) => joined(machine, lists.map((each) => Array.isArray(each) ? each : [each])),
    ),
  ],
  "insert before": [
    way(
      [["list", "list"], ["position", "measure"], ["newItem", "any"]],
      (machine, list, position, item) => {
        const at = indexOf(list, position);
        return at === undefined
          ? null
          : joined(machine, [list.slice(0, at), [item], list.slice(at)]);
      },
    ),
  ],
  remove: [
    way([["list", "list"], ["position", "measure"]], (machine, list, position) => {
      const at = indexOf(list, position);
      return at === undefined ? null : joined(machine, [list.slice(0, at), list.slice(at + 1)]);
    }),
  ],
  "list replace": [
    way(
      [["list", "list"], ["position", "measure"], ["newItem", "any"]],
      (machine, list, position, item) => {
        const at = indexOf(list, position);
        return at === undefined
          ? null
          : joined(machine, [list.slice(0, at), [item], list.slice(at + 1)]);
      },
    ),
    way(
      [["list", "list"], ["match", "function"], ["newItem", "any"]],
      (machine, list, match, item) => {
        if (!takes(match, 2)) return null;
        const found = Array.from(list, (each) => {
          const result = call(machine, match, [each, item], null);
          return typeof result === "boolean" ? result ? item : each : MISMATCH;
        });
        return found.includes(MISMATCH) ? null : found;
      },
    ),
  ],
  reverse: [
    way([["list", "list"]], (machine, list) => joined(machine, [list]).reverse()),
  ],
  "index of": [
    way(
      [["list", "list"], ["match", "any"]],
      (machine, list, match) => {
        const found: number[] = [];
        for (const [index, item] of list.entries()) {
          if (equal(machine, item, match) === true) found.push(index + 1);
        }
        return found;
      },
    ),
  ],
  union: [
    way(
      [["...list", "list"]],
      (machine, lists) =>
        distinct(
          machine,
          joined(machine, lists.map((each) => Array.isArray(each) ? each : [each])),
        ),
    ),
  ],
  "distinct values": [way([["list", "list"]], (machine, list) => distinct(machine, list))],
  "duplicate values": [
    way([["list", "list"]], (machine, list) =>
      distinct(
        machine,
        [...list].filter((item, index, all) =>
          all.some((other, place) => place < index && equal(machine, item, other) === true)
        ),
      )),
  ],
  flatten: [way([["list", "list"]], (machine, list) => flattened(machine, list, [], 0))],
  sort: [
    way(
      [["list", "list"], ["precedes", "function"]],
      (machine, list, precedes) => takes(precedes, 2) ? sorted(machine, list, precedes) : null,
    ),
  ],
};

const MISMATCH: unique symbol = Symbol("mismatch");

/** The index of a position from 1, or from the end where it is negative; undefined beyond the list. */
function indexOf(list: List, position: number): number | undefined {
  const whole = Math.trunc(position);
  const at = whole > 0 ? whole - 1 : list.length + whole;
  return whole !== 0 && at >= 0 && at < list.length ? at : undefined;
}

function part(list: List, start: number, length: number | null): List | null {
  const from = indexOf(list, start);
  if (from === undefined || (length !== null && (length < 1 || from + length > list.length))) {
    return null;
  }
  return list.slice(from, length === null ? undefined : from + Math.trunc(length));
}

function joined(machine: Machine, lists: readonly List[]): unknown[] {
  spend(machine, lists.reduce((sum, list) => sum + list.length, 0));
  return bounded(lists.flatMap((list) => [...list]));
}

/** The first of each equal items. Simple values are found by hash, so that only contexts and lists are compared in pairs. */
function distinct(machine: Machine, list: List): unknown[] {
  const [simple, decimals] = [new Set<unknown>(), new Set<unknown>()];
  const others: unknown[] = [];
  spend(machine, list.length);
  return [...list].filter((item) => {
    if (Number.isFinite(item) || typeof item === "string") return isNew(simple, item);
    const value = adopt(item);
    if (value instanceof Decimal) {
      spend(machine, weightOf(value));
      return isNew(decimals, hashOf(value));
    }
    if (value === null || typeof value !== "object") return isNew(simple, value);
    if (others.some((each) => equal(machine, value, each) === true)) return false;
    others.push(value);
    return true;
  });
}

function isNew(seen: Set<unknown>, value: unknown): boolean {
  return !seen.has(value) && seen.add(value) !== undefined;
}

function flattened(machine: Machine, list: List, into: unknown[], depth: number): unknown[] {
  if (depth > DEPTH) throw new FeelError("limit", `a list nests deeper than ${DEPTH}`);
  spend(machine, list.length);
  for (const item of list) {
    if (Array.isArray(item)) flattened(machine, item, into, depth + 1);
    else into.push(item);
  }
  return bounded(into);
}

/** A merge sort, which asks of a pair only once and does not mind a function that contradicts itself. */
function sorted(machine: Machine, list: List, precedes: FeelFunction): unknown[] {
  if (list.length < 2) return [...list];
  const middle = list.length >> 1;
  const left = sorted(machine, list.slice(0, middle), precedes);
  const right = sorted(machine, list.slice(middle), precedes);
  const merged: unknown[] = [];
  let [a, b] = [0, 0];
  while (a < left.length && b < right.length) {
    spend(machine, 1);
    // Only what precedes truly goes first, so that equal items keep their order.
    const second = call(machine, precedes, [right[b], left[a]], null) === true;
    merged.push(second ? right[b++] : left[a++]);
  }
  return [...merged, ...left.slice(a), ...right.slice(b)];
}
