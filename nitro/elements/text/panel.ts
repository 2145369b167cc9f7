/**
 * The element `panel`: a division of the page.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A division of the page: `<div>`. */
export const panel: (props: Props) => Element<Props> = simple("div");
