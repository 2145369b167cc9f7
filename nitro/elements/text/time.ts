/**
 * The element `time`: a moment, for people and for programs.
 *
 * @module
 */
import type { Element, Props } from "../../element.ts";
import { simple } from "../../tag.ts";

/** Properties of a time. */
export interface TimeProps extends Props {
  /** The moment as programs read it: a date and time by ISO 8601. */
  readonly datetime?: string | undefined;
}

/** A moment: `<time>`. */
export const time: (props: TimeProps) => Element<TimeProps> = simple(
  "time",
  ({ datetime }) => ({ datetime }),
);
