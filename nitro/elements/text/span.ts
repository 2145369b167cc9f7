/**
 * The element `span`: a run of text.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A run of text: `<span>`. */
export const span: (props: Props) => Element<Props> = simple("span");
