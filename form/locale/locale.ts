/**
 * The language of a person: how numbers and days are read and written, and what the form says.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";

/** What a message is: a text with `{name}` for its arguments, or one for each plural form of the argument `count` (CLDR). */
export type Message =
  | string
  | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string });
/** Messages by their keys. */
export type Messages = Readonly<Record<string, Message>>;

/** The language of a person. */
export interface Locale {
  /** Its tag, of BCP 47: `uk`, `de-CH`. */
  readonly tag: string;
  /** The message of a key, put together. The key itself where nobody has words for it. */
  say(key: string, args?: Readonly<Record<string, Plain>>): string;
}
