/**
 * What was changed in a text (HTML, section 4.7).
 *
 * @module
 */
import type { Make, Props } from "../../element.ts";
import { tag } from "../../tag.ts";

/** Properties of a change. */
export interface EditProps extends Props {
  /** The address of its reason. */
  readonly cite?: string | undefined;
  /** When it was made: a date and time by ISO 8601. */
  readonly datetime?: string | undefined;
}

/** What was added: `<ins>`. */
export const ins: Make<EditProps> = tag<EditProps>("ins", { own: ["cite", "datetime"] });
/** What was taken out: `<del>`. */
export const del: Make<EditProps> = tag<EditProps>("del", { own: ["cite", "datetime"] });
