/**
 * The element `strong`: text of importance.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** Text of importance: `<strong>`. */
export const strong: (props: Props) => Element<Props> = simple("strong");
