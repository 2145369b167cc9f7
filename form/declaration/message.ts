/**
 * Texts by their keys.
 *
 * @module
 */

/** What a message is: a text with `{name}` for its arguments, or one for each plural form of the argument `count` (CLDR). */
export type Message =
  | string
  | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string });
/** Messages by their keys. */
export type Messages = Readonly<Record<string, Message>>;
