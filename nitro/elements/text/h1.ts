/**
 * The element `h1`: a heading of the first level.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A heading of the first level: `<h1>`. */
export const h1: (props: Props) => Element<Props> = simple("h1");
