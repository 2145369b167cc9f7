/**
 * The element `message`: a message of a conversation.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** A message of a conversation: `<message>`. */
export const message: (props: Props) => Element<Props> = simple("message");
