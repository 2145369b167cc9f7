/**
 * Tags that choose: `{% if %}`, `{% ifchanged %}`, `{% ifequal %}`, `{% firstof %}`.
 *
 * @module
 */
import { condition } from "../compile/condition.ts";
import { nothing, type Parser, type Tag } from "../compile/parser.ts";
import { split } from "../compile/scan.ts";
import type { Context, Render, State } from "../run/context.ts";
import { isEqual, isTrue } from "../value/compare.ts";
import { shown } from "./shown.ts";
import { refuse, wants, withName } from "./words.ts";

/** The first part whose condition holds. */
export const choice: Tag = (parser, words) => {
  const compile = (text: string) => parser.expression(text);
  const cases = [condition(words.slice(1), compile)], parts: Render[] = [];
  let inner = parser.body(["elif", "else", "endif"]);
  while (inner.end === "elif") {
    parts.push(inner.render);
    cases.push(condition(split(inner.token.text).slice(1), compile));
    inner = parser.body(["elif", "else", "endif"]);
  }
  parts.push(inner.render);
  if (inner.token.text !== "else" && inner.token.text !== "endif") {
    refuse(`"${inner.token.text}" takes nothing`);
  }
  const otherwise = inner.end === "else" ? last(parser, "endif") : nothing;
  const [holds] = cases, [then = nothing] = parts;
  if (holds !== undefined && cases.length === 1) {
    return (cx) => holds(cx) ? then(cx) : otherwise(cx);
  }
  return (cx) => {
    for (let at = 0; at < cases.length; at++) {
      if (cases[at]?.(cx) === true) return (parts[at] ?? nothing)(cx);
    }
    return otherwise(cx);
  };
};

function last(parser: Parser, end: string): Render {
  const inner = parser.body([end]);
  if (inner.token.text !== end) refuse(`"${inner.token.text}" takes nothing`);
  return inner.render;
}

/** What it holds, where it, or what it names, is another than the last time. */
export const changed: Tag = (parser, words) => {
  const values = words.slice(1).map((word) => parser.expression(word));
  const inner = parser.body(["else", "endifchanged"]);
  const otherwise = inner.end === "else" ? parser.body(["endifchanged"]).render : nothing;
  const key = {};
  return (cx) => {
    const state = stateOf(cx), before = state.has(key) ? state.get(key) : null;
    const made = values.length === 0 ? inner.render(cx) : undefined;
    const found = made ?? values.map((value) => value(cx, true));
    if (isEqual(found, before)) return otherwise(cx);
    state.set(key, found);
    return made === undefined || made === "" ? inner.render(cx) : made;
  };
};

/** Where the state of the loop at hand is kept; outside of loops, that of the template. */
function stateOf(cx: Context): State {
  const loop = cx.get("forloop");
  if (typeof loop !== "object" || loop === null) return cx.state;
  const state = cx.loops.get(loop) ?? new Map();
  cx.loops.set(loop, state);
  return state;
}

/** What it holds, where two values are equal, or where they are not. */
export function equality(isFor: boolean): Tag {
  return (parser, words) => {
    const [name = "", left, right] = words, end = `end${name}`;
    wants(words.length === 3, `{% ${name} a b %}`);
    const one = parser.expression(left ?? ""), two = parser.expression(right ?? "");
    const inner = parser.body(["else", end]);
    const otherwise = inner.end === "else" ? parser.body([end]).render : nothing;
    return (cx) =>
      isEqual(one(cx, true), two(cx, true)) === isFor ? inner.render(cx) : otherwise(cx);
  };
}

/** The first value that is true. */
export const first: Tag = (parser, all) => {
  const { words, name } = withName(all.slice(1));
  wants(all.length > 1, "{% firstof a b c %}");
  const values = words.map((word) => parser.expression(word));
  return (cx) => {
    for (const value of values) {
      const found = value(cx, true);
      if (isTrue(found)) return shown(found, name, cx);
    }
    return shown("", name, cx);
  };
};
