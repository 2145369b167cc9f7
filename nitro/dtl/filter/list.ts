/**
 * Filters of lists.
 *
 * @module
 */
import type { Filter, Given } from "../compile/filter.ts";
import { DtlError } from "../error.ts";
import { at, MISSING, part } from "../run/lookup.ts";
import { isTrue, order } from "../value/compare.ts";
import { toCount, toFloat } from "../value/number.ts";
import { escape, Safe } from "../value/safe.ts";
import { itemsOf, lengthOf } from "../value/sequence.ts";
import { repr, textOf } from "../value/text.ts";
import { value, word } from "./kinds.ts";

function escaped(item: unknown): string {
  return item instanceof Safe ? item.text : escape(textOf(item));
}

function joined(list: unknown, argument: unknown, { cx }: Given): unknown {
  const items = itemsOf(list, cx.left);
  if (items === undefined) return list;
  cx.spend(items.length, 0);
  const isText = (item: unknown) => typeof item === "string" || item instanceof Safe;
  if (!cx.autoescape && !items.every(isText)) return list;
  const between = escaped(argument);
  // Before it is made: a long text between many items is longer than a program can hold.
  if (items.length * between.length > cx.setting.limits.output) {
    throw new DtlError("limit", "what is joined is longer than a text may be");
  }
  return new Safe(Array.from(items, cx.autoescape ? escaped : textOf).join(between));
}

/** An item from the front, or the end, of a list. */
function item(list: unknown, index: 0 | -1): unknown {
  const items = list instanceof Safe ? [...list.text] : typeof list === "string" ? [...list] : list;
  if (!Array.isArray(items)) {
    const found = index === 0 ? at(list, 0) : MISSING;
    if (found !== MISSING) return found;
    throw new DtlError(
      "value",
      `${repr(list).slice(0, 60)} is no list that has a first and a last item`,
    );
  }
  return items.length === 0 ? "" : items.at(index) ?? null;
}

/** What a list of dictionaries is sorted by. */
function key(argument: unknown): ((from: unknown) => unknown) | undefined {
  if (typeof argument === "number") return (from) => at(from, argument);
  const path = argument instanceof Safe ? argument.text : argument;
  if (typeof path !== "string" || path === "" || path.startsWith("_") || path.includes("._")) {
    return undefined;
  }
  if (toFloat(path) !== undefined) {
    return (from) => typeof from === "object" && !Array.isArray(from) ? part(from, path) : MISSING;
  }
  return (from) =>
    path.split(".").reduce((whole, name) => whole === MISSING ? MISSING : part(whole, name), from);
}

/** Thrown where two values have no order. */
const UNORDERED = Symbol("no order");

function sorted(list: unknown, argument: unknown, { cx }: Given, isReversed: boolean): unknown {
  const by = key(argument), items = itemsOf(list, cx.left);
  if (by === undefined || items === undefined) return "";
  cx.spend(items.length * Math.ceil(Math.log2(items.length + 2)), 0);
  const pairs = Array.from(items, (each) => ({ each, own: by(each) }));
  if (pairs.some(({ own }) => own === MISSING)) return "";
  try {
    pairs.sort((a, b) => {
      const found = isReversed ? order(b.own, a.own) : order(a.own, b.own);
      if (found === undefined) throw UNORDERED;
      return found;
    });
  } catch (error) {
    if (error !== UNORDERED) throw error;
    return "";
  }
  return pairs.map(({ each }) => each);
}

/** Bounds of Python's slices: `2:`, `:-1`, `::2`. */
function sliced(list: unknown, argument: unknown): unknown {
  const isText = typeof list === "string" || list instanceof Safe;
  const items: unknown[] | undefined = isText
    ? [...String(list)]
    : Array.isArray(list)
    ? list
    : undefined;
  const parts = textOf(argument).split(":");
  const bounds = parts.map((each) => each === "" ? undefined : toCount(each) ?? NaN);
  if (items === undefined || parts.length > 3 || bounds.some((each) => Number.isNaN(each))) {
    return list;
  }
  const [start, stop, step = 1] = bounds.length === 1 ? [undefined, bounds[0]] : bounds;
  if (step === 0) return list;
  const { length } = items, [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const bound = (given: number | undefined, otherwise: number): number =>
    given === undefined
      ? otherwise
      : Math.min(high, Math.max(low, given < 0 ? given + length : given));
  const from = bound(start, step > 0 ? low : high), to = bound(stop, step > 0 ? high : low);
  if (step === 1) return isText ? items.slice(from, to).join("") : items.slice(from, to);
  const made: unknown[] = [];
  for (let index = from; step > 0 ? index < to : index > to; index += step) made.push(items[index]);
  return isText ? made.join("") : made;
}

/** How deep lists may stand in lists. */
const DEEP = 100;

function unordered(list: unknown, given: Given, tabs = 1): string {
  const { cx } = given, items = itemsOf(list, cx.left);
  if (items === undefined) throw new DtlError("value", "only a list can be shown as one");
  if (tabs > DEEP) throw new DtlError("limit", `lists stand deeper in one another than ${DEEP}`);
  cx.spend(items.length, 0);
  const indent = "\t".repeat(tabs), lines: string[] = [];
  for (let index = 0; index < items.length; index++) {
    const own = items[index], next = items[index + 1];
    const text = cx.autoescape ? escaped(own) : textOf(own);
    let inner = "";
    if (Array.isArray(next)) {
      index++;
      if (next.length > 0) {
        inner = `\n${indent}<ul>\n${unordered(next, given, tabs + 1)}\n${indent}</ul>\n${indent}`;
      }
    }
    lines.push(`${indent}<li>${text}${inner}</li>`);
  }
  return lines.join("\n");
}

function chosen(list: unknown, { cx }: Given): unknown {
  const items = itemsOf(list, cx.left);
  if (items === undefined || items.length === 0) {
    throw new DtlError("value", "there is nothing to choose from");
  }
  return items[Math.floor(cx.setting.random() * items.length)];
}

/** The filters of lists by their names, such as `join`. */
export const lists: readonly (readonly [string, Filter])[] = [
  ["dictsort", value((list, argument, given) => sorted(list, argument, given, false), "one")],
  [
    "dictsortreversed",
    value((list, argument, given) => sorted(list, argument, given, true), "one"),
  ],
  ["first", value((list) => item(list, 0))],
  ["join", value(joined, "one", true)],
  ["last", value((list) => item(list, -1), "none", true)],
  ["length", value((list) => lengthOf(list) ?? 0)],
  [
    "length_is",
    value((list, argument) => {
      const length = lengthOf(list), wanted = toCount(argument);
      return length === undefined || wanted === undefined ? "" : length === wanted;
    }, "one"),
  ],
  ["random", value((list, _, given) => chosen(list, given), "none", true)],
  [
    "safeseq",
    value(
      (list, _, { cx }) => {
        const items = itemsOf(list, cx.left);
        if (items === undefined) {
          throw new DtlError("value", "only the items of a list can be trusted");
        }
        return Array.from(items, (each) => new Safe(textOf(each)));
      },
      "none",
      true,
    ),
  ],
  ["slice", value(sliced, "one", true)],
  ["unordered_list", value((list, _, given) => new Safe(unordered(list, given)), "none", true)],
  ["yesno", value(chooses, "optional")],
];

function chooses(given: unknown, argument: unknown): unknown {
  const parts = word(argument ?? "yes,no,maybe").split(",");
  const [yes, no] = parts;
  if (parts.length < 2) return given;
  if (given === null) return parts.length === 3 ? parts[2] : no;
  return isTrue(given) ? yes : no;
}
