/**
 * `{% cycle %}` and `{% resetcycle %}`.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
import type { Render } from "../run/context.ts";
import { asText } from "./shown.ts";
import { refuse, wants } from "./words.ts";

/** One value after the other, each time it is passed. */
export const cycle: Tag = (parser, all) => {
  wants(all.length > 1, "{% cycle a b %}");
  if (all.length === 2) {
    const [, name = ""] = all;
    return parser.cycles.get(name)?.render ?? refuse(`there is no cycle "${name}" before this one`);
  }
  if (all.length > 4 && all.at(-3) === "as" && all.at(-1) !== "silent") {
    refuse(`only "silent" may stand behind a cycle's name, not "${all.at(-1)}"`);
  }
  const isSilent = all.length > 4 && all.at(-3) === "as";
  const words = isSilent ? all.slice(0, -1) : all;
  const name = isSilent || all.length > 4 && words.at(-2) === "as" ? words.at(-1) : undefined;
  const values = words.slice(1, name === undefined ? undefined : -2)
    .map((word) => parser.expression(word));
  const key = {};
  const render: Render = (cx) => {
    const at = Number(cx.state.get(key) ?? 0), value = values[at % values.length]?.(cx);
    cx.state.set(key, at + 1);
    if (name !== undefined) cx.setUpward(name, value);
    return isSilent ? "" : asText(value, cx);
  };
  if (name !== undefined) parser.cycles.set(name, { render, key });
  parser.lastCycle = key;
  return render;
};

/** Begins a cycle again. */
export const reset: Tag = (parser, words) => {
  wants(words.length < 3, "{% resetcycle %} or {% resetcycle name %}");
  const [, name] = words;
  const key = name === undefined ? parser.lastCycle : parser.cycles.get(name)?.key;
  if (key === undefined) return refuse(`there is no cycle ${name ?? ""} before this tag`);
  return (cx) => {
    cx.state.set(key, 0);
    return "";
  };
};
