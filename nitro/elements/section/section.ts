/**
 * Sections of a page and their headings (HTML, section 4.3). An element that is only its tag is a line here.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A heading of the first level: `<h1>`. */
export const h1: (props: Props) => Element<Props> = simple("h1");

/** A heading of the second level: `<h2>`. */
export const h2: (props: Props) => Element<Props> = simple("h2");

/** A heading of the third level: `<h3>`. */
export const h3: (props: Props) => Element<Props> = simple("h3");
