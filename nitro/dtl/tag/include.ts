/**
 * `{% include %}`.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
import type { Context, Template } from "../run/context.ts";
import { nameOf, templateOf } from "./named.ts";
import { type Named, named, refuse, resolved, wants } from "./words.ts";

/** Another template in this place, with all names of this one, more of them, or only those that are given. */
export const include: Tag = (parser, words) => {
  wants(words.length > 1, '{% include "row.html" with name=value only %}');
  const name = nameOf(parser, words[1] ?? ""), { values, isOnly } = options(parser, words.slice(2));
  const { file } = parser;
  return (cx) => {
    const found = templateOf(name(cx), cx, file), names = resolved(values, cx);
    const body = () => cx.deeper(found.depth, () => anew(found, cx));
    return isOnly ? cx.apart(names, body) : cx.within(names, body);
  };
};

function options(parser: Parameters<Tag>[0], given: readonly string[]) {
  let words = given, values: Named | undefined, isOnly = false;
  while (words.length > 0) {
    const [word, ...rest] = words;
    if (word === "only" && !isOnly) {
      isOnly = true;
      words = rest;
    } else if (word === "with" && values === undefined) {
      const taken = named(parser, rest, false);
      if (taken.values.size === 0) refuse('"with" has no name=value behind it');
      values = taken.values;
      words = taken.rest;
    } else refuse(`"${word}" stands there twice, or is not known here`);
  }
  return { values: values ?? new Map(), isOnly };
}

/** A template whose tags have a state of their own. */
function anew(found: Template, cx: Context): string {
  const before = cx.state;
  cx.state = new Map();
  try {
    return found.render(cx);
  } finally {
    cx.state = before;
  }
}
