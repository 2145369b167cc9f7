/**
 * Help beside a field: a button that opens it, by pointer, keyboard and touch alike, with no script.
 *
 * @module
 */
import { type Body, button, type Element, panel } from "../../../nitro/mod.ts";
import type { Cell } from "../../state/filled.ts";
import type { Drawing } from "../options.ts";

/** The help of a field. */
export function tips(
  { ids, filled: { locale } }: Drawing,
  cell: Cell,
  texts: readonly Body[],
): Element {
  const id = ids.control(cell.path), name = typeof cell.title === "string" ? cell.title : "";
  return panel({
    class: "tool",
    body: texts.map((body, at) => {
      const tip = `${id}-tip-${at + 1}`;
      return [
        button({
          class: "n2o-tip",
          body: "?",
          aria: { label: locale.say("help", { name }) },
          attributes: { popovertarget: tip },
        }),
        panel({ id: tip, class: "n2o-tip-text", popover: "auto", body }),
      ];
    }),
  });
}
