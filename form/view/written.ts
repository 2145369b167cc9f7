/**
 * Elements that write their markup piece by piece: what is the same for all of a kind costs nothing then.
 *
 * @module
 */
import type { Element, Out, Props, Written } from "../../nitro/mod.ts";

/** An element of what writes it. */
export function written(
  element: string,
  props: Props,
  write: (out: Written) => void,
): Element {
  const made: Element = {
    element,
    props,
    markup: (_, out: Out) => out.body(made),
    write: (_, out) => write(out),
  };
  return made;
}
