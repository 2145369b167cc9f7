/**
 * `{% for %}`.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
import { interned } from "../compile/variable.ts";
import { DtlError } from "../error.ts";
import type { Context, Render } from "../run/context.ts";
import { MISSING } from "../run/lookup.ts";
import { itemsOf, lengthOf } from "../value/sequence.ts";
import { repr } from "../value/text.ts";
import { refuse, wants } from "./words.ts";

/** Once for each item; `{% empty %}` where there is none. */
export const loop: Tag = (parser, words) => {
  const isReversed = words.at(-1) === "reversed", end = isReversed ? -3 : -2;
  wants(
    words.length > 3 && words.at(end) === "in",
    "{% for name in list %} or {% for a, b in list %}",
  );
  const names = words.slice(1, end).join(" ").split(/ *, */).map(interned);
  if (names.some((name) => name === "" || /[ "'|]/.test(name))) {
    refuse("a loop names its items by single words with commas between");
  }
  const list = parser.expression(words.at(end + 1) ?? "");
  const begun = parser.at, inner = parser.body(["empty", "endfor"]);
  const isCounted = parser.mentions(COUNTS, begun);
  const empty = inner.end === "empty" ? parser.body(["endfor"]).render : undefined;
  const { render } = inner, [name = ""] = names, isPlain = names.length === 1 && !isCounted;
  return (cx) => {
    const found = all(list(cx, true), cx);
    if (found.length === 0) return empty?.(cx) ?? "";
    const items = isReversed ? [...found].reverse() : found;
    if (isPlain) return cx.each(name, undefined, items, render);
    return rounds({ items, names, render, cx, isCounted });
  };
};

/** Where a part looks at the loop that it is in; what is included may. */
const COUNTS = /forloop|^(?:include|ifchanged|block)/;

/** All items, no more than there is work left. */
function all(value: unknown, cx: Context): readonly unknown[] {
  if (value === null || value === undefined) return [];
  const items = itemsOf(value, cx.left);
  if (items === undefined) throw new DtlError("value", `${short(value)} has no items to loop over`);
  cx.spend(items.length, 0);
  return items;
}

interface Loop {
  readonly items: readonly unknown[];
  readonly names: readonly string[];
  readonly render: Render;
  readonly cx: Context;
  readonly isCounted: boolean;
}

function rounds({ items, names, render, cx, isCounted }: Loop): string {
  const { length } = items, [name = ""] = names;
  const forloop = isCounted ? counter(cx, length) : undefined;
  if (names.length > 1) {
    return cx.each("", forloop, items, (_, at) => {
      if (forloop !== undefined) counted(forloop, at, length);
      return cx.within(unpacked(items[at], names), () => render(cx));
    });
  }
  return cx.each(name, forloop, items, (_, at) => {
    if (forloop !== undefined) counted(forloop, at, length);
    return render(cx);
  });
}

/** Which round it is, in the order in which Django has it. */
function counter(cx: Context, length: number) {
  const around = cx.get("forloop");
  return {
    parentloop: around === MISSING ? {} : around,
    counter0: 0,
    counter: 1,
    revcounter: length,
    revcounter0: length - 1,
    first: true,
    last: false,
  };
}

function counted(forloop: ReturnType<typeof counter>, at: number, length: number): void {
  forloop.counter0 = at;
  forloop.counter = at + 1;
  forloop.revcounter = length - at;
  forloop.revcounter0 = length - at - 1;
  forloop.first = at === 0;
  forloop.last = at === length - 1;
}

/** The parts of an item by their names. */
function unpacked(item: unknown, names: readonly string[]): Map<string, unknown> {
  const count = lengthOf(item) ?? 1;
  if (count !== names.length) {
    throw new DtlError(
      "value",
      `a loop of ${names.length} names meets an item of ${count}: ${short(item)}`,
    );
  }
  const parts = itemsOf(item, count) ?? [];
  return new Map(names.map((name, at) => [name, parts[at]]));
}

/** A value as an error names it. */
function short(value: unknown): string {
  try {
    return repr(value).slice(0, 60);
  } catch {
    return "a value"; // of which so much could not be said
  }
}
