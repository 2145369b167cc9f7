/**
 * Tags that change how what they hold is made: `{% with %}`, `{% autoescape %}`, `{% filter %}`, `{% spaceless %}`, `{% verbatim %}`.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
import { Safe } from "../value/safe.ts";
import { textOf } from "../value/text.ts";
import { bare, WHITE } from "../value/white.ts";
import { named, refuse, resolved, wants } from "./words.ts";

/** Names within what it holds. */
export const scope: Tag = (parser, words) => {
  const { values, rest } = named(parser, words.slice(1), true);
  wants(values.size > 0 && rest.length === 0, "{% with name=value %}");
  const { render } = parser.body(["endwith"]);
  return (cx) => cx.within(resolved(values, cx), () => render(cx));
};

/** Whether text is escaped. */
export const autoescape: Tag = (parser, words) => {
  const [, value] = words, isOn = value === "on";
  wants(
    words.length === 2 && (isOn || value === "off"),
    "{% autoescape on %} or {% autoescape off %}",
  );
  const { render } = parser.body(["endautoescape"]);
  return (cx) => {
    const before = cx.autoescape;
    cx.autoescape = isOn;
    try {
      return render(cx);
    } finally {
      cx.autoescape = before;
    }
  };
};

/** What it holds, through filters. */
export const filtered: Tag = (parser, _, token) => {
  const filters = /^\S+\s+(.+)$/s.exec(token.text)?.[1];
  if (filters === undefined) return refuse("it is written so: {% filter upper %}");
  const value = parser.expression(`var|${filters}`);
  if (
    filters.replace(/"[^"]*"|'[^']*'/g, "").split("|").some((name) =>
      /^\s*(?:escape|safe)\s*$/.test(name)
    )
  ) {
    refuse("the filters escape and safe do not stand here: use {% autoescape %}");
  }
  const { render } = parser.body(["endfilter"]);
  return (cx) => {
    const text = new Safe(render(cx));
    const made = textOf(cx.within(new Map([["var", text]]), () => value(cx)));
    cx.spend(made.length >> 5, made.length);
    return made;
  };
};

const BETWEEN = new RegExp(`>[${WHITE}]+<`, "g");

/** No space between tags of HTML. */
export const spaceless: Tag = (parser) => {
  const { render } = parser.body(["endspaceless"]);
  return (cx) => bare(render(cx)).replace(BETWEEN, "><");
};

/** Text in which nothing is a tag: the scanner has seen to it. */
export const verbatim: Tag = (parser) => parser.body(["endverbatim"]).render;
