/**
 * The element `em`: stressed text.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** Stressed text: `<em>`. */
export const em: (props: Props) => Element<Props> = simple("em");
