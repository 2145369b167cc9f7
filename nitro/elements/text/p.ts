/**
 * The element `p`: a paragraph.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A paragraph: `<p>`. */
export const p: (props: Props) => Element<Props> = simple("p");
