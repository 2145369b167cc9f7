/**
 * What is done to a row: buttons, each named for who does not see where it stands.
 *
 * @module
 */
import { type Body, button, type Element } from "../../../nitro/mod.ts";
import { below } from "../../value/path.ts";
import type { Drawing } from "../options.ts";
import type { Rows } from "./rows.ts";

/** A row, its place among all from 0, and what it is called. */
export interface ActedRow {
  readonly key: string;
  readonly at: number;
  readonly name: string;
}

/** What moves a row: with a pointer it is dragged, with the keyboard it is grabbed. */
export function grabOf(
  { ids, filled: { locale } }: Drawing,
  { cell: { path }, count }: Rows,
  { key, name }: ActedRow,
): Body {
  if (count < 2) return null;
  return button({
    id: `${ids.control(below(path, key))}-grab`,
    data: { "n2o-grab": true },
    aria: { label: locale.say("rows.move", { name }) },
  });
}

/**
 * The other buttons of a row, those that move it for who cannot drag among them. One that does nothing now is there all the same: what has
 * the focus keeps it.
 */
export function actsOf(
  { ids, filled: { locale }, options: { press } }: Drawing,
  { cell: { path, min, max }, count }: Rows,
  { key, at, name }: ActedRow,
): Body {
  const id = ids.control(below(path, key));
  const act = (made: "copy" | "remove" | "up" | "down", isThere: boolean): Element =>
    button({
      id: `${id}-${made}`,
      class: `n2o-${made}`,
      aria: { label: locale.say(`rows.${made}`, { name }), disabled: isThere ? undefined : true },
      ...isThere ? press?.({ press: made, path, key }) : {},
    });
  return [
    count < 2 ? null : [act("up", at > 0), act("down", at < count - 1)],
    act("copy", typeof max !== "number" || count < max),
    act("remove", typeof min !== "number" || count > min),
  ];
}
