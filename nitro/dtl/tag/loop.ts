/**
 * `{% for %}`.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
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
  const names = words.slice(1, end).join(" ").split(/ *, */);
  if (names.some((name) => name === "" || /[ "'|]/.test(name))) {
    refuse("a loop names its items by single words with commas between");
  }
  const list = parser.expression(words.at(end + 1) ?? "");
  const inner = parser.body(["empty", "endfor"]);
  const empty = inner.end === "empty" ? parser.body(["endfor"]).render : undefined;
  const { render } = inner;
  return (cx) => {
    const found = list(cx, true), items = all(found, cx);
    if (items.length === 0) return empty?.(cx) ?? "";
    return rounds({ items: isReversed ? [...items].reverse() : items, names, render, cx });
  };
};

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
}

function rounds({ items, names, render, cx }: Loop): string {
  const around = cx.get("forloop"), { length } = items, [name = ""] = names;
  const forloop = {
    parentloop: around === MISSING ? {} : around,
    counter0: 0,
    counter: 1,
    revcounter: length,
    revcounter0: length - 1,
    first: true,
    last: false,
  };
  const scope = new Map<string, unknown>([["forloop", forloop]]);
  return cx.within(scope, () => {
    let made = "";
    for (let at = 0; at < length; at++) {
      forloop.counter0 = at;
      forloop.counter = at + 1;
      forloop.revcounter = length - at;
      forloop.revcounter0 = length - at - 1;
      forloop.first = at === 0;
      forloop.last = at === length - 1;
      if (names.length > 1) made += cx.within(unpacked(items[at], names), () => render(cx));
      else {
        scope.set(name, items[at] ?? null);
        made += render(cx);
      }
    }
    return made;
  });
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
