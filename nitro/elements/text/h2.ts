/**
 * The element `h2`: a heading of the second level.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A heading of the second level: `<h2>`. */
export const h2: (props: Props) => Element<Props> = simple("h2");
