/**
 * The element `h3`: a heading of the third level.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A heading of the third level: `<h3>`. */
export const h3: (props: Props) => Element<Props> = simple("h3");
