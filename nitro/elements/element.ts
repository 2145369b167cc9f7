/**
 * An element of any name: of SVG, of MathML, of the page's own.
 *
 * @module
 */
import { define, type Make, type Props } from "../element.ts";
import { animated } from "../escape.ts";
import { tag } from "../tag.ts";

/** Properties of an element of any name. */
export interface AnyProps extends Props {
  /** Its name: `svg`, `my-clock`. */
  readonly htmlTag: string;
}

/** What was made of names, so that one is judged once. They are the program's: should they be data, all are forgotten. */
const made = new Map<string, Make>();
const MOST = 1_024;

/**
 * An element of any name; its own attributes are among `attributes`.
 *
 * @throws {NitroError} `render` for a name that is none, `url` for an address that runs something, also where an animation of SVG sets it.
 */
export const element: Make<AnyProps> = define<AnyProps>("element", (props, out) => {
  for (const [name, value] of Object.entries(props.attributes ?? {})) {
    if (typeof value === "string") animated(name, value);
  }
  let make = made.get(props.htmlTag);
  if (make === undefined) {
    make = tag(props.htmlTag);
    if (made.size >= MOST) made.clear();
    made.set(props.htmlTag, make);
  }
  return make(props).markup(props, out);
});
