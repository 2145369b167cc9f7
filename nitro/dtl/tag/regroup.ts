/**
 * `{% regroup %}`.
 *
 * @module
 */
import type { Tag } from "../compile/parser.ts";
import { DtlError } from "../error.ts";
import { isEqual } from "../value/compare.ts";
import { Group, itemsOf } from "../value/sequence.ts";
import { wants } from "./words.ts";

/** Neighbours that agree in a part, as groups. */
export const regroup: Tag = (parser, words) => {
  const [, list = "", by, part = "", as, name = ""] = words;
  wants(words.length === 6 && by === "by" && as === "as", "{% regroup list by part as name %}");
  const items = parser.expression(list), key = parser.expression(`${name}.${part}`);
  return (cx) => {
    const found = items(cx, true);
    if (found === null || found === undefined) {
      cx.set(name, []);
      return "";
    }
    const all = itemsOf(found, cx.left);
    if (all === undefined) throw new DtlError("value", "only a list can be grouped");
    cx.spend(all.length, 0);
    const groups: { key: unknown; list: unknown[] }[] = [];
    for (const item of all) {
      cx.set(name, item);
      const own = key(cx, true), last = groups.at(-1);
      if (last !== undefined && isEqual(last.key, own)) last.list.push(item);
      else groups.push({ key: own, list: [item] });
    }
    cx.set(name, groups.map(({ key, list }) => new Group(key, list)));
    return "";
  };
};
