/**
 * What runs within a text (HTML, section 4.5). An element that is only its tag and attributes is a line here.
 *
 * HTML does not know `author`: it stands with what it is used as.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** Who wrote a message: `<author>`. */
export const author: (props: Props) => Element<Props> = simple("author");

/** Stressed text: `<em>`. */
export const em: (props: Props) => Element<Props> = simple("em");

/** A run of text: `<span>`. */
export const span: (props: Props) => Element<Props> = simple("span");

/** Text of importance: `<strong>`. */
export const strong: (props: Props) => Element<Props> = simple("strong");

/** Properties of a time. */
export interface TimeProps extends Props {
  /** The moment as programs read it: a date and time by ISO 8601. */
  readonly datetime?: string | undefined;
}

/** A moment, for people and for programs: `<time>`. */
export const time: (props: TimeProps) => Element<TimeProps> = simple(
  "time",
  ({ datetime }) => ({ datetime }),
);
