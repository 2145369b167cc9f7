/**
 * The element `author`: who wrote a message.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** Who wrote a message: `<author>`. */
export const author: (props: Props) => Element<Props> = simple("author");
