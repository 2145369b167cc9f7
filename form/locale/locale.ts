/**
 * The language of a person: how numbers and days are read and written, and what the form says.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";

export type { Message, Messages } from "../declaration/message.ts";

/** The language of a person. */
export interface Locale {
  /** Its tag, of BCP 47: `uk`, `de-CH`. */
  readonly tag: string;
  /** The message of a key, put together. The key itself where nobody has words for it. */
  say(key: string, args?: Readonly<Record<string, Plain>>): string;
}
