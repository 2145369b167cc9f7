/**
 * What groups content (HTML, section 4.4). An element that is only its tag is a line here.
 *
 * HTML does not know `message`: it stands with what it is used as.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A paragraph: `<p>`. */
export const p: (props: Props) => Element<Props> = simple("p");

/** A division of the page: `<div>`. */
export const panel: (props: Props) => Element<Props> = simple("div");

/** A message of a conversation: `<message>`. */
export const message: (props: Props) => Element<Props> = simple("message");
